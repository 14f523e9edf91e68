import type Database from "libsql";
import { Reader } from "@yeelen/shared/wire/reader";
import { blockChecksum, lampChecksum } from "./checksum";
import { bytesOf } from "./database";
import {
  decodeRecord,
  mostBytesOf,
  type NewRecord,
  NO_LAMPS,
  putUnsigned,
  type ReportRecord,
  writeRecord,
} from "./record";

/**
 * Where a block is full. Large enough that its row costs little beside the reports in it, small enough
 * that one report is read without many others: a kit's reports lie in as many blocks as it sent reports.
 */
const FULL_bytes = 16 * 1024;
/** How many blocks are read at a time by who reads on. */
const BLOCKS_AT_A_TIME = 16;

/** A block as it lies in the database, with its lamp sections where it has any. */
export interface BlockRow {
  position: number;
  received_ms: number;
  reports: Buffer | ArrayBuffer;
  lamps: Buffer | ArrayBuffer | null;
}

/** A report and its position in the journal. */
export interface PositionedRecord {
  position: number;
  record: ReportRecord;
}

/**
 * The reports, one after the other as they were committed. Those of one commit lie together in
 * blocks, their lamp sections apart, so that these can be let go without touching the rest. The
 * position of a report is that of its block plus its place in it.
 */
export class BlockStore {
  private readonly insert;
  private readonly insertLamps;
  private readonly around;
  private readonly from;
  private readonly last;
  private readonly folded;
  /** The block that is being filled, and its lamp sections. */
  private reports: Buffer = Buffer.allocUnsafe(2 * FULL_bytes);
  private lamps: Buffer = Buffer.allocUnsafe(2 * FULL_bytes);
  private reports_bytes = 0;
  private lamps_bytes = 0;
  private count = 0;
  private block_ms = 0;
  private hasLamps = false;
  /** The position of the next report; 0 where it is not known yet. */
  private next = 0;
  private lastRead: { first: number; records: ReportRecord[] } | undefined;

  constructor(database: Database.Database) {
    this.insert = database.prepare("INSERT INTO block (position, received_ms, checksum, reports) VALUES (?, ?, ?, ?)");
    this.insertLamps = database.prepare("INSERT INTO lamp_block (position, checksum, lamps) VALUES (?, ?, ?)");
    const columns = `block.position AS position, received_ms, reports, lamps
      FROM block LEFT JOIN lamp_block ON lamp_block.position = block.position`;
    this.around = database.prepare(`SELECT ${columns} WHERE block.position <= ? ORDER BY block.position DESC LIMIT 1`);
    this.from = database.prepare(`SELECT ${columns} WHERE block.position >= ? ORDER BY block.position LIMIT ?`);
    this.folded = database.prepare("SELECT position FROM cursor WHERE consumer = 'index'");
    this.last = database.prepare("SELECT position, reports FROM block ORDER BY position DESC LIMIT 1");
  }

  /**
   * Adds a report. It is in the database once `flush` was called.
   *
   * @returns its position
   */
  append(record: NewRecord): number {
    if (this.next === 0) this.next = this.lastPosition() + 1;
    const { lampsStart, lampsEnd } = record;
    const lamps_bytes = lampsEnd - lampsStart;
    if (this.count === 0) this.block_ms = record.received_ms;
    this.reports = roomFor(this.reports, this.reports_bytes, mostBytesOf(record));
    this.reports_bytes = writeRecord(this.reports, this.reports_bytes, record, this.block_ms);
    this.lamps = roomFor(this.lamps, this.lamps_bytes, lamps_bytes + 4);
    this.lamps_bytes = putUnsigned(this.lamps, this.lamps_bytes, lamps_bytes);
    if (lamps_bytes > 0) {
      this.lamps_bytes += record.bytes.copy(this.lamps, this.lamps_bytes, lampsStart, lampsEnd);
      this.hasLamps = true;
    }
    this.count += 1;
    const position = this.next;
    this.next += 1;
    if (this.reports_bytes >= FULL_bytes) this.flush();
    return position;
  }

  /** Makes the next report that is appended that of a position, behind all that are there. */
  continueAt(position: number): void {
    if (position === this.next) return;
    this.flush();
    this.next = position;
  }

  /** Writes the block that is being filled. */
  flush(): void {
    if (this.count === 0) return;
    const position = this.next - this.count;
    const reports = this.reports.subarray(0, this.reports_bytes);
    this.insert.run(position, this.block_ms, blockChecksum(position, this.block_ms, reports), reports);
    if (this.hasLamps) {
      const lamps = this.lamps.subarray(0, this.lamps_bytes);
      this.insertLamps.run(position, lampChecksum(position, lamps), lamps);
    }
    this.clear();
  }

  /** Forgets what a transaction that was rolled back had added. */
  forget(): void {
    this.clear();
    this.next = 0;
    this.lastRead = undefined;
  }

  /** The position of the newest report that was appended; 0 where there is none. */
  lastPosition(): number {
    return this.next > 0 ? this.next - 1 : this.newestPosition();
  }

  /** The position of the newest report in the database, whoever appended it; 0 where there is none. */
  newestPosition(): number {
    const kept = (this.folded.get() as { position: number } | undefined)?.position ?? 0;
    const row = this.last.get() as Pick<BlockRow, "position" | "reports"> | undefined;
    if (!row) return kept;
    const records = recordsOf({ ...row, received_ms: 0, lamps: null });
    // what was let go is not numbered again
    return Math.max(kept, row.position + records.length - 1);
  }

  /** The report at a position, or undefined where it was let go. */
  read(position: number): ReportRecord | undefined {
    let block = this.lastRead;
    if (!block || position < block.first || position >= block.first + block.records.length) {
      const row = this.around.get(position) as BlockRow | undefined;
      if (!row) return undefined;
      block = { first: row.position, records: recordsOf(row) };
      this.lastRead = block;
    }
    return block.records[position - block.first];
  }

  /** At most `limit` reports behind a position, in the order of their positions. */
  after(position: number, limit: number): PositionedRecord[] {
    const found: PositionedRecord[] = [];
    const holding = this.around.get(position + 1) as BlockRow | undefined;
    let from = holding?.position ?? 0;
    while (found.length < limit) {
      const rows = this.from.all(from, BLOCKS_AT_A_TIME) as BlockRow[];
      for (const row of rows) {
        recordsOf(row).forEach((record, i) => {
          if (row.position + i > position) found.push({ position: row.position + i, record });
        });
        from = row.position + 1;
      }
      if (rows.length < BLOCKS_AT_A_TIME) break;
    }
    return found.slice(0, limit);
  }

  private clear(): void {
    this.count = 0;
    this.reports_bytes = 0;
    this.lamps_bytes = 0;
    this.hasLamps = false;
  }
}

/** A buffer with room for more behind what it holds. */
function roomFor(buffer: Buffer, filled_bytes: number, more_bytes: number): Buffer {
  if (filled_bytes + more_bytes <= buffer.length) return buffer;
  const larger = Buffer.allocUnsafe(2 * (filled_bytes + more_bytes));
  buffer.copy(larger, 0, 0, filled_bytes);
  return larger;
}

/**
 * The reports of a block.
 *
 * @throws Error where the bytes are not reports
 */
export function recordsOf({ received_ms, reports, lamps }: BlockRow): ReportRecord[] {
  const bytes = bytesOf(reports);
  const records: ReportRecord[] = [];
  const lampBytes = lamps ? bytesOf(lamps) : undefined;
  const lampReader = lampBytes && new Reader(lampBytes, 0, lampBytes.length);
  for (let at = 0; at < bytes.length; ) {
    const { record, end } = decodeRecord(bytes, at, received_ms);
    if (lampReader && lampBytes) {
      const length = lampReader.unsigned();
      const start = lampReader.skip(length);
      record.lamps = length > 0 ? lampBytes.subarray(start, start + length) : NO_LAMPS;
    }
    records.push(record);
    at = end;
  }
  return records;
}
