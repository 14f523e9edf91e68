import type { HappeningKind } from "../happenings/kinds";
import { kindProfiles } from "../happenings/profiles";
import { type Random, randomOf } from "../random";
import { type Calendar, TO_SHOW_h } from "./clash";
import { drawOccurrence, isOfASite, type Owner, type Repairs } from "./occurrence";

const HOUR_ms = 3_600_000;
const DAY_ms = 24 * HOUR_ms;

/** In how many rounds over all kits a place is sought for what is still missing. Chosen. */
const ROUNDS = 40;

/** A kit or site at which something can happen, and from when. */
export interface Host extends Owner {
  from_ms: number;
}

/**
 * Adds happenings until there are at least `count` of a kind, spread evenly over kits (or sites) and
 * over the days: early enough to show before the end, and never at odds with what is there.
 *
 * @param present how many there are already
 * @returns how many are missing because there is no place for them
 */
export function addUntil(
  calendar: Calendar,
  kind: HappeningKind,
  count: number,
  present: number,
  hosts: readonly Host[],
  until_ms: number,
  repairs: Repairs,
  seed: number,
): number {
  const random = randomOf(seed, `happenings/at-least/${kind}`);
  const eligible = hosts.filter(({ kit }) => (kit === undefined) === isOfASite(kind));
  let missing = count - present;
  for (let round = 0; round < ROUNDS && missing > 0; round++) {
    for (const { from_ms, ...owner } of shuffled(eligible, random)) {
      if (missing <= 0) break;
      const latest_ms = latestOnset_ms(kind, from_ms, until_ms);
      const happening = drawOccurrence(kind, owner, from_ms + random() * (latest_ms - from_ms), repairs, random);
      if (happening.onset_ms >= from_ms && happening.onset_ms < until_ms && calendar.add(happening)) missing--;
    }
  }
  return Math.max(0, missing);
}

/** Latest onset that shows before the end; half of the time at least, so that short runs have some too. */
function latestOnset_ms(kind: HappeningKind, from_ms: number, until_ms: number): number {
  const toShow_ms = (kindProfiles[kind].course_h[1] + TO_SHOW_h) * HOUR_ms;
  return Math.max(until_ms - toShow_ms, from_ms + (until_ms - from_ms) / 2, Math.min(from_ms + DAY_ms, until_ms));
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
  const shuffled = [...list];
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [shuffled[index], shuffled[other]] = [shuffled[other] as T, shuffled[index] as T];
  }
  return shuffled;
}
