/** Makes a function that says how many of something there are, in the grammar of a language. */
export function counted(locale: string) {
  const number = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  return (count: number, one: string, other: string): string =>
    `${number.format(count)}\u00a0${rules.select(count) === "one" ? one : other}`;
}
