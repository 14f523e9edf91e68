import { chmodSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { bytesOf } from "./database";

/** The file of a data directory that keeps what was found, so that a start need not read the whole journal again. */
const FILE = "faults.sqlite";

/** What is known of a site, as bytes. */
export interface SavedSite {
  name: string;
  bytes: Buffer;
}

/** What was kept of the fault engine, up to a position of the journal. */
interface SavedFold {
  position: number;
  sites: SavedSite[];
}

/**
 * Keeps the fault engine's sums in a file of their own. It holds nothing that the journal does not: where it is
 * missing, damaged or of another version, the journal is read from the beginning.
 */
export class FoldFile {
  private readonly file: string;

  /**
   * @param directory data directory
   * @param version of the engine and its families: what another one left is not read
   */
  constructor(
    directory: string,
    private readonly version: string,
  ) {
    this.file = join(directory, FILE);
  }

  /** Replaces what is kept. All or nothing. */
  save(position: number, sites: readonly SavedSite[]): void {
    const database = this.open();
    try {
      database.exec("BEGIN IMMEDIATE");
      database.prepare("DELETE FROM site").run();
      const insert = database.prepare("INSERT INTO site (name, fold) VALUES (?, ?)");
      for (const { name, bytes } of sites) insert.run(name, bytes);
      database
        .prepare("INSERT OR REPLACE INTO kept (id, version, position) VALUES (1, ?, ?)")
        .run(this.version, position);
      database.exec("COMMIT");
    } finally {
      database.close();
    }
  }

  /** What is kept, or undefined where that is nothing, or nothing that can be used. */
  load(): SavedFold | undefined {
    if (!existsSync(this.file)) return undefined;
    try {
      const database = this.open();
      try {
        const kept = database.prepare("SELECT version, position FROM kept").get() as
          | { version: string; position: number }
          | undefined;
        if (kept?.version !== this.version) return undefined;
        const rows = database.prepare("SELECT name, fold FROM site").all() as {
          name: string;
          fold: Buffer | ArrayBuffer;
        }[];
        return { position: kept.position, sites: rows.map(({ name, fold }) => ({ name, bytes: bytesOf(fold) })) };
      } finally {
        database.close();
      }
    } catch {
      // a damaged file costs time, and nothing else
      for (const suffix of ["", "-wal", "-shm"]) rmSync(`${this.file}${suffix}`, { force: true });
      return undefined;
    }
  }

  private open(): Database.Database {
    const isNew = !existsSync(this.file);
    const database = new Database(this.file);
    if (isNew) chmodSync(this.file, 0o600);
    database.pragma("journal_mode = WAL");
    database.exec(`
      CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, version TEXT NOT NULL, position INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS site (name TEXT PRIMARY KEY, fold BLOB NOT NULL) WITHOUT ROWID;`);
    return database;
  }
}
