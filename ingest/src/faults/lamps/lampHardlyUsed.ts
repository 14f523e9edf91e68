import type { FaultPart } from "@yeelen/shared/faults";
import type { KitOnDay, OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { afterDay, chanceOf, type Habit, noHabit } from "./lampHabit";
import { holdOf_min, LAMPS, type Lamp, useOf, WORKING_mW } from "./lampSums";

/**
 * A lamp hardly ever draws power while the lamps around it do. It may be unplugged or not wanted, and what
 * does not judge its lamps itself may have a broken one: telemetry cannot tell these apart, so it is a notice.
 *
 * Set by either of two comparisons:
 * - with its neighbours: over the last 31 days, 28 of them measured, it has worked less than three hundredths as long as the
 *   median of the other lamps of its site, and that median is at least an hour a day. In the Kigeme field data (HEED,
 *   Cogent Labs; 60 lamps, a month) the lamps that hardly worked lie below 2 % of the others' median and all other lamps above
 *   75 %; a lamp outside that is lit on one evening in ten, and wanted, lies at 5 %;
 * - with its own past: for twelve days or more on which another lamp of the kit worked it has not (eight in a row have a bright
 *   moon, which saves a lamp outside), and a household with its habits would leave it dark for so long less than once in two
 *   thousand times.
 *
 * Cleared when it has worked a tenth as long as its neighbours (or they half an hour a day or less), and on two
 * days. What does not count as measured: days on which the lamp is known to be broken, and readings at
 * which it is switched off for want of charge.
 */
const RAISED_BELOW = 0.03;
const CLEARED_FROM = 0.1;
const NEIGHBOURS_RAISE_share = 1 / 24;
const NEIGHBOURS_CLEAR_share = 0.5 / 24;
const JUDGED_days = 31;
const MEASURED_AT_LEAST_min = 28 * 24 * 60;
const NEIGHBOURS_AT_LEAST = 3;
/** Where so few of the neighbours have told of a day yet, those of the day before are taken. */
const ENOUGH_OF_BEFORE = 0.7;
/** How long a reading stands where a kit has told of one alone. */
const USUAL_HOLD_min = 15;

const UNUSED_AT_LEAST_days = 12;
const CHANCE_BELOW = 0.0005;
const USED_AGAIN_days = 2;
/** Of a day so much has to be known to say that a lamp was not used on it. */
const KNOWN_DAY_min = 18 * 60;

interface Neighbours {
  share: number;
  count: number;
}

interface LampUse {
  /** Sums of all but the oldest of the days that are judged together. */
  measured_min: number;
  worked_min: number;
  neighbours: Neighbours | undefined;
  habit: Habit;
}

/** What is remembered of how much the lamps of a kit are used. */
export interface Use {
  /** The first day with a reading, or -1. */
  first: number;
  hold_min: number;
  lamps: readonly [LampUse, LampUse, LampUse];
}

const unknown: LampUse = { measured_min: 0, worked_min: 0, neighbours: undefined, habit: noHabit };
export const noUse: Use = { first: -1, hold_min: USUAL_HOLD_min, lamps: [unknown, unknown, unknown] };

/** Which part of the time the lamps of a site worked, in order. */
export type Shares = readonly number[];

/** @param useIn finds what is remembered of the use in what is remembered of the lamps */
export function sharesOf<Memory>(kits: readonly KitOnDay<Memory>[], useIn: (memory: Memory) => Use): Shares {
  const shares: number[] = [];
  for (const { memory, sums, at } of kits) {
    const before = useIn(memory);
    const hold_min = holdOf_min(sums, at) ?? before.hold_min;
    for (const lamp of LAMPS) {
      const share = shareOf(together(before.lamps[lamp], useOf(sums, at, lamp, hold_min)));
      if (share !== undefined) shares.push(share);
    }
  }
  return shares.toSorted((a, b) => a - b);
}

/** @param on its reference: the shares of the site's lamps, those of this kit among them */
export function judgeUse(before: Use, on: OnDay<Shares | undefined>): Use {
  const hold_min = holdOf_min(on.sums, on.at) ?? before.hold_min;
  const first = before.first < 0 && on.hasReadings ? on.day : before.first;
  const today = LAMPS.map((lamp) => useOf(on.sums, on.at, lamp, hold_min));
  const judge = (lamp: Lamp): LampUse => {
    const part = `lamp${lamp + 1}` as FaultPart;
    const known = before.lamps[lamp];
    const use = today[lamp] as Sums;
    const next = sumOf(on, lamp, hold_min);
    const isUsed = use.worked_min > 0;
    const isAtHome = use.measured_min >= KNOWN_DAY_min && today.some(({ worked_min }) => worked_min > 0);
    // what is left of the day may still see it used
    let habit = isUsed || on.isOver ? afterDay(known.habit, on.day, isUsed, isAtHome) : known.habit;
    if (!on.hasReadings) return { ...next, neighbours: known.neighbours, habit };
    if (on.isOpen("lamp-open", part) || on.isOpen("lamp-short", part)) {
      on.clear("lamp-hardly-used", part);
      return { ...next, neighbours: known.neighbours, habit: known.habit };
    }
    const sums = together(known, use);
    const share = shareOf(sums);
    const neighbours = neighboursOf(on.reference, share, known.neighbours);
    const isOpen = on.isOpen("lamp-hardly-used", part);
    const isBelowNeighbours = share !== undefined && neighbours !== undefined && isBelow(share, neighbours, isOpen);
    const chance = chanceOf(habit);
    const isSurprising = habit.run >= UNUSED_AT_LEAST_days && chance < CHANCE_BELOW;
    if (isSurprising) habit = { ...habit, usedAgain: 0 };
    const isFound = isBelowNeighbours || isSurprising || (isOpen && habit.usedAgain < USED_AGAIN_days);
    if (!isFound) on.clear("lamp-hardly-used", part);
    else {
      on.set("lamp-hardly-used", part, {
        severity: "notice",
        since_ms: habit.since < 0 ? on.newest_ms : habit.since * DAY_ms,
        evidence: {
          worked_h: hours(sums.worked_min),
          ...(neighbours && {
            neighbours_h: hours(neighbours.share * sums.measured_min),
            neighbours: neighbours.count,
          }),
          measured_h: hours(sums.measured_min),
          unused_days: habit.run,
          used_before_pct: percent(habit.used, habit.used + habit.unused),
          power_threshold_W: WORKING_mW / 1000,
          from: new Date(Math.max(on.day - JUDGED_days + 1, first) * DAY_ms).toISOString(),
          to: new Date(on.newest_ms).toISOString(),
        },
      });
    }
    return { ...next, neighbours, habit };
  };
  return { first, hold_min, lamps: [judge(0), judge(1), judge(2)] };
}

type Sums = Pick<LampUse, "measured_min" | "worked_min">;

function together(a: Sums, b: Sums): Sums {
  return { measured_min: a.measured_min + b.measured_min, worked_min: a.worked_min + b.worked_min };
}

/** What there is of a day and of those before it, without the oldest of the days that are judged together. */
function sumOf(on: OnDay<unknown>, lamp: Lamp, hold_min: number): Sums {
  let sums = useOf(on.sums, on.at, lamp, hold_min);
  for (let back = 1; back < JUDGED_days - 1; back++) {
    const at = on.past(back);
    if (at >= 0) sums = together(sums, useOf(on.sums, at, lamp, holdOf_min(on.sums, at) ?? hold_min));
  }
  return sums;
}

/** Which part of the measured time a lamp worked, or undefined where too little was measured to judge. */
function shareOf({ measured_min, worked_min }: Sums): number | undefined {
  return measured_min >= MEASURED_AT_LEAST_min ? worked_min / measured_min : undefined;
}

function isBelow(share: number, neighbours: Neighbours, isOpen: boolean): boolean {
  const [part, least] = isOpen ? [CLEARED_FROM, NEIGHBOURS_CLEAR_share] : [RAISED_BELOW, NEIGHBOURS_RAISE_share];
  return share < part * neighbours.share && neighbours.share >= least;
}

function neighboursOf(
  shares: Shares | undefined,
  own: number | undefined,
  before: Neighbours | undefined,
): Neighbours | undefined {
  if (shares === undefined || own === undefined) return before;
  const count = shares.length - 1;
  if (before && count < ENOUGH_OF_BEFORE * before.count) {
    return { share: before.share, count: Math.max(count, Math.floor(ENOUGH_OF_BEFORE * before.count)) };
  }
  return count < NEIGHBOURS_AT_LEAST ? before : { share: medianWithout(shares, own), count };
}

/** The median of a sorted list from which one `value` is taken out. */
function medianWithout(sorted: Shares, value: number): number {
  const size = sorted.length - 1;
  // an element at or above the value's place moves down by one
  const at = (i: number) => sorted[(sorted[i] as number) < value ? i : i + 1] as number;
  const middle = Math.floor(size / 2);
  return size % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

function hours(span_min: number): number {
  return Math.round(span_min / 6) / 10;
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((100 * part) / whole);
}
