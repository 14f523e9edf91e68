import type { BatteryProfile } from "./battery";

/** What a kit is told once, when it starts. Portable. */
export interface KitSettings {
  /** The life of this numbering: a random 32-bit number, kept in flash beside the numbers. */
  incarnation: number;
  /** The first sequence of this boot, above every sequence used before. */
  firstSequence: number;
  /** Counts the starts of the kit. */
  boot: number;
  /** Index into `resetCauses` of the contract. */
  resetCause: number;
  /** A version such as 0.1.0. */
  firmware: string;
  /** Unix time in seconds at uptime 0 for a board with a clock of its own, 0 for one without. */
  clock_s: number;
  /** Time between two uploads; the first one is made at once after a start. 0 = at every reading. */
  uploadInterval_s: number;
  /** How many readings the kit holds until they are acknowledged. */
  ringCapacity: number;
  /** How many readings travel in one report at most. */
  readingsPerReport: number;
  battery: BatteryProfile;
  /** What flash held of the counters; absent where it held none. */
  counters?: number[];
}

/** The version that every report carries. */
export const FIRMWARE_VERSION = "0.1.0";

/** A reading takes 96 bytes of the chip's 64 kB heap; a report is put together beside them. */
export const RING_CAPACITY = 120;
export const READINGS_PER_REPORT = 24;

/** How often the kit looks at its battery and whether there is a network. */
export const CONTROL_INTERVAL_s = 60;

/** How long a kit waits for an acknowledgement before it sends the readings again. */
export const ACK_TIMEOUT_s = 30;

/** The first pause after a refusal; it doubles with each further one, up to the longest. */
export const REFUSAL_PAUSE_s = 60;
export const LONGEST_REFUSAL_PAUSE_s = 21600;
