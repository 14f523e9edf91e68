import { Reader } from "@yeelen/shared/wire/reader";

/** Consecutive sequences of one group of a report that count as readings, and where they stand in time. */
export interface Run {
  group_index: number;
  first_sequence: number;
  last_sequence: number;
  /** Time of a row = this + its time column, see `timeOfRow`. */
  base_ms: number;
  /** Event times of the oldest and the newest reading, Unix time in ms. */
  from_ms: number;
  to_ms: number;
  /** No clock and no anchor said when it was. */
  estimated: boolean;
  /** Older than a reading of the kit that was there before it. */
  late: boolean;
}

/** A report as the journal holds it. */
export interface ReportRecord {
  kit: number;
  received_ms: number;
  incarnation: number;
  runs: Run[];
  /** The report without its lamp section, see `reportOf`. */
  core: Buffer;
  /** The lamp section; empty where there is none, or where it was let go. */
  lamps: Buffer;
}

const ESTIMATED = 1;
const LATE = 2;
/** Where a report says how many sections it has. */
const SECTION_COUNT = 2;
/** A record's head beside its runs, and each run, take no more. */
const HEAD_bytes = 40;
const RUN_bytes = 56;

/** A report that is to be kept. */
export interface NewRecord extends Pick<ReportRecord, "kit" | "received_ms" | "incarnation" | "runs"> {
  /** The report as it came. */
  bytes: Buffer;
  /** Its lamp section: the bytes [lampsStart, lampsEnd); both 0 where there is none. */
  lampsStart: number;
  lampsEnd: number;
}

/** No record takes more bytes than this in its block. */
export function mostBytesOf({ runs, bytes }: NewRecord): number {
  return HEAD_bytes + RUN_bytes * runs.length + bytes.length;
}

/**
 * Writes a record, but for its lamps, into a block of a time.
 *
 * @returns the index behind it
 */
export function writeRecord(block: Buffer, start: number, record: NewRecord, block_ms: number): number {
  const { kit, received_ms, incarnation, runs, bytes, lampsStart, lampsEnd } = record;
  let at = putUnsigned(block, start, kit);
  at = putSigned(block, at, received_ms - block_ms);
  at = putUnsigned(block, at, incarnation);
  at = putUnsigned(block, at, runs.length);
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i] as Run;
    block[at++] = (run.estimated ? ESTIMATED : 0) | (run.late ? LATE : 0);
    at = putUnsigned(block, at, run.group_index);
    at = putUnsigned(block, at, run.first_sequence);
    at = putUnsigned(block, at, run.last_sequence - run.first_sequence);
    at = putSigned(block, at, received_ms - run.base_ms);
    at = putSigned(block, at, run.from_ms - run.base_ms);
    at = putUnsigned(block, at, run.to_ms - run.from_ms);
  }
  at = putUnsigned(block, at, bytes.length - (lampsEnd - lampsStart));
  if (lampsEnd === 0) return at + bytes.copy(block, at);
  const core = at;
  at += bytes.copy(block, at, 0, lampsStart);
  // without its lamps it is a report all the same
  block[core + SECTION_COUNT] = (block[core + SECTION_COUNT] as number) - 1;
  return at + bytes.copy(block, at, lampsEnd);
}

/** Writes an integer of at least 0 as `Reader.unsigned` reads it. */
export function putUnsigned(buffer: Buffer, at: number, value: number): number {
  let left = value;
  let end = at;
  while (left >= 0x80) {
    buffer[end++] = (left % 128) + 128;
    left = Math.floor(left / 128);
  }
  buffer[end++] = left;
  return end;
}

function putSigned(buffer: Buffer, at: number, value: number): number {
  return putUnsigned(buffer, at, value < 0 ? -2 * value - 1 : 2 * value);
}

/**
 * Decodes the record that begins at an index of a block.
 *
 * @returns the record, its lamps empty, and the index behind it
 * @throws Error where the bytes are not a record
 */
export function decodeRecord(block: Buffer, start: number, block_ms: number): { record: ReportRecord; end: number } {
  const reader = new Reader(block, start, block.length);
  const kit = reader.unsigned();
  const received_ms = block_ms + reader.signed();
  const incarnation = reader.unsigned();
  const runs: Run[] = [];
  for (let left = reader.unsigned(); left > 0; left--) {
    const flags = reader.byte();
    const group_index = reader.unsigned();
    const first_sequence = reader.unsigned();
    const last_sequence = first_sequence + reader.unsigned();
    const base_ms = received_ms - reader.signed();
    const from_ms = base_ms + reader.signed();
    const to_ms = from_ms + reader.unsigned();
    const estimated = (flags & ESTIMATED) !== 0;
    const late = (flags & LATE) !== 0;
    runs.push({ group_index, first_sequence, last_sequence, base_ms, from_ms, to_ms, estimated, late });
  }
  const length = reader.unsigned();
  const at = reader.skip(length);
  const core = block.subarray(at, at + length);
  return { record: { kit, received_ms, incarnation, runs, core, lamps: NO_LAMPS }, end: at + length };
}

/** The report as it came, its sections maybe in another order; without its lamp section where that was let go. */
export function reportOf({ core, lamps }: Pick<ReportRecord, "core" | "lamps">): Buffer {
  if (lamps.length === 0) return core;
  const bytes = Buffer.concat([core, lamps]);
  bytes[SECTION_COUNT] = (bytes[SECTION_COUNT] as number) + 1;
  return bytes;
}

export const NO_LAMPS = Buffer.alloc(0);
