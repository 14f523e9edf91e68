import type { HappeningKind } from "../happenings/kinds";
import { randomOf } from "../random";
import type { Calendar } from "./clash";
import { drawOccurrence, type Owner, type Repairs } from "./occurrence";

const YEAR_ms = 365.25 * 86_400_000;

/**
 * Draws how often each kind befalls one kit, or one site, and when: independent of each other at an
 * even rate (a Poisson process). Each kit and kind has its own random stream, so that neither other
 * kits nor the rates of other kinds change what is drawn.
 *
 * @param rates of kinds, how many a year
 */
export function drawByRates(
  calendar: Calendar,
  rates: readonly [kind: HappeningKind, rate_perYear: number][],
  owner: Owner,
  from_ms: number,
  until_ms: number,
  repairs: Repairs,
  seed: number,
): void {
  const drawn = [];
  for (const [kind, rate_perYear] of rates) {
    if (rate_perYear === 0) continue;
    const random = randomOf(seed, `happenings/${owner.kit ?? owner.site}/${kind}`);
    for (let time_ms = from_ms; ; ) {
      time_ms += (-Math.log(1 - random()) / rate_perYear) * YEAR_ms;
      if (time_ms >= until_ms) break;
      const happening = drawOccurrence(kind, owner, time_ms, repairs, random);
      // the time of day that fits may lie before the kit was there
      if (happening.onset_ms >= from_ms) drawn.push(happening);
    }
  }
  // whichever comes first is there when another would contradict it
  for (const happening of drawn.toSorted((a, b) => a.onset_ms - b.onset_ms)) calendar.add(happening);
}
