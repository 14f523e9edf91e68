import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

export type Row = Record<string, string>;

/**
 * The rows of a table with the named columns.
 *
 * @throws Error where the file cannot be read, has no rows or lacks a column
 */
export function rowsOf(file: string, columns: readonly string[]): Row[] {
  const rows: Row[] = parse(readFileSync(file), { columns: true, skip_empty_lines: true });
  const [first] = rows;
  if (!first) throw new Error(`${file}: no rows`);
  const missing = columns.filter((column) => !(column in first));
  if (missing.length > 0) throw new Error(`${file}: no column ${missing.join(", ")}`);
  return rows;
}

/** A cell as a number, undefined where nothing was measured. */
export function numberIn(row: Row, column: string): number | undefined {
  const text = row[column];
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error(`column ${column} holds "${text}", not a number`);
  return value;
}
