import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import type Database from "libsql";
import { CHECKED_BLOCKS } from "./blockCheck";
import { type BlockRow, recordsOf } from "./blocks";
import { blockChecksum, lampChecksum } from "./checksum";
import { bytesOf } from "./database";
import { KitNumbering, NumberingStore } from "./numbering";
import { type ReportRecord, reportOf } from "./record";
import { indexedPositions } from "./runIndex";

/** What was found in a journal. */
export interface Verified {
  blocks: number;
  reports: number;
  readings: number;
  /** Position of the newest report; 0 where there is none. */
  position: number;
  /** What is wrong; the first of each kind, with how many more there are. */
  problems: string[];
}

/** A block with its checksums. */
export type CheckedRow = BlockRow & { checksum: number; lamp_checksum: number | null };

/** So many problems are told one by one. */
const TOLD_PROBLEMS = 20;
/** So many kits' numberings are held in memory at a time. */
const MOST_KITS = 2000;

/** What SQLite itself finds wrong with a database, without looking at what it means. Empty where all is well. */
export function structuralProblems(database: Database.Database, isThorough = false): string[] {
  try {
    const rows = database.pragma(isThorough ? "integrity_check" : "quick_check") as Record<string, string>[];
    return rows.flatMap((row) => Object.values(row)).filter((text) => text !== "ok");
  } catch (error) {
    return [(error as Error).message];
  }
}

/**
 * Reads everything: whether every block is as it was written, every report decodes to the readings that the
 * journal says it brought, and whether index and numbering know them. Reads of one moment, also while a service writes.
 *
 * @param onProgress told the position up to which it has come, and the newest one
 */
export function verify(
  database: Database.Database,
  onProgress: (done: number, total: number) => void = () => undefined,
): Verified {
  const found: Verified = {
    blocks: 0,
    reports: 0,
    readings: 0,
    position: 0,
    problems: structuralProblems(database, true),
  };
  if (found.problems.length > 0) return found;
  database.exec("BEGIN");
  try {
    readAll(database, found, onProgress);
  } finally {
    database.exec("COMMIT");
  }
  const more = found.problems.length - TOLD_PROBLEMS;
  if (more > 0) found.problems.splice(TOLD_PROBLEMS, more, `and ${more} more`);
  return found;
}

function readAll(
  database: Database.Database,
  found: Verified,
  onProgress: (done: number, total: number) => void,
): void {
  const newest = (database.prepare("SELECT max(position) AS position FROM block").get() as { position: number | null })
    .position;
  const folded =
    (database.prepare("SELECT position FROM cursor WHERE consumer = 'index'").get() as { position: number } | undefined)
      ?.position ?? 0;
  const indexed = indexedPositions(database, folded);
  const known = new KnownReadings(database);
  const next = database.prepare(`${CHECKED_BLOCKS} WHERE block.position > ? ORDER BY block.position LIMIT 16`);
  for (let at = 0; ; ) {
    const rows = next.all(at) as CheckedRow[];
    for (const row of rows) {
      at = row.position;
      found.blocks += 1;
      const { records, problem } = checkedRecords(row);
      if (problem) found.problems.push(problem);
      records.forEach((record, i) => {
        const position = row.position + i;
        found.position = position;
        found.reports += 1;
        for (const { first_sequence, last_sequence } of record.runs)
          found.readings += last_sequence - first_sequence + 1;
        if (position > folded || record.runs.length === 0) return;
        if (!known.has(record)) found.problems.push(`report ${position} is not in the numbering`);
        if (!indexed.has(position, record)) found.problems.push(`report ${position} is not in the index`);
      });
    }
    onProgress(at, newest ?? 0);
    if (rows.length === 0) return;
  }
}

/** The reports of a block; where anything in it is wrong, none of them, and what is wrong. */
export function checkedRecords(row: CheckedRow): { records: ReportRecord[]; problem?: string } {
  const { position, received_ms, reports, checksum, lamps, lamp_checksum } = row;
  try {
    if (blockChecksum(position, received_ms, bytesOf(reports)) !== checksum)
      throw new Error("is not as it was written");
    const areLampsRight = !lamps || lampChecksum(position, bytesOf(lamps)) === lamp_checksum;
    const records = recordsOf(areLampsRight ? row : { ...row, lamps: null });
    records.forEach((record, i) => checkReport(record, position + i));
    return areLampsRight ? { records } : { records, problem: `lamps of block ${position}: not as they were written` };
  } catch (error) {
    return { records: [], problem: `block ${position}: ${(error as Error).message}` };
  }
}

/** @throws Error where a report does not hold the readings that it is said to have brought */
function checkReport(record: ReportRecord, position: number): void {
  if (record.runs.length === 0) return;
  const { groups } = decodeReport(reportOf(record)).frame;
  for (const { group_index, first_sequence, last_sequence } of record.runs) {
    const sequences = new Set(groups[group_index]?.rows.map((row) => row[Column.Sequence]));
    for (let sequence = first_sequence; sequence <= last_sequence; sequence++) {
      if (!sequences.has(sequence)) throw new Error(`report ${position} does not hold sequence ${sequence}`);
    }
  }
}

/** Looks up readings in the numbering, kit by kit. */
class KnownReadings {
  private readonly store;
  private readonly kits = new Map<number, KitNumbering>();

  constructor(database: Database.Database) {
    this.store = new NumberingStore(database);
  }

  has({ kit, incarnation, runs }: ReportRecord): boolean {
    let numbering = this.kits.get(kit);
    if (!numbering) {
      if (this.kits.size >= MOST_KITS) this.kits.clear();
      numbering = new KitNumbering(this.store, kit);
      this.kits.set(kit, numbering);
    }
    for (const { first_sequence, last_sequence } of runs) {
      for (let sequence = first_sequence; sequence <= last_sequence; sequence++) {
        if (!numbering.hasAny(incarnation, sequence, sequence)) return false;
      }
    }
    return true;
  }
}
