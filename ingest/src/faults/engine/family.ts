import type { Evidence, FaultChart, FaultKind, FaultPart, Severity } from "@yeelen/shared/faults";
import type { Battery } from "../../journal/kits";
import type { PlacedReading } from "../../journal/readings";

/** What the engine has to know of a kit. */
export interface KitFacts {
  kit: string;
  site: string;
  battery: Battery;
}

/** What a report says beside its readings. */
export interface ReportFacts {
  /** Event time at which it was sent, Unix time in ms. */
  sent_ms: number;
  received_ms: number;
  incarnation: number;
  /** In the order of `counterNames`, or empty; `NOT_MEASURED` stands for what is absent. */
  counters: readonly number[];
  /** Triples [index into `eventKinds`, boot, uptime_s]. */
  events: readonly number[];
  /** Pairs [boot, index into `resetCauses`]. */
  boots: readonly (readonly [boot: number, cause: number])[];
}

/** A reading with the boot that took it; `NOT_MEASURED` where the report does not say. */
export interface FoldedReading extends PlacedReading {
  boot: number;
}

/** What was found on a part of a kit. */
export interface Finding {
  severity: Severity;
  /** Event time at which the condition began, as far as the readings tell, Unix time in ms. */
  since_ms: number;
  evidence: Evidence;
  chart?: FaultChart;
}

/** A kit on a day, as a family's reference sees it. */
export interface KitOnDay<Memory> {
  kit: KitFacts;
  /** What was remembered before the day. */
  memory: Memory;
  sums: Int32Array;
  at: number;
}

/** A day of a kit, and what can be said of it. */
export interface OnDay<Reference> {
  kit: KitFacts;
  /** UTC day, counted from 1970. */
  day: number;
  /** The day's sums are those from `at` on; all as they were cleared where nothing is known of the day. */
  sums: Int32Array;
  at: number;
  /** Whether a reading of this day is known. */
  hasReadings: boolean;
  /** Whether the kit has a reading of a later day, so that little is to be expected of this one. */
  isOver: boolean;
  /** Event time of the kit's newest reading of this day, Unix time in ms; the start of the day where there is none. */
  newest_ms: number;
  /** What the site's kits show together. */
  reference: Reference;
  /** Where the sums of so many days before begin, or -1 where nothing is known of that day. */
  past(days: number): number;
  isOpen(kind: FaultKind, part?: FaultPart): boolean;
  /** The condition holds: a fault begins at `raised_ms` (event time), or goes on. */
  set(kind: FaultKind, part: FaultPart, finding: Finding, raised_ms?: number): void;
  /** It may become a fault: shown as suspected, told to nobody. */
  suspect(kind: FaultKind, part: FaultPart, finding: Finding): void;
  /** The condition has ended; what was only suspected is forgotten. */
  clear(kind: FaultKind, part: FaultPart, cleared_ms?: number): void;
}

/**
 * Faults that are found from the same sums.
 *
 * `add` sums up the readings of a day so that any order gives the same sums: counts, sums of integers, minima and
 * maxima, nothing that depends on the reading before. `step` goes from day to day and is pure: what it says
 * follows from what it is given. It may be called again for the same day as more readings come in, and for days
 * without any. So the history of a kit follows from the set of its readings alone.
 */
export interface Family<Memory, Reference = undefined> {
  readonly name: string;
  /** How many integers of 32 bits it keeps of a day. */
  readonly slots: number;
  /** What is remembered before the first day. Plain data, never changed in place. */
  readonly start: Memory;
  /** Prepares a day whose sums are 0: for minima and maxima. */
  clear?(sums: Int32Array, at: number): void;
  add(sums: Int32Array, at: number, reading: FoldedReading, kit: KitFacts): void;
  addReport?(sums: Int32Array, at: number, report: ReportFacts, kit: KitFacts): void;
  /** What the kits of a site show on a day; only those with readings are given. */
  refer?(kits: readonly KitOnDay<Memory>[], day: number): Reference;
  /** Moves on by a day. @returns what is remembered behind it */
  step(memory: Memory, on: OnDay<Reference>): Memory;
}

// families of different memories stand in one list
export type AnyFamily = Family<unknown, unknown>;
