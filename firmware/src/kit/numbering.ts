/**
 * Numbers that never repeat: a kit keeps in flash the first sequence that it has not set aside,
 * takes sequences only from blocks that it has set aside, and starts above them after a reset.
 * Portable.
 */

/** How many sequences are set aside with one write to flash. */
export const SEQUENCE_BLOCK = 256;

/** What flash keeps; -1 stands for what was never written. */
export interface StoredNumbering {
  incarnation: number;
  /** Every sequence below this one may have been used. */
  reserved: number;
  boot: number;
}

/** What a flash holds that is new or was erased. */
export const NEVER_WRITTEN: StoredNumbering = { incarnation: -1, reserved: -1, boot: -1 };

/** A number in [0, 1) of four random bytes. */
export function fractionOf(a: number, b: number, c: number, d: number): number {
  return (a + (b << 8) + (c << 16)) / 16777216 + d / 4294967296;
}

/**
 * The numbering of a boot, to be written to flash and read back before the first reading is taken.
 *
 * @param stored what flash held at start
 * @param random a random number in [0, 1), for a kit whose flash is new or was erased
 */
export function nextBoot(stored: StoredNumbering, random: number): StoredNumbering {
  if (stored.incarnation < 0 || stored.reserved < 0 || stored.boot < 0) {
    return { incarnation: 1 + Math.floor(random * 4294967294), reserved: SEQUENCE_BLOCK, boot: 1 };
  }
  return {
    incarnation: stored.incarnation,
    reserved: stored.reserved + SEQUENCE_BLOCK,
    boot: stored.boot + 1,
  };
}

/** The first sequence of a boot that `nextBoot` made. */
export function firstSequence(numbering: StoredNumbering): number {
  return numbering.reserved - SEQUENCE_BLOCK;
}
