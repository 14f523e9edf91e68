import type { BatteryName } from "../power/kitType";

/** What one kit of a recording measured. */
export interface RecordedKit {
  kitId: string;
  battery: BatteryName;
  /** The usual time between two rows; where more lies between them, nothing was recorded. */
  interval_s: number;
  /** Unix time of each row, in seconds, rising. */
  times_s: number[];
  /** Numbers of the rows, rising; those of rows that were not recorded are left out. */
  sequences: number[];
  /** Rows in the columns of the wire; sequence and time are filled in. */
  rows: number[][];
}

/** Field data, turned into kits. */
export interface Recording {
  site: string;
  kits: RecordedKit[];
}

/** Where to, and as whom, a recording is played. */
export interface ReplayOptions {
  recording: Recording;
  host: string;
  port: number;
  /** Secrets by kit id. */
  secrets: ReadonlyMap<string, string>;
  /** Seconds of the recording per second, or undefined for as fast as possible. */
  speed?: number;
  /** Told how many readings have been acknowledged. */
  onProgress?: (acknowledged: number) => void;
  /** Told, again and again, while the broker does not answer. */
  onOutage?: () => void;
  signal?: AbortSignal;
}
