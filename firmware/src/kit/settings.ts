import type { BatteryProfile } from "./battery";

/** A record of flash. Without bytes it is, or is to be, gone. */
export interface FlashWrite {
  key: string;
  bytes: Buffer;
}

/** The bytes of a record; none where flash does not hold it. */
export function recordOf(flash: FlashWrite[], key: string): Buffer {
  for (const record of flash) if (record.key === key) return record.bytes;
  return Buffer.alloc(0);
}

/** What a kit is told once, when it starts. Portable. */
export interface KitSettings {
  /** What the board's flash holds under the keys of `flashKeys`. */
  flash: FlashWrite[];
  /** A random number in [0, 1), another one at each start: numbers of a kit without flash never meet. */
  random: number;
  /** Index into `resetCauses` of the contract. */
  resetCause: number;
  /** A version such as 0.1.0. */
  firmware: string;
  /** Unix time in seconds at uptime 0 for a board with a clock of its own, 0 for one without. */
  clock_s: number;
  /** Time between two readings. */
  interval_s: number;
  /** Time between two uploads; the first one is made at once after a start. 0 = at every reading. */
  uploadInterval_s: number;
  /** Memory for the readings that wait for an acknowledgement. */
  ring_bytes: number;
  /** How many readings travel in one report at most. */
  readingsPerReport: number;
  battery: BatteryProfile;
  /**
   * Called again and again during long work. The chip's runtime ends a program that takes 131,072 steps at a stretch, so
   * there it puts the program to sleep for a moment; elsewhere it does nothing.
   */
  rest: () => void;
}

/** The version that every report carries. */
export const FIRMWARE_VERSION = "0.1.0";

/** About 1,400 readings of a simulated normal household, at 7.8 bytes; a fortnight at 15 minutes is 1,344. */
export const RING_bytes = 11000;
/** A row that is unpacked for a report takes some 300 bytes of the chip's heap. */
export const READINGS_PER_REPORT = 24;

/** How often the kit looks at its battery and whether there is a network. */
export const CONTROL_INTERVAL_s = 60;

/** How long a kit waits for an acknowledgement before it sends the readings again. */
export const ACK_TIMEOUT_s = 30;

/** The first pause after a refusal; it doubles with each further one, up to the longest. */
export const REFUSAL_PAUSE_s = 60;
export const LONGEST_REFUSAL_PAUSE_s = 21600;
