import { isKitId } from "@yeelen/shared/topics";
import type Database from "libsql";
import { bytesOf } from "./database";
import { safeColumns, safeRow } from "./safeText";
import { batteries, clocks } from "./kits";

/** A row of the register. */
export interface KitRow {
  id: number;
  code: string;
  site: string;
  clock: string;
  battery: string;
  secret_hash: Buffer | ArrayBuffer;
  added_ms: number;
}

const HASH_bytes = 32;

/** Whether a row is one that the register would hold. */
export function isKitRow({ code, site, clock, battery, secret_hash, added_ms }: KitRow): boolean {
  if (typeof code !== "string" || typeof site !== "string" || typeof added_ms !== "number") return false;
  const isHash = Buffer.isBuffer(secret_hash) || secret_hash instanceof ArrayBuffer;
  if (!isHash || secret_hash.byteLength !== HASH_bytes) return false;
  return (
    isKitId(code) && (clocks as readonly string[]).includes(clock) && (batteries as readonly string[]).includes(battery)
  );
}

/** Adds a row, unless there is one with its id or code. */
export function addKit(
  target: Database.Database,
  { id, code, site, clock, battery, secret_hash, added_ms }: KitRow,
): void {
  target
    .prepare(
      "INSERT OR IGNORE INTO kit (id, code, site, clock, battery, secret_hash, added_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .run(id, code, site, clock, battery, bytesOf(secret_hash), added_ms);
}

/** What the index over the codes knows, which lies elsewhere in the file; undefined where it cannot be read. */
export function sureCodes(damaged: Database.Database): Set<string> | undefined {
  try {
    const columns = ["id", "code"];
    const rows = damaged
      .prepare(`SELECT ${safeColumns(columns)} FROM kit INDEXED BY sqlite_autoindex_kit_1 ORDER BY code`)
      .all() as Record<string, unknown>[];
    return new Set(rows.map((row) => safeRow(row, columns)).map(({ id, code }) => `${String(id)} ${String(code)}`));
  } catch {
    return undefined;
  }
}
