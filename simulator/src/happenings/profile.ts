import type { Condition } from "../life/condition";
import type { Happening, Part } from "./kinds";

/** Lowest and highest value of an even draw. */
export type Range = readonly [low: number, high: number];

/** All that a simulation knows about a kind of happening: how it is drawn and what it does. */
export interface KindProfile {
  /** What happened, in a sentence. */
  meaning: string;
  /** What a severity of 1 stands for. */
  severityMeans: string;
  /** The parts it can befall; one of them is drawn. */
  parts: readonly Part[];
  /** Severities that are drawn. [1, 1] = all or nothing. */
  severity: Range;
  /** Share of cases that have the highest severity of all, whatever the range says; absent = none. */
  outrightShare?: number;
  course_h: Range;
  /** Share of cases that come at once, whatever the range of the course says; absent = none. */
  suddenShare?: number;
  /** How long it lasts by itself. "stays": until somebody repairs it, and for ever if nobody does. */
  duration_h: Range | "stays";
  /**
   * When in the day it begins. "midnight" where it is lived through in whole days, "night" where it
   * is done in the dark, "day" where people are up; absent = at any time.
   */
  begins?: "midnight" | "night" | "day";
  /**
   * Two happenings of the same group never meet on one kit: they contradict each other or cannot be
   * told apart. "part" = only on the same part.
   */
  group: string;
  /** Leaves a kit in the dark or without charge, so that no other fault of it could be seen. */
  hides?: true;
  /** A one-time act on the board at the onset; nothing goes on afterwards, so nothing is repaired. */
  boardAct?: "erase-flash" | "swap-board";
  /**
   * Writes what it does into a condition that others may have written to.
   *
   * @param amount severity reached by now, above 0 and up to 1
   */
  apply(condition: Condition, amount: number, happening: Happening, now_ms: number): void;
}

/** Share that is lost in all where one share and then another of what is left is lost. */
export function lose(lost: number, further: number): number {
  return 1 - (1 - lost) * (1 - further);
}

/** A range of days or of weeks, in hours. */
export const days_h = (low: number, high: number): Range => [low * 24, high * 24];
export const weeks_h = (low: number, high: number): Range => days_h(7 * low, 7 * high);
