/**
 * A slot: up to a few dozen readings, one after the other, of one boot of one incarnation, packed by `RowPacker`
 * behind a header. It is small enough for one record of flash. Portable.
 */
export const enum Slot {
  /** Bytes of the slot with its header. */
  Size = 0,
  /** How many readings. */
  Count = 1,
  /** Low half: it keeps every 2^level-th reading, by its sequence, and has the sequences divided by that. High half: 1 + index into `resetCauses`, 0 where it is not known. */
  Level = 2,
  /** Its record of flash, `NO_KEY` where it has none; `UNSAVED` is added while it holds what no record had yet. */
  Key = 3,
  Incarnation = 4,
  Boot = 8,
  /** The last server time that the kit knew in the boot, and its uptime then; `NO_ANCHOR` where it knew none. */
  AnchorUptime_s = 12,
  AnchorTime_s = 16,
  /** Sequences of the first and the last reading. */
  First = 20,
  Last = 24,
  Rows = 28,
}

/** A record of flash has room for 220 bytes; this leaves a version and a checksum beside the slot. */
export const SLOT_bytes = 213;
/** The count is one byte. */
export const MOST_ROWS = 255;
export const NO_KEY = 127;
export const UNSAVED = 128;
export const NO_ANCHOR = 0xffffffff;
/** Every 128th reading: 32 hours at 15 minutes. */
export const COARSEST = 7;
/** A level has four bits. What does not fit a record of flash even so is not kept there. */
export const MOST_LEVEL = 15;

/** Writes an integer of 32 bits. */
export function put(bytes: Buffer, at: number, value: number): void {
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >> 8) & 0xff;
  bytes[at + 2] = (value >> 16) & 0xff;
  bytes[at + 3] = (value >> 24) & 0xff;
}

/** Whether one of the ranges (pairs [first, last], one after the other) holds all from `first` to `last`. */
export function isIn(ranges: number[], first: number, last: number): boolean {
  for (let i = 0; i + 1 < ranges.length; i = i + 2) {
    if (first >= (ranges[i] as number) && last <= (ranges[i + 1] as number)) return true;
  }
  return false;
}
