import { existsSync } from "node:fs";
import Database from "libsql";
import { type CheckedBlocks, checkNewestBlocks } from "./blockCheck";
import { journalFile } from "./database";
import { OLDEST_SCHEMA_VERSION, SCHEMA_VERSION } from "./schema";

/** What a look at a journal found, that changed nothing in it. */
export interface Inspection {
  version: number;
  /** What is damaged, in SQLite's words or those of the blocks' checksums; empty where nothing is. */
  damages: string[];
  /** What was looked at of the blocks; undefined where that could not be done. */
  blocks?: CheckedBlocks;
  /** Whether this program can read it, or bring it to the version that it can. */
  isKnown: boolean;
}

/** As much as a person reads of what is damaged. */
const DAMAGES_SHOWN = 5;

/**
 * Looks whether a journal can be read, all of its pages are sound, and blocks are as they were written. Takes as long
 * as reading all of it does, and for the blocks no longer than it is given; a running service goes on meanwhile.
 *
 * @param blocks_ms how long checksums of blocks may be looked at, the newest first
 * @returns undefined where there is no journal
 * @throws Error where the file cannot be opened at all
 */
export function inspectJournal(directory: string, blocks_ms: number): Inspection | undefined {
  const file = journalFile(directory);
  if (!existsSync(file)) return undefined;
  const database = new Database(file, { readonly: true });
  try {
    database.pragma("busy_timeout = 10000");
    const [row] = database.prepare("PRAGMA user_version").all() as { user_version: number }[];
    const version = row?.user_version ?? 0;
    const checks = database.prepare(`PRAGMA quick_check(${DAMAGES_SHOWN})`).all() as { quick_check: string }[];
    const damages = checks.map((check) => check.quick_check).filter((text) => text !== "ok");
    const isKnown = version === 0 || (version >= OLDEST_SCHEMA_VERSION && version <= SCHEMA_VERSION);
    if (damages.length > 0 || version !== SCHEMA_VERSION) return { version, damages, isKnown };
    const blocks = checkNewestBlocks(database, blocks_ms, DAMAGES_SHOWN);
    return { version, damages: blocks.problems, isKnown, blocks };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code !== "SQLITE_CORRUPT" && code !== "SQLITE_NOTADB") throw error;
    return { version: 0, damages: [message], isKnown: false };
  } finally {
    database.close();
  }
}
