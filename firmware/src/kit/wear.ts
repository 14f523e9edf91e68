/**
 * What the kit's records cost the flash of its board. The runtime keeps them (`jd_fstor.c` of jacdac-c) as a log in one of
 * two halves of 8 kB: a record is added at the end, and where the log is full what is still valid moves to the other
 * half, which is erased for it.
 */

/** What the log has room for. */
export const FLASH_bytes = 8144;
/** Of it the settings with which a kit is set up: eighteen short ones. Estimated. */
export const SETUP_bytes = 700;
/** Before each record; a record is rounded up to 8 bytes. */
const RECORD_HEAD_bytes = 24;
const RECORD_UNIT_bytes = 8;
/** Erases that a sector is taken to bear: the figure that makers of serial NOR flash usually give. */
const LIFE_erases = 100000;

/** Bytes of the log that a record of so many bytes takes; a deleted one has none and still takes some. */
export function recordCost_bytes(size: number): number {
  return RECORD_HEAD_bytes + RECORD_UNIT_bytes * Math.max(1, Math.ceil(size / RECORD_UNIT_bytes));
}

/** What a kit writes. */
export interface FlashUse {
  /** Records of this many bytes in a day: pairs [size, how many]. */
  writes: [size_bytes: number, perDay: number][];
  /** Records that stay, by their size. */
  held: [size_bytes: number, count: number][];
}

export interface Wear {
  bytesPerDay: number;
  collectionsPerDay: number;
  /** Of each half. */
  erasesInFiveYears: number;
  /** Share of what the flash bears. */
  lifeUsed: number;
}

/** How far five years of such use wear the flash. */
export function wearOfFiveYears({ writes, held }: FlashUse): Wear {
  const bytesPerDay = sum(writes);
  // a collection leaves what is held; the log fills from there
  const collectionsPerDay = bytesPerDay / (FLASH_bytes - SETUP_bytes - sum(held));
  const erasesInFiveYears = (collectionsPerDay * 5 * 365.25) / 2;
  return { bytesPerDay, collectionsPerDay, erasesInFiveYears, lifeUsed: erasesInFiveYears / LIFE_erases };
}

/**
 * The worst there is: a phone that never comes, so that all records are full. Each hour the open slot (it grows to the
 * size of a record in about five hours), the counters, and what was dropped are written; with each new slot two older
 * records become one.
 */
export const NEVER_SENT: FlashUse = {
  writes: [
    [216, 24 + 5 + 5],
    [20, 24],
    [120, 24],
    [16, 1],
  ],
  held: [
    [216, 27],
    [20, 1],
    [120, 1],
    [16, 1],
  ],
};

function sum(records: [size_bytes: number, count: number][]): number {
  return records.reduce((bytes, [size, count]) => bytes + count * recordCost_bytes(size), 0);
}
