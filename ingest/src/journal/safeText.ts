import { bytesOf } from "./database";

/**
 * Columns of a damaged table, to be selected. The driver ends the process over a text that is not
 * UTF-8: texts are therefore fetched as bytes, with their type beside them.
 */
export function safeColumns(columns: readonly string[]): string {
  return columns
    .map(
      (name) =>
        `typeof(${name}) AS type_${name}, CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) ELSE ${name} END AS ${name}`,
    )
    .join(", ");
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * A row of `safeColumns` with its texts as texts and its bytes as buffers.
 *
 * @throws Error where a text is not UTF-8
 */
export function safeRow(row: Record<string, unknown>, columns: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of columns) {
    const value = row[name];
    if (row[`type_${name}`] === "text") values[name] = decoder.decode(bytesOf(value as Buffer | ArrayBuffer));
    else values[name] = value instanceof ArrayBuffer ? bytesOf(value) : value;
  }
  return values;
}
