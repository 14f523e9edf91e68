/** A piece of HTML that is safe to put into a page: its texts are escaped. */
export interface Html {
  readonly html: string;
}

type Part = Html | readonly Html[] | string | number;

/**
 * Writes HTML: `` html`<td>${name}</td>` ``. Texts and numbers are escaped, so that they may stand in an
 * element or in a quoted attribute; pieces of HTML, and lists of them, go in as they are.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: strings.map((string, i) => (i === 0 ? "" : written(parts[i - 1] as Part)) + string).join("") };
}

/** Takes over what has been made by a program that escapes by itself. */
export function rawHtml(text: string): Html {
  return { html: text };
}

function written(part: Part): string {
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escaped(part);
  if ("html" in part) return part.html;
  return part.map(({ html }) => html).join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
