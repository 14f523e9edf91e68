import { existsSync, statfsSync, statSync } from "node:fs";
import type Database from "libsql";
import { journalFile, lockToWrite, openDatabase } from "./database";

/** What a journal takes on the disk, and what for. */
export interface JournalSize {
  version: number;
  /** The database and its write-ahead log. */
  file_bytes: number;
  log_bytes: number;
  /** Room within the file that is not in use: it is used again, or given back by compacting. */
  free_bytes: number;
  /** Reports that were ever kept. */
  reports: number;
  /** Readings that were ever kept. */
  readings: number;
  /** When the oldest and the newest report that are there came in, Unix time in ms, or null. */
  oldest_ms: number | null;
  newest_ms: number | null;
  /** Bytes by table, the largest first; an index counts with its table. */
  parts: { name: string; bytes: number }[];
}

/** What tables are called for people; others bear their own name. */
const names: Record<string, string> = {
  block: "reports",
  lamp_block: "lamp detail",
  lamp_day: "lamps by day",
  run_index: "index",
  numbering: "numbering",
  kit_state: "states of kits",
  quarantine: "quarantine",
};

/** @throws Error where the directory holds no journal that can be read */
export function sizeOfJournal(directory: string): JournalSize {
  const database = openDatabase(directory, "FULL");
  try {
    const page_bytes = pragma(database, "page_size");
    const row = database
      .prepare(`
        SELECT coalesce((SELECT max(position) FROM block), 0) AS newest,
          coalesce((SELECT position FROM cursor WHERE consumer = 'index'), 0) AS folded,
          (SELECT coalesce(sum(readings), 0) FROM numbering) AS readings,
          (SELECT received_ms FROM block ORDER BY position LIMIT 1) AS oldest_ms,
          (SELECT received_ms FROM block ORDER BY position DESC LIMIT 1) AS newest_ms`)
      .all()[0] as {
      newest: number;
      folded: number;
      readings: number;
      oldest_ms: number | null;
      newest_ms: number | null;
    };
    const { newest, folded, ...rest } = row;
    return {
      version: pragma(database, "user_version"),
      file_bytes: statSync(journalFile(directory)).size,
      log_bytes: sizeOfFile(`${journalFile(directory)}-wal`),
      free_bytes: page_bytes * pragma(database, "freelist_count"),
      reports: Math.max(newest, folded),
      ...rest,
      parts: partsOf(database),
    };
  } finally {
    database.close();
  }
}

/**
 * Gives room that is not in use back to the disk. It writes the journal anew, which takes room for it twice over
 * meanwhile: once for what is written, once for SQLite's log of it.
 *
 * @returns the size of the database before and after, in bytes
 * @throws Error where a service runs on the directory, or the disk has no room
 */
export function compact(directory: string): { before_bytes: number; after_bytes: number } {
  const file = journalFile(directory);
  if (!existsSync(file)) throw new Error(`${directory} holds no journal`);
  const lock = lockToWrite(directory);
  try {
    const database = openDatabase(directory, "FULL");
    try {
      database.pragma("wal_checkpoint(TRUNCATE)");
      const before_bytes = statSync(file).size;
      const used_bytes = before_bytes - pragma(database, "page_size") * pragma(database, "freelist_count");
      const { bavail, bsize } = statfsSync(directory);
      if (bavail * bsize < 2 * used_bytes) {
        throw new Error(`compacting needs ${2 * used_bytes} bytes of free room, ${directory} has ${bavail * bsize}`);
      }
      // SQLite holds what it writes anew in memory or in /tmp otherwise
      process.env.SQLITE_TMPDIR = directory;
      database.pragma("temp_store = FILE");
      database.exec("VACUUM");
      database.pragma("wal_checkpoint(TRUNCATE)");
      return { before_bytes, after_bytes: statSync(file).size };
    } finally {
      database.close();
    }
  } finally {
    lock.release();
  }
}

function partsOf(database: Database.Database): { name: string; bytes: number }[] {
  const rows = database
    .prepare(`
      SELECT tbl_name AS name, sum(pgsize) AS bytes
      FROM dbstat JOIN sqlite_schema USING (name) WHERE aggregate = TRUE GROUP BY tbl_name ORDER BY bytes DESC`)
    .all() as { name: string; bytes: number }[];
  return rows.map(({ name, bytes }) => ({ name: names[name] ?? name, bytes }));
}

function pragma(database: Database.Database, name: string): number {
  return Object.values((database.pragma(name) as Record<string, number>[])[0] ?? {})[0] ?? 0;
}

function sizeOfFile(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
