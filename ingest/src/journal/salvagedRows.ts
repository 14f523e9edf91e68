import type Database from "libsql";
import { safeColumns, safeRow } from "./safeText";

export type Row = Record<string, unknown>;

/** Rows of a table as far as they can be read: from both its ends up to where it is damaged. */
export function rowsOf(
  damaged: Database.Database,
  table: string,
): { rows: Row[]; columns: string[]; isWhole: boolean } {
  const keys: string[] = [];
  const columns: string[] = [];
  try {
    const described = damaged.prepare(`SELECT name, pk FROM pragma_table_info('${table}') ORDER BY pk`).all();
    for (const { name, pk } of described as { name: string; pk: number }[]) {
      columns.push(name);
      if (pk > 0) keys.push(name);
    }
  } catch {
    return { rows: [], columns: [], isWhole: false };
  }
  if (columns.length === 0) return { rows: [], columns, isWhole: false };
  const rows: Row[] = [];
  const isWhole = read(damaged, columns, `FROM ${table} NOT INDEXED ORDER BY ${keys.join(", ")}`, rows);
  if (isWhole) return { rows, columns, isWhole };
  const fromEnd: Row[] = [];
  const backwards = keys.map((key) => `${key} DESC`).join(", ");
  read(damaged, columns, `FROM ${table} NOT INDEXED ORDER BY ${backwards}`, fromEnd);
  return { rows: [...rows, ...fromEnd.toReversed()], columns, isWhole };
}

/** Returns whether all of it could be read. */
function read(damaged: Database.Database, columns: string[], from: string, into: Row[]): boolean {
  try {
    for (const row of damaged.prepare(`SELECT ${safeColumns(columns)} ${from}`).iterate() as Iterable<Row>) {
      into.push(safeRow(row, columns));
    }
    return true;
  } catch {
    return false;
  }
}
