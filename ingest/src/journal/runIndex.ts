import { Reader } from "@yeelen/shared/wire/reader";
import { Writer } from "@yeelen/shared/wire/writer";
import type Database from "libsql";
import type { BlockStore, PositionedRecord } from "./blocks";
import { bytesOf } from "./database";
import type { ReportRecord, Run } from "./record";

/** Reports of a kit and incarnation that are indexed together, and what lies within them. */
export interface IndexEntry {
  kit: number;
  incarnation: number;
  first_sequence: number;
  last_sequence: number;
  from_ms: number;
  to_ms: number;
  /** In ascending order. */
  positions: number[];
}

type IndexRow = Omit<IndexEntry, "positions"> & { positions: Buffer | ArrayBuffer };

/** How many entries are looked at for the reading before or behind another one. */
const NEIGHBOURS = 16;

/**
 * Where the readings of a kit lie. Reports are appended in the order in which they come; an entry
 * says which sequences and times of a kit some of them span, so that its days are found at once.
 */
export class RunIndex {
  private readonly insert;
  private readonly spanning;
  private readonly between;
  private readonly below;
  private readonly above;
  private readonly every;

  constructor(
    database: Database.Database,
    private readonly blocks: BlockStore,
  ) {
    this.insert = database.prepare(`
      INSERT INTO run_index (kit, incarnation, first_sequence, last_sequence, from_ms, to_ms, positions)
      VALUES (?, ?, ?, ?, ?, ?, ?)`);
    const columns = "kit, incarnation, first_sequence, last_sequence, from_ms, to_ms, positions FROM run_index";
    this.spanning = database.prepare(`
      SELECT ${columns} WHERE kit = ? AND incarnation = ? AND first_sequence <= ? AND last_sequence >= ?`);
    this.between = database.prepare(`SELECT ${columns} WHERE kit = ? AND to_ms >= ? AND from_ms < ?`);
    this.below = database.prepare(`
      SELECT ${columns} WHERE kit = ? AND incarnation = ? AND first_sequence < ?
      ORDER BY last_sequence DESC LIMIT ${NEIGHBOURS}`);
    this.above = database.prepare(`
      SELECT ${columns} WHERE kit = ? AND incarnation = ? AND last_sequence > ?
      ORDER BY first_sequence LIMIT ${NEIGHBOURS}`);
    this.every = database.prepare(`SELECT ${columns} WHERE kit = ?`);
  }

  /** Adds an entry. Part of a transaction. */
  add({ kit, incarnation, first_sequence, last_sequence, from_ms, to_ms, positions }: IndexEntry): void {
    const buffer = Buffer.allocUnsafe(8 * (positions.length + 1));
    const writer = new Writer(buffer);
    let before = 0;
    for (const position of positions) {
      writer.unsigned(position - before);
      before = position;
    }
    this.insert.run(kit, incarnation, first_sequence, last_sequence, from_ms, to_ms, writer.finish());
  }

  /** The report that brought a reading, and the run that it is part of; undefined where it was let go. */
  find(kit: number, incarnation: number, sequence: number): (PositionedRecord & { run: Run }) | undefined {
    const rows = this.spanning.all(kit, incarnation, sequence, sequence) as IndexRow[];
    for (const { position, record } of this.recordsOf(rows)) {
      const run = record.runs.find(
        (one) => record.incarnation === incarnation && one.first_sequence <= sequence && one.last_sequence >= sequence,
      );
      if (run) return { position, record, run };
    }
    return undefined;
  }

  /** The reports of a kit that may hold readings with event times from `from_ms` up to `to_ms`, by position. */
  reportsBetween(kit: number, from_ms: number, to_ms: number): PositionedRecord[] {
    return this.recordsOf(this.between.all(kit, from_ms, to_ms) as IndexRow[]);
  }

  /** The newest reports of a kit that brought readings, the newest first. */
  newestReports(kit: number, limit: number): PositionedRecord[] {
    const positions = (this.every.all(kit) as IndexRow[]).flatMap(positionsOf).toSorted((a, b) => b - a);
    return this.read(positions.slice(0, limit));
  }

  /** The run with the highest sequences below one, or undefined. */
  before(kit: number, incarnation: number, sequence: number): Run | undefined {
    const runs = this.runsOf(this.below.all(kit, incarnation, sequence) as IndexRow[], incarnation);
    const lower = runs.filter(({ first_sequence }) => first_sequence < sequence);
    return lower.toSorted((a, b) => b.first_sequence - a.first_sequence)[0];
  }

  /** The run with the lowest sequences above one, or undefined. */
  behind(kit: number, incarnation: number, sequence: number): Run | undefined {
    const runs = this.runsOf(this.above.all(kit, incarnation, sequence) as IndexRow[], incarnation);
    const higher = runs.filter(({ first_sequence }) => first_sequence > sequence);
    return higher.toSorted((a, b) => a.first_sequence - b.first_sequence)[0];
  }

  private runsOf(rows: IndexRow[], incarnation: number): Run[] {
    return this.recordsOf(rows).flatMap(({ record }) => (record.incarnation === incarnation ? record.runs : []));
  }

  private recordsOf(rows: IndexRow[]): PositionedRecord[] {
    return this.read(rows.flatMap(positionsOf).toSorted((a, b) => a - b));
  }

  private read(positions: number[]): PositionedRecord[] {
    return positions.flatMap((position) => {
      const record = this.blocks.read(position);
      return record ? [{ position, record }] : [];
    });
  }
}

/**
 * Which reports the index knows, a bit a report. One whose readings are all older than the oldest entry of its kit
 * was let go from the index after its time: it counts as known.
 */
export function indexedPositions(
  database: Database.Database,
  newest: number,
): { has: (position: number, record: ReportRecord) => boolean } {
  const bits = new Uint8Array(Math.ceil((newest + 1) / 8));
  const oldest_ms = new Map<number, number>();
  const rows = database.prepare("SELECT kit, to_ms, positions FROM run_index").iterate();
  for (const row of rows as Iterable<Pick<IndexRow, "kit" | "to_ms" | "positions">>) {
    oldest_ms.set(row.kit, Math.min(oldest_ms.get(row.kit) ?? Infinity, row.to_ms));
    for (const position of positionsOf(row)) {
      if (position <= newest) bits[position >> 3] = (bits[position >> 3] as number) | (1 << (position & 7));
    }
  }
  return {
    has: (position, { kit, runs }) =>
      ((bits[position >> 3] as number) & (1 << (position & 7))) !== 0 ||
      runs.every(({ to_ms }) => to_ms < (oldest_ms.get(kit) ?? Infinity)),
  };
}

/** The reports of an entry, in ascending order. */
export function positionsOf({ positions }: { positions: Buffer | ArrayBuffer }): number[] {
  const bytes = bytesOf(positions);
  const reader = new Reader(bytes, 0, bytes.length);
  const found: number[] = [];
  let before = 0;
  while (reader.remaining() > 0) {
    before += reader.unsigned();
    found.push(before);
  }
  return found;
}
