const HOUR_ms = 3600_000;
const DAY_h = 24;

/** A kit of the site: the hours from 1970 in which reports of it came in, in order. */
export type HeardHours = readonly number[];

/** A stretch in which nobody of a site was heard though kits usually are. */
export interface Outage {
  from_ms: number;
  to_ms: number;
  /** How many kits are usually heard between these times of day, each counted once a day. */
  usual: number;
}

/** Shorter ones are not looked at. */
const QUIET_AT_LEAST_h = 6;
/** With so many usual, none at all happens in three cases of a hundred by chance (e^-3.5). */
const USUAL_AT_LEAST = 3.5;
/** The days before, of which the usual is taken, and for how long a stretch it is counted at most. */
const COMPARED_days = 14;
const COUNTED_h = 48;

/**
 * Stretches between two times in which none of a site's other kits was heard, though at these times of day they are on
 * other days: then the network of the site was away, not one phone.
 *
 * @param to_ms what came in later is not known yet
 */
export function outagesBetween(others: readonly HeardHours[], from_ms: number, to_ms: number): Outage[] {
  const first = Math.floor(from_ms / HOUR_ms) - DAY_h;
  const last = Math.floor(to_ms / HOUR_ms);
  const heard = new Set<number>();
  for (const hours of others)
    for (let i = lowerBound(hours, first); i < hours.length; i++) {
      const hour = hours[i] as number;
      if (hour > last) break;
      heard.add(hour);
    }
  const outages: Outage[] = [];
  let quietFrom = first;
  for (let hour = first; hour <= last + 1; hour++) {
    if (hour <= last && !heard.has(hour)) continue;
    if (hour - quietFrom >= QUIET_AT_LEAST_h) {
      const usual = usualBetween(others, quietFrom, hour);
      const outage = { from_ms: quietFrom * HOUR_ms, to_ms: Math.min(hour * HOUR_ms, to_ms), usual };
      if (usual >= USUAL_AT_LEAST && outage.to_ms > from_ms) outages.push(outage);
    }
    quietFrom = hour + 1;
  }
  return outages;
}

/** The median over the days before of how many kits were heard between the same times of day. */
function usualBetween(others: readonly HeardHours[], from: number, until: number): number {
  const length = Math.min(until - from, COUNTED_h);
  const counts: number[] = [];
  const shift_days = Math.max(1, Math.ceil(length / DAY_h));
  for (let back = shift_days; back < shift_days + COMPARED_days; back++) {
    let count = 0;
    for (const hours of others) {
      const begin = from - back * DAY_h;
      // kits that were not there yet, or not for a week, are not to be expected
      for (let day = begin; day < begin + length; day += DAY_h) {
        if (isHeard(hours, day, Math.min(day + DAY_h, begin + length))) count += 1;
      }
    }
    counts.push(count);
  }
  const sorted = counts.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

/** Whether a kit was heard from an hour on, until before another. */
export function isHeard(hours: HeardHours, from: number, until: number): boolean {
  const at = lowerBound(hours, from);
  return at < hours.length && (hours[at] as number) < until;
}

/** Index of the first that is not below a value. */
function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
