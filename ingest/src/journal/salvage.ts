import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { journalFile, lockToWrite, openDatabase } from "./database";
import { keepDroppedOf } from "./salvagedNumbering";
import { type RawRow, readRawPages } from "./rawPages";
import { refold } from "./refolding";
import { rowsOf } from "./salvagedRows";
import { SalvagedReports } from "./salvagedReports";
import { addKit, isKitRow, type KitRow, sureCodes } from "./salvagedKits";
import { verify } from "./verification";

/** What was saved of a damaged journal. */
export interface Salvaged {
  reports: number;
  readings: number;
  /** Positions that are missing between the oldest report that was saved and the newest that was known. */
  lostReports: number;
  /** Kits that have fewer readings than before, or of which that is not known any more. */
  kits: { kit: string; readings: number; before: number | null; gaps: number }[];
  /** What else is to be known. */
  notes: string[];
}

/** Tables that are copied as far as they can be read. */
const OTHER_TABLES = [
  "command",
  "event",
  "attempt",
  "fault_mark",
  "person_report",
  "quarantine",
  "cursor",
  "listening",
  "lamp_day",
  "upkeep",
] as const;

/**
 * Copies what can be read of a damaged journal into a new data directory. Of reports, only what is as it was written
 * is taken: by its checksum, by decoding it, and by what is known of its readings. What follows from reports is made anew.
 *
 * @throws Error where a service runs on the directory, the new one is not empty, or the disk has no room
 */
export function salvage(
  directory: string,
  into: string,
  onProgress: (done: number, total: number) => void = () => undefined,
): Salvaged {
  if (!existsSync(journalFile(directory))) throw new Error(`${directory} holds no journal`);
  if (existsSync(into) && readdirSync(into).length > 0) throw new Error(`${into} is not empty: name a new directory`);
  const lock = lockToWrite(directory);
  const copy = join(into, "damaged.sqlite");
  try {
    mkdirSync(into, { recursive: true, mode: 0o700 });
    const damaged = openCopy(directory, copy);
    const target = openDatabase(into, "FULL");
    try {
      return fill(target, damaged, { copy, directory, into, onProgress });
    } finally {
      target.close();
      damaged?.close();
    }
  } finally {
    for (const end of ["", "-wal", "-shm"]) rmSync(copy + end, { force: true });
    lock.release();
  }
}

/** A copy with its write-ahead log folded in, as far as SQLite finds it whole; undefined where there is no way into it. */
function openCopy(directory: string, copy: string): Database.Database | undefined {
  const source = journalFile(directory);
  copyFileSync(source, copy);
  if (existsSync(`${source}-wal`)) copyFileSync(`${source}-wal`, `${copy}-wal`);
  const database = new Database(copy);
  try {
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.prepare("SELECT count(*) FROM sqlite_schema").all();
    return database;
  } catch {
    database.close();
    return undefined;
  }
}

interface Places {
  copy: string;
  directory: string;
  into: string;
  onProgress: (done: number, total: number) => void;
}

function fill(target: Database.Database, damaged: Database.Database | undefined, places: Places): Salvaged {
  const notes: string[] = [];
  target.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
  const reports = new SalvagedReports(target);
  const kits = damaged ? readKits(target, damaged, notes) : false;
  const isWhole = damaged !== undefined && reports.takeFrom(damaged) && kits;
  if (!isWhole) readRaw(target, reports, places);
  if (damaged) copyOthers(target, damaged, notes);
  else notes.push("Commands, events, quarantine and cursors could not be read; exports begin anew.");
  addMissingKits(target, notes);
  const newest = Math.max(reports.newest(), newestKnown(damaged));
  if (damaged) keepDroppedOf(damaged, target);
  refold(target, () => undefined);
  // an exporter that was further than what is left would leave out what comes
  target.prepare("UPDATE cursor SET position = min(position, ?)").run(reports.newest());
  target.exec("COMMIT");
  target.pragma("wal_checkpoint(TRUNCATE)");
  const found = verify(target);
  notes.push(...found.problems, ...keyNotes(places));
  return {
    reports: found.reports,
    readings: found.readings,
    lostReports: newest === 0 ? 0 : newest - Math.max(reports.oldest(), 1) + 1 - found.reports,
    kits: changedKits(target, damaged),
    notes,
  };
}

/** Returns whether all of the register could be read. */
function readKits(target: Database.Database, damaged: Database.Database, notes: string[]): boolean {
  const { rows, isWhole } = rowsOf(damaged, "kit");
  const sure = sureCodes(damaged);
  for (const row of rows as unknown as KitRow[]) {
    if (!isKitRow(row)) continue;
    addKit(target, row);
    if (sure && !sure.has(`${row.id} ${row.code}`)) {
      notes.push(`The register has ${row.code}, but its index does not: look whether there is such a kit.`);
    }
  }
  return isWhole && rows.length > 0;
}

function readRaw(target: Database.Database, reports: SalvagedReports, { copy, into, onProgress }: Places): void {
  const scratch = join(into, "pages.sqlite");
  const onRow = (row: RawRow) => {
    if (reports.takeRaw(row)) return;
    const { id, a: code, b: site, c: clock, d: battery, e: secret_hash, f: added_ms } = row;
    const kit = { id, code, site, clock, battery, secret_hash, added_ms } as KitRow;
    if (isKitRow(kit)) addKit(target, kit);
  };
  readRawPages(copy, scratch, onRow, onProgress);
}

function copyOthers(target: Database.Database, damaged: Database.Database, notes: string[]): void {
  for (const table of OTHER_TABLES) {
    const { rows, columns, isWhole } = rowsOf(damaged, table);
    if (!isWhole) notes.push(`Of the table "${table}" ${rows.length} rows could be read.`);
    if (columns.length === 0) continue;
    const marks = columns.map(() => "?").join(", ");
    const insert = target.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(", ")}) VALUES (${marks})`);
    for (const row of rows) {
      try {
        insert.run(...columns.map((column) => row[column]));
      } catch {
        // a row that the table would not take was not written by it
      }
    }
  }
}

/** Registers kits of which only reports are left, so that these can be read. Nobody can sign in as one of them. */
function addMissingKits(target: Database.Database, notes: string[]): void {
  const known = new Set((target.prepare("SELECT id FROM kit").all() as { id: number }[]).map(({ id }) => id));
  for (const id of new SalvagedReports(target).kits()) {
    if (known.has(id)) continue;
    const code = `lost-${id}`;
    addKit(target, {
      id,
      code,
      site: "unknown",
      clock: "server",
      battery: "lifepo4-4s",
      secret_hash: randomBytes(32),
      added_ms: 0,
    });
    notes.push(`The register lost a kit: its readings are there as ${code}; register the kit anew.`);
  }
}

function newestKnown(damaged: Database.Database | undefined): number {
  if (!damaged) return 0;
  const { rows } = rowsOf(damaged, "cursor");
  return Math.max(0, ...rows.filter(({ consumer }) => consumer === "index").map(({ position }) => Number(position)));
}

function changedKits(target: Database.Database, damaged: Database.Database | undefined): Salvaged["kits"] {
  const before = new Map(
    damaged ? rowsOf(damaged, "kit_state").rows.map(({ kit, readings }) => [Number(kit), Number(readings)]) : [],
  );
  const rows = target
    .prepare(`
      SELECT kit.id AS id, code AS kit, coalesce(readings, 0) AS readings, coalesce(gaps, 0) AS gaps
      FROM kit LEFT JOIN kit_state ON kit_state.kit = kit.id ORDER BY code`)
    .all() as { id: number; kit: string; readings: number; gaps: number }[];
  return rows
    .map(({ id, ...row }) => ({ ...row, before: before.get(id) ?? null }))
    .filter(({ before: had, readings }) => had !== readings && (had !== null || readings > 0));
}

/** Takes the key of the kits' secrets along. */
function keyNotes({ directory, into }: Places): string[] {
  if (!existsSync(join(directory, "secret.key"))) {
    return ["There is no secret.key: no kit can sign in. Take it from a backup."];
  }
  copyFileSync(join(directory, "secret.key"), join(into, "secret.key"));
  return [];
}
