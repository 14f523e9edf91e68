import type { FaultChart, FaultPart } from "@yeelen/shared/faults";
import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { LEVELS, type Lamp, levelOf } from "./lampSums";

/**
 * A lamp takes clearly less power than it did when it was new to us, at the same switch position: its LEDs go out, one
 * string after the other.
 *
 * What is compared is the power (current times battery voltage: a driver takes more current where there is less
 * voltage) by 100 % commanded, at each level with itself, over the last three evenings on which it was lit (four readings or
 * more), with the most that it ever took over such a time. Set when less than 80 % is left: Lighting
 * Global's standard asks for 85 % of the light after 2,000 hours, an LED counts as spent at 70 % (L70 of IES LM-80 and
 * TM-21), and lamps of one kind differ by 5 %, a voltage sensor errs by 8 % at worst (1 V). Suspected below 88 %. Cleared at
 * 90 %: a new lamp. What it took is learnt anew after that, and after it was open or short, for then it is another lamp.
 */
const RAISED_BELOW = 0.8;
const SUSPECTED_BELOW = 0.88;
const CLEARED_FROM = 0.9;
/** Below this it is no longer what it was; the fault is dated from here. */
const SAGGING_BELOW = 0.95;

const EVENINGS = 3;
const READINGS_AT_LEAST = 4;
const LOOKED_BACK_days = 14;
const CHART_days = 34;
/** Of how many readings a mean may be learnt from. */
const LEARNT_FROM = 3;
/** No lamp takes so much more than it did: there the voltage is measured wrongly, and nothing is learnt. */
const NOT_LEARNT_FROM = 1.1;

/** What is remembered of how bright a lamp was. */
export interface Brightness {
  /** Days before this one were another lamp's. */
  from: number;
  /** The most that it took at each level by 100 % commanded, in mW; 0 = not known yet. */
  best_mW: readonly [number, number, number];
  /** Since which day it has been below what it was, or -1. */
  sagging: number;
}

export const newLamp: Brightness = { from: 0, best_mW: [0, 0, 0], sagging: -1 };

interface Recent {
  counts: [number, number, number];
  sums_mW: [number, number, number];
  readings: number;
  evenings: number;
}

/** @param isAnother it has just been found to burn again after it was open or short */
export function judgeDim(
  before: Brightness,
  on: OnDay<unknown>,
  part: FaultPart,
  lamp: Lamp,
  isAnother: boolean,
): Brightness {
  const known = isAnother ? { ...newLamp, from: on.day } : before;
  if (isAnother) on.clear("lamp-dim", part);
  const recent = recentOf(on, lamp, known.from);
  const isLitToday = LEVELS.some((level) => levelOf(on.sums, on.at, lamp, level).count > 0);
  if (!isLitToday || recent.readings < READINGS_AT_LEAST) return known;
  const left = leftOf(recent, known.best_mW);
  const best_mW = learn(known.best_mW, recent, left);
  if (left === undefined) return { ...known, best_mW };
  const sagging = left >= SAGGING_BELOW ? -1 : known.sagging >= 0 ? known.sagging : on.day;
  if (left >= CLEARED_FROM && on.isOpen("lamp-dim", part)) {
    on.clear("lamp-dim", part);
    return { ...newLamp, from: on.day };
  }
  const finding = () => ({
    severity: "minor" as const,
    since_ms: (sagging < 0 ? on.day : sagging) * DAY_ms,
    evidence: {
      left_pct: Math.round(100 * left),
      power_W: meanOf_W(recent.sums_mW, recent.counts),
      healthy_power_W: meanOf_W(
        best_mW.map((best, level) => best * (recent.counts[level] as number)),
        recent.counts,
      ),
      readings: recent.readings,
      evenings: recent.evenings,
      raised_below_pct: 100 * RAISED_BELOW,
    },
    chart: chartOf(on, lamp, best_mW, known.from),
  });
  if (left < RAISED_BELOW) on.set("lamp-dim", part, finding());
  else if (left < SUSPECTED_BELOW) on.suspect("lamp-dim", part, finding());
  else if (left >= CLEARED_FROM) on.clear("lamp-dim", part);
  return { ...known, best_mW, sagging };
}

/** The last evenings on which it was lit. */
function recentOf(on: OnDay<unknown>, lamp: Lamp, from: number): Recent {
  const recent: Recent = { counts: [0, 0, 0], sums_mW: [0, 0, 0], readings: 0, evenings: 0 };
  for (let back = 0; back < LOOKED_BACK_days && on.day - back >= from; back++) {
    if (recent.evenings >= EVENINGS && recent.readings >= READINGS_AT_LEAST) break;
    const at = back === 0 ? on.at : on.past(back);
    if (at < 0) continue;
    let readings = 0;
    for (const level of LEVELS) {
      const { count, sum_mW } = levelOf(on.sums, at, lamp, level);
      recent.counts[level] += count;
      recent.sums_mW[level] += sum_mW;
      readings += count;
    }
    recent.readings += readings;
    if (readings > 0) recent.evenings += 1;
  }
  return recent;
}

/** Which part of its power is left, over the levels of which is known what it took; undefined where there is none. */
function leftOf({ counts, sums_mW }: Recent, best_mW: Brightness["best_mW"]): number | undefined {
  let now = 0;
  let best = 0;
  for (const level of LEVELS) {
    if (best_mW[level] === 0) continue;
    now += sums_mW[level];
    best += counts[level] * best_mW[level];
  }
  return best === 0 ? undefined : now / best;
}

/** The most that it took. A level that is new while others say that the lamp has sagged has sagged with them. */
function learn(
  best_mW: Brightness["best_mW"],
  { counts, sums_mW }: Recent,
  left: number | undefined,
): Brightness["best_mW"] {
  const of = (level: 0 | 1 | 2) => {
    const best = best_mW[level];
    if (counts[level] < LEARNT_FROM) return best;
    const mean = sums_mW[level] / counts[level];
    if (best === 0) return mean / Math.min(1, left ?? 1);
    return mean > NOT_LEARNT_FROM * best ? best : Math.max(best, mean);
  };
  return [of(0), of(1), of(2)];
}

function meanOf_W(sums_mW: readonly number[], counts: readonly number[]): number {
  const sum = sums_mW.reduce((total, one) => total + one, 0);
  return Math.round(sum / counts.reduce((total, one) => total + one, 0) / 10) / 100;
}

function chartOf(on: OnDay<unknown>, lamp: Lamp, best_mW: Brightness["best_mW"], from: number): FaultChart {
  const points: FaultChart["points"] = [];
  for (let back = CHART_days - 1; back >= 0; back--) {
    const day = on.day - back;
    const at = back === 0 ? on.at : on.past(back);
    if (at < 0 || day < from) continue;
    const levels = LEVELS.map((level) => levelOf(on.sums, at, lamp, level));
    const counts = levels.map(({ count }) => count) as Recent["counts"];
    const sums_mW = levels.map(({ sum_mW }) => sum_mW) as Recent["sums_mW"];
    const left = leftOf({ counts, sums_mW, readings: 0, evenings: 0 }, best_mW);
    if (left === undefined) continue;
    points.push({ time: new Date(day * DAY_ms).toISOString(), value: Math.round(100 * left) });
  }
  return { unit: "%", points, limit: 100 * RAISED_BELOW };
}
