/** What is compared of each item, kept for as long as the item is: accents take time on a cheap phone. */
const texts = new WeakMap<object, string>();

/** Those whose kit or site holds every word that is sought. */
export function matching<T extends { kit: string; site: string }>(items: readonly T[], sought: string): readonly T[] {
  const words = plain(sought).split(" ").filter(Boolean);
  if (words.length === 0) return items;
  return items.filter((item) => {
    const text = textOf(item);
    return words.every((word) => text.includes(word));
  });
}

function textOf(item: { kit: string; site: string }): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const text = plain(`${item.kit} ${item.site}`);
  texts.set(item, text);
  return text;
}

/** Text without accents, hyphens and capitals. */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[-_\s]+/g, " ")
    .toLowerCase();
}
