import { HOURS } from "./panelSums";
import type { PanelDay } from "./panelMemory";

/** Hours of the day that give less light than the others. */
export interface Shadow {
  /** The hours in it, from and until (not including). */
  from: number;
  until: number;
  /** Light within and in the other hours (logarithms over the neighbours'). */
  inside: number;
  outside: number;
  insideWeight: number;
  outsideWeight: number;
  /** How many hours within are darker for themselves, and how many are not. */
  darkHours: number;
  lightHours: number;
  /** How deep it is, and by how many standard deviations. */
  depth: number;
  sureness: number;
}

/** The sun moves a shadow over a panel in hours; half a day and more is none. */
const LONGEST_h = 8;

type Hours = Pick<PanelDay, "hours" | "weights">;

/** The window of hours that stands out most on a day, or undefined where no two parts of it can be compared. */
export function deepestShadow(of: Hours): Shadow | undefined {
  let deepest: Shadow | undefined;
  eachWindow((from, until) => {
    const one = shadowIn(of, from, until);
    if (one && (!deepest || one.sureness > deepest.sureness)) deepest = one;
  });
  return deepest;
}

/** The weight (1 / variance) from which an hour is known for itself: a fifth. */
const KNOWN = 25;
const KNOWN_DAY = 50;

/** What a shadow of several days has at least on each of them. */
const DAILY_DEPTH = 0.2;
const DAILY_SURE = 2;

/**
 * The window that stands out on today and on other days alike: the one that is surest over all of them.
 *
 * @param days today is the last of them
 */
export function lastingShadow(days: readonly Hours[]): Shadow | undefined {
  const today = days.at(-1);
  if (!today) return undefined;
  let deepest: Shadow | undefined;
  eachWindow((from, until) => {
    const now = shadowIn(today, from, until);
    if (!now || now.depth < DAILY_DEPTH || now.sureness < DAILY_SURE) return;
    let squares = now.sureness ** 2;
    let { darkHours, lightHours } = now;
    let shadowed = 1;
    for (const day of days.slice(0, -1).toReversed()) {
      const one = shadowIn(day, from, until);
      if (!one || one.sureness < DAILY_SURE) {
        // a day that knows better ends it
        if (one && one.insideWeight > KNOWN_DAY && one.outsideWeight > KNOWN_DAY) break;
        continue;
      }
      if (one.depth < DAILY_DEPTH) break;
      squares += one.sureness ** 2;
      darkHours += one.darkHours;
      lightHours += one.lightHours;
      shadowed++;
    }
    const sureness = Math.sqrt(squares);
    if (shadowed >= 2 && (!deepest || sureness > deepest.sureness)) {
      deepest = { ...now, sureness, darkHours, lightHours };
    }
  });
  return deepest;
}

/** The window that stands out most on the mean of several days, each day compared with itself. */
export function meanShadow(days: readonly Hours[]): { depth: number; sureness: number } {
  let deepest = { depth: 0, sureness: 0 };
  eachWindow((from, until) => {
    let sum = 0;
    let weight = 0;
    for (const day of days) {
      const one = shadowIn(day, from, until);
      if (!one) continue;
      const known = 1 / (1 / one.insideWeight + 1 / one.outsideWeight);
      sum += known * one.depth;
      weight += known;
    }
    const depth = sum / weight;
    const sureness = depth * Math.sqrt(weight);
    if (sureness > deepest.sureness) deepest = { depth, sureness };
  });
  return deepest;
}

function eachWindow(look: (from: number, until: number) => void): void {
  for (let from = 0; from < HOURS; from++) {
    for (let until = from + 1; until <= Math.min(HOURS, from + LONGEST_h); until++) look(from, until);
  }
}

/** What a window of hours is darker than the others; the hours at its edges may lie half in it, and are neither. */
export function shadowIn(of: Hours, from: number, until: number): Shadow | undefined {
  const sums = { inside: 0, outside: 0, insideWeight: 0, outsideWeight: 0 };
  for (let hour = 0; hour < HOURS; hour++) {
    const weight = of.weights[hour] as number;
    if (weight === 0) continue;
    const value = of.hours[hour] as number;
    if (hour >= from && hour < until) {
      sums.inside += weight * value;
      sums.insideWeight += weight;
    } else if (hour < from - 1 || hour > until) {
      sums.outside += weight * value;
      sums.outsideWeight += weight;
    }
  }
  const { insideWeight, outsideWeight } = sums;
  if (insideWeight === 0 || outsideWeight === 0) return undefined;
  const inside = sums.inside / insideWeight;
  const outside = sums.outside / outsideWeight;
  const depth = outside - inside;
  const sureness = depth / Math.sqrt(1 / insideWeight + 1 / outsideWeight);
  let darkHours = 0;
  let lightHours = 0;
  for (let hour = from; hour < until; hour++) {
    if ((of.weights[hour] as number) < KNOWN) continue;
    if (outside - (of.hours[hour] as number) > DAILY_DEPTH) darkHours++;
    else lightHours++;
  }
  return { from, until, inside, outside, insideWeight, outsideWeight, darkHours, lightHours, depth, sureness };
}
