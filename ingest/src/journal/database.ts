import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { OLDEST_SCHEMA_VERSION, SCHEMA_VERSION, schema } from "./schema";

/** How long a connection waits for another one that writes. */
export const BUSY_ms = 10_000;
/** The write-ahead log is folded into the database at this size, 32 MB: seldom under load, and read fast after a crash. */
const CHECKPOINT_pages = 8000;

/**
 * Opens the journal's database in a data directory, making both where they are missing.
 * Where `synchronous` is FULL, commits are synced to the disk before they return. `migrate` brings an older one up to date.
 *
 * @throws Error where the directory cannot be used or holds a journal of a version that cannot be read
 */
export function openDatabase(directory: string, synchronous: "FULL" | "NORMAL"): Database.Database {
  try {
    if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`data directory ${directory} cannot be made: ${(error as Error).message}`, { cause: error });
  }
  const file = journalFile(directory);
  const isNew = !existsSync(file);
  const database = new Database(file);
  if (isNew) chmodSync(file, 0o600);
  database.pragma(`busy_timeout = ${BUSY_ms}`);
  database.pragma("journal_mode = WAL");
  database.pragma(`synchronous = ${synchronous}`);
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_pages}`);
  const version = versionOf(database);
  if (version > SCHEMA_VERSION) {
    database.close();
    throw new Error(
      `${file} was written by a newer Yeelen (journal version ${version}, this one knows ${SCHEMA_VERSION})`,
    );
  }
  if (version > 0 && version < OLDEST_SCHEMA_VERSION) {
    database.close();
    throw new Error(
      `${file} is of before the first release (journal version ${version}): move it away, or name another directory with --data`,
    );
  }
  if (version === 0) fill(database);
  return database;
}

/** What keeps other writers away from a data directory. */
export interface WriteLock {
  release: () => void;
}

/**
 * Takes the lock of a data directory's one writer. It is let go when the process ends, too, however it does.
 *
 * @throws Error where another writer has it
 */
export function lockToWrite(directory: string): WriteLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = new Database(join(directory, "writer.lock"));
  try {
    lock.pragma("journal_mode = DELETE");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw new Error(`another service is running on ${directory}: stop it, or name another directory with --data`, {
      cause: error,
    });
  }
  return {
    release: () => {
      // the driver closes a file only once nothing refers to it any more
      lock.exec("ROLLBACK");
      lock.close();
    },
  };
}

/** Where the journal lies within a data directory. */
export function journalFile(directory: string): string {
  return join(directory, "journal.sqlite");
}

function fill(database: Database.Database): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    // another process may have done it meanwhile
    if (versionOf(database) === 0) database.exec(`${schema} PRAGMA user_version = ${SCHEMA_VERSION};`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** The version of a journal; 0 where nothing is in it yet. */
export function versionOf(database: Database.Database): number {
  const [row] = database.prepare("PRAGMA user_version").all() as { user_version: number }[];
  return row?.user_version ?? 0;
}

/** A BLOB as a buffer: the driver gives one from `get` and a bare `ArrayBuffer` from `all`. */
export function bytesOf(blob: Buffer | ArrayBuffer): Buffer {
  return Buffer.isBuffer(blob) ? blob : Buffer.from(blob);
}
