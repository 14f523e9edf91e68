import type { Happening } from "../happenings/kinds";

/** One kit's day, in the order of `KIT_DAY_FIELDS`. */
export interface KitDay {
  /** Energy that the panel gave, that the household's outputs took, and that the controller itself took. */
  panel_Wh: number;
  load_Wh: number;
  controller_Wh: number;
  /** Hours in which at least one lamp gave light. */
  light_h: number;
  /** Lowest true state of charge of the day, 0 to 1. */
  lowestStateOfCharge: number;
  /** Hours in which the kit had switched its outputs off because the battery was low, or was without power. */
  disconnected_h: number;
  /** Hours in which the kit could have reached the server. */
  reachable_h: number;
  /** Reports that reached the server, bytes of all reports sent and of all acknowledgements heard. */
  reports: number;
  sent_B: number;
  received_B: number;
  /** Readings that the kit had to drop because its memory was full. */
  dropped: number;
}

export const KIT_DAY_FIELDS = [
  "panel_Wh",
  "load_Wh",
  "controller_Wh",
  "light_h",
  "lowestStateOfCharge",
  "disconnected_h",
  "reachable_h",
  "reports",
  "sent_B",
  "received_B",
  "dropped",
] as const satisfies readonly (keyof KitDay)[];

/** Writes the day of the kit at `index` among those of a fleet or a part of it. */
export function writeKitDay(kitDays: Float32Array, index: number, day: KitDay): void {
  KIT_DAY_FIELDS.forEach((field, f) => {
    kitDays[index * KIT_DAY_FIELDS.length + f] = day[field];
  });
}

/** What a simulated kit measured, for drawing: one value a reading, NaN where nothing was measured. */
export interface ExampleKit {
  kit: string;
  site: string;
  /** Why it is shown: `healthy`, or the kind of the happening that it shows. */
  why: string;
  time_ms: number[];
  battery_V: number[];
  stateOfCharge_pct: number[];
  panel_W: number[];
  /** Lamps switched on, 0 to 3. */
  lamps: number[];
}

/** What is left of a simulation at its end: small, whatever its length. */
export interface RunSummary {
  scenario: string;
  description: string;
  seed: number;
  start_ms: number;
  days: number;
  /** How long it took, in real time. */
  took_s: number;
  kits: { kit: string; site: string; region: string }[];
  /** `KIT_DAY_FIELDS.length` values for each day of each kit: index `(kit * days + day) * fields + field`. */
  kitDays: Float32Array;
  happenings: Happening[];
  examples: ExampleKit[];
}
