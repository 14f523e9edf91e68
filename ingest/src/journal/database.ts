import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { OLDEST_SCHEMA_VERSION, SCHEMA_VERSION, schema } from "./schema";

/**
 * Opens the journal's database in a data directory, making both where they are missing.
 * Commits are synced to the disk before they return.
 *
 * @throws Error where the directory cannot be used or holds a journal of a version that cannot be read
 */
export function openDatabase(directory: string): Database.Database {
  try {
    if (!existsSync(directory)) mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`data directory ${directory} cannot be made: ${(error as Error).message}`, { cause: error });
  }
  const file = journalFile(directory);
  const isNew = !existsSync(file);
  const database = new Database(file);
  if (isNew) chmodSync(file, 0o600);
  database.pragma("busy_timeout = 10000");
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
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
  if (version < SCHEMA_VERSION) {
    database.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
  }
  return database;
}

/** Where the journal lies within a data directory. */
export function journalFile(directory: string): string {
  return join(directory, "journal.sqlite");
}

function versionOf(database: Database.Database): number {
  const [row] = database.prepare("PRAGMA user_version").all() as { user_version: number }[];
  return row?.user_version ?? 0;
}

/** A BLOB as a buffer: the driver gives one from `get` and a bare `ArrayBuffer` from `all`. */
export function bytesOf(blob: Buffer | ArrayBuffer): Buffer {
  return Buffer.isBuffer(blob) ? blob : Buffer.from(blob);
}
