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
  /** How many hours are known within. */
  insideHours: number;
  /** How deep it is, and by how many standard deviations. */
  depth: number;
  sureness: number;
}

/** The sun moves a shadow over a panel in hours; half a day and more is none. */
const LONGEST_h = 8;

/** Hour by hour, the middle of several days. */
export function together(days: readonly PanelDay[]): { hours: number[]; weights: number[] } {
  const hours: number[] = [];
  const weights: number[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    const seen = days.filter((one) => (one.weights[hour] as number) > 0);
    const sorted = seen.toSorted((a, b) => (a.hours[hour] as number) - (b.hours[hour] as number));
    const total = sorted.reduce((sum, one) => sum + (one.weights[hour] as number), 0);
    let before = 0;
    let middle = 0;
    for (const one of sorted) {
      middle = one.hours[hour] as number;
      before += one.weights[hour] as number;
      if (before >= total / 2) break;
    }
    hours.push(middle);
    weights.push(total);
  }
  return { hours, weights };
}

/** The window of hours that stands out most, or undefined where no two parts of the day can be compared. */
export function deepestShadow(of: { hours: readonly number[]; weights: readonly number[] }): Shadow | undefined {
  let deepest: Shadow | undefined;
  for (let from = 0; from < HOURS; from++) {
    for (let until = from + 1; until <= Math.min(HOURS, from + LONGEST_h); until++) {
      const one = shadowIn(of, from, until);
      if (one && (!deepest || one.sureness > deepest.sureness)) deepest = one;
    }
  }
  return deepest;
}

/** What a window of hours is darker than the others; the hours at its edges may lie half in it, and are neither. */
export function shadowIn(
  of: { hours: readonly number[]; weights: readonly number[] },
  from: number,
  until: number,
): Shadow | undefined {
  const sums = { inside: 0, outside: 0, insideWeight: 0, outsideWeight: 0, insideHours: 0 };
  for (let hour = 0; hour < HOURS; hour++) {
    const weight = of.weights[hour] as number;
    if (weight === 0) continue;
    const value = of.hours[hour] as number;
    if (hour >= from && hour < until) {
      sums.inside += weight * value;
      sums.insideWeight += weight;
      sums.insideHours++;
    } else if (hour < from - 1 || hour > until) {
      sums.outside += weight * value;
      sums.outsideWeight += weight;
    }
  }
  const { insideWeight, outsideWeight, insideHours } = sums;
  if (insideWeight === 0 || outsideWeight === 0) return undefined;
  const inside = sums.inside / insideWeight;
  const outside = sums.outside / outsideWeight;
  const depth = outside - inside;
  const sureness = depth / Math.sqrt(1 / insideWeight + 1 / outsideWeight);
  return { from, until, inside, outside, insideWeight, outsideWeight, insideHours, depth, sureness };
}
