import { closeSync, copyFileSync, fstatSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import Database from "libsql";
import { safeColumns, safeRow } from "./safeText";

/** A row of any table, as it lies in a leaf page: its rowid, and its columns behind that. */
export type RawRow = Record<string, unknown> & { id: number };

/** First byte of a page that holds rows of a table. */
const TABLE_LEAF = 0x0d;
const DEFAULT_PAGE_bytes = 4096;
/** Columns behind the rowid, as many as the widest table that is looked for has. */
const COLUMNS = ["a", "b", "c", "d", "e", "f"] as const;

/**
 * Reads rows out of pages to which no way leads any more: SQLite itself reads them, each page in turn being
 * declared to be the whole of a table, in a copy of the file whose first page is made anew.
 *
 * @param scratch where the copy may lie; it is deleted
 * @param onRow called with each row of each page that can be read
 */
export function readRawPages(
  file: string,
  scratch: string,
  onRow: (row: RawRow) => void,
  onProgress: (done: number, total: number) => void,
): void {
  copyFileSync(file, scratch);
  const pages = replaceFirstPage(scratch);
  const leaves = leavesOf(scratch, pages);
  const database = new Database(scratch);
  try {
    database.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
    database.exec("PRAGMA writable_schema = ON");
    const declare = database.prepare("UPDATE sqlite_schema SET rootpage = ? WHERE name = 'leaf'");
    leaves.forEach((page, i) => {
      try {
        declare.run(page);
        // reads the schema again
        database.exec("PRAGMA writable_schema = RESET; PRAGMA writable_schema = ON");
        readPage(database, onRow);
      } catch {
        // what cannot be read of this page is lost
      }
      if (i % 100 === 0 || i === leaves.length - 1) onProgress(i + 1, leaves.length);
    });
  } finally {
    database.close();
    for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(scratch + end, { force: true });
  }
}

/** Reads the rows of the page one by one, so that a row that cannot be read costs no other. */
function readPage(database: Database.Database, onRow: (row: RawRow) => void): void {
  const ids = database.prepare("SELECT id FROM leaf").all() as { id: number }[];
  const one = database.prepare(`SELECT id, ${safeColumns(COLUMNS)} FROM leaf WHERE id = ?`);
  for (const { id } of ids) {
    try {
      const row = one.all(id)[0] as RawRow | undefined;
      if (row) onRow({ ...safeRow(row, COLUMNS), id });
    } catch {
      // its content goes on in a page that is damaged
    }
  }
}

/** Puts a first page in front that says nothing but that there is one table. Returns how many pages there are. */
function replaceFirstPage(file: string): number {
  const made = `${file}.first`;
  rmSync(made, { force: true });
  const database = new Database(made);
  database.exec(
    `PRAGMA page_size = ${DEFAULT_PAGE_bytes}; CREATE TABLE leaf (id INTEGER PRIMARY KEY, ${COLUMNS.join(", ")})`,
  );
  database.close();
  const first = Buffer.alloc(DEFAULT_PAGE_bytes);
  const from = openSync(made, "r");
  readSync(from, first, 0, first.length, 0);
  closeSync(from);
  rmSync(made);
  const to = openSync(file, "r+");
  try {
    const pages = Math.floor(fstatSync(to).size / DEFAULT_PAGE_bytes);
    // where the file says how large it is
    first.writeUInt32BE(Math.max(pages, 1), 28);
    writeSync(to, first, 0, first.length, 0);
    return pages;
  } finally {
    closeSync(to);
  }
}

function leavesOf(file: string, pages: number): number[] {
  const leaves: number[] = [];
  const descriptor = openSync(file, "r");
  try {
    const kind = Buffer.alloc(1);
    for (let page = 2; page <= pages; page++) {
      readSync(descriptor, kind, 0, 1, (page - 1) * DEFAULT_PAGE_bytes);
      if (kind[0] === TABLE_LEAF) leaves.push(page);
    }
  } finally {
    closeSync(descriptor);
  }
  return leaves;
}
