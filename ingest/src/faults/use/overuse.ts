import type { FaultKind, FaultPart } from "@yeelen/shared/faults";
import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import type { UseReference } from "./useFamily";
import { type DayOfUse, USES, type Use, useOf } from "./useOf";

/** A mean and a variance that follow slowly. */
interface Usual {
  mean: number;
  variance: number;
}

type Lamps<T> = readonly [T, T, T];

export interface UseMemory {
  days: number;
  usual: Record<Use, Usual>;
  /** The usual use of each lamp in Ah, from how many days that is known, and how many days in a row it was not lit. */
  lamps_Ah: Lamps<number>;
  lampDays: Lamps<number>;
  unlit: Lamps<number>;
  /** Whether it is not known to be broken. */
  isWell: Lamps<boolean>;
  /** How much more was used than usual, summed up from day to day; since which day it is above 0. */
  score: number;
  since: number;
  /** Pairs [day, Wh a day as if at 13 V]. */
  points: readonly (readonly [day: number, lamps_Ah: number])[];
}

const lampFaults: readonly FaultKind[] = ["lamp-open", "lamp-short", "lamp-dim"];

const nothing: Usual = { mean: 0, variance: 0 };

export const unknownUse: UseMemory = {
  days: 0,
  usual: { lamps: nothing, charging: nothing, radio: nothing },
  lamps_Ah: [0, 0, 0],
  lampDays: [0, 0, 0],
  unlit: [0, 0, 0],
  isWell: [true, true, true],
  score: 0,
  since: 0,
  points: [],
};

/** Lamps are lit for as long as people are there; whether somebody charges or listens depends on more. */
const weights: Record<Use, number> = { lamps: 1, charging: 0.7, radio: 0.4 };
const NORM = Math.hypot(...Object.values(weights));
const LEARNT_days = 7;
const FOLLOWS = 1 / 25;
/** As many days stand behind means that follow so: a mean of n days errs by 1/sqrt(n) standard deviations. */
const EFFECTIVE_days = 2 / FOLLOWS - 1;
/** Until its own scatter is known, a household is taken for as irregular as most: by this share, as if from so many days. */
const PRIOR_share = 0.35;
const PRIOR_days = 8;
/** One day counts no more than this many standard deviations: a market day or guests are one day. */
const MOST = 2.5;
/** Cumulative sum: what of each day's is usual, from where on it is overuse, and where that ends. */
const USUAL = 0.6;
/** And so many errors of what is known of the usual. */
const MEAN_ERRORS = 1.5;
const OVERUSE = 6;
const OVER = 2;
const HIGHEST = 9;
/** Above this nothing is learnt: it may be overuse. */
const LEARNS_below = 2.5;
const AWAY_h = 0.6;
const SHORT_h = 2;
/** A radio that plays for longer was left on. */
const LEFT_ON_h = 12;
/** A lamp that is dark for longer is broken or not needed: it does not change what is usual. */
const UNLIT_days = 4;
/** What lasts longer has become usual. */
const LASTS_days = 75;
const POINTS = 60;

/**
 * The household takes much more from the kit than it used to, for a week or more: guests, a small shop, the phones of the street.
 * It is worth knowing, because the battery wears and is empty early, and nothing is broken.
 *
 * Each day is compared with the kit's own usual day: charge taken by its lamps, hours in which ports charge and the radio plays, in
 * standard deviations of that kit's days, less the median of its site's kits on that day (feasts, hot nights, Ramadan). What exceeds
 * 0.6 and one and a half errors of the usual is summed up from day to day (CUSUM, Page 1954, which finds a lasting shift soonest).
 *
 * Set when the sum is above 6: about a week at nearly twice the usual scatter. Cleared when it is below 2. Days on which nobody is at home or
 * the battery was low for two hours do not count, a lamp that was hardly used before does not, and a radio that is never off does not. A
 * worn battery gives less and takes nothing more. With fewer than four kits at a site to compare, nothing is said.
 */
export function overuse(memory: UseMemory, on: OnDay<UseReference>): UseMemory {
  if (!on.isOver) return memory;
  const day = useOf(on.sums, on.at);
  if (!day || day.lit_h < AWAY_h) return memory;
  if (memory.score > 0 && on.day - memory.since > LASTS_days) {
    on.clear("overuse", "kit");
    return { ...unknownUse, points: memory.points };
  }
  const isWell = eachLamp((lamp) => lampFaults.every((kind) => !on.isOpen(kind, `lamp${lamp + 1}` as FaultPart)));
  const unlit = eachLamp((lamp) => (day.lamps_Ah[lamp] > 0 ? 0 : memory.unlit[lamp] + 1));
  const z = strangerOf(memory, day, isWell);
  let { score, since } = memory;
  if (z && on.reference.hasNeighbours) {
    const sum = USES.reduce((total, use) => total + weights[use] * (z[use] - on.reference[use]), 0) / NORM;
    score = Math.min(
      HIGHEST,
      Math.max(0, memory.score + sum - USUAL - MEAN_ERRORS / Math.sqrt(Math.min(memory.days, EFFECTIVE_days))),
    );
    if (memory.score === 0) since = on.day;
  }
  const points = [...memory.points, [on.day, lampsOf(day)] as const].slice(-POINTS);
  const next = { ...learn({ ...memory, unlit, isWell }, day, score), unlit, isWell, score, since, points };
  if (score > OVERUSE) show(next, on);
  else if (score < OVER) on.clear("overuse", "kit");
  return next;
}

/** How many standard deviations a day is above the usual, or undefined while that is not known. */
export function strangerOf(
  memory: UseMemory,
  day: DayOfUse | undefined,
  isWell: Lamps<boolean>,
): Record<Use, number> | undefined {
  if (!day || memory.days < LEARNT_days || day.lit_h < AWAY_h || day.short_h > SHORT_h) return undefined;
  const { days } = memory;
  const { charging, radio } = memory.usual;
  return {
    lamps: deviation(memory.usual.lamps, days, ...comparedLamps({ ...memory, isWell }, day)),
    charging: deviation(charging, days, day.charging_h, charging.mean),
    radio: day.radio_h > LEFT_ON_h ? 0 : deviation(radio, days, day.radio_h, radio.mean),
  };
}

/** What the lamps take that are known, work, and are in use: on the day, and usually. */
function comparedLamps(memory: UseMemory, day: DayOfUse): [Ah: number, usual_Ah: number] {
  let sum_Ah = 0;
  let usual_Ah = 0;
  for (const lamp of LAMPS) {
    if (memory.lampDays[lamp] < LEARNT_days || !memory.isWell[lamp] || memory.unlit[lamp] > UNLIT_days) continue;
    sum_Ah += day.lamps_Ah[lamp];
    usual_Ah += memory.lamps_Ah[lamp];
  }
  return [sum_Ah, usual_Ah];
}

/** No household is so regular that a tenth more were strange. */
function deviation({ variance }: Usual, days: number, value: number, usual: number): number {
  const known = (variance * days + (PRIOR_share * usual) ** 2 * PRIOR_days) / (days + PRIOR_days);
  const scatter = Math.sqrt(known + (0.12 * usual) ** 2 + 0.05 ** 2);
  return Math.max(-MOST, Math.min(MOST, (value - usual) / scatter));
}

type Learnt = Pick<UseMemory, "days" | "usual" | "lamps_Ah" | "lampDays">;

function learn(memory: UseMemory, day: DayOfUse, score: number): Learnt {
  const { days, usual, lamps_Ah, lampDays, unlit, isWell } = memory;
  if (day.short_h > SHORT_h || score > LEARNS_below) return { days, usual, lamps_Ah, lampDays };
  const share = Math.max(FOLLOWS, 1 / (days + 1));
  const follow = ({ mean, variance }: Usual, value: number, expected: number): Usual => ({
    mean: mean + share * (value - mean),
    variance: (1 - share) * (variance + share * (value - expected) ** 2),
  });
  const [compared_Ah, usual_Ah] = comparedLamps(memory, day);
  const isLearnt = (lamp: 0 | 1 | 2) => isWell[lamp] && unlit[lamp] <= UNLIT_days;
  return {
    days: days + 1,
    usual: {
      lamps: follow(usual.lamps, compared_Ah, usual_Ah),
      charging: follow(usual.charging, day.charging_h, usual.charging.mean),
      radio: day.radio_h > LEFT_ON_h ? usual.radio : follow(usual.radio, day.radio_h, usual.radio.mean),
    },
    lamps_Ah: eachLamp((lamp) => {
      const lampShare = Math.max(FOLLOWS, 1 / (lampDays[lamp] + 1));
      return isLearnt(lamp) ? lamps_Ah[lamp] + lampShare * (day.lamps_Ah[lamp] - lamps_Ah[lamp]) : lamps_Ah[lamp];
    }),
    lampDays: eachLamp((lamp) => lampDays[lamp] + (isLearnt(lamp) ? 1 : 0)),
  };
}

const LAMPS = [0, 1, 2] as const;

function eachLamp<T>(of: (lamp: 0 | 1 | 2) => T): Lamps<T> {
  return [of(0), of(1), of(2)];
}

function lampsOf({ lamps_Ah }: DayOfUse): number {
  return lamps_Ah[0] + lamps_Ah[1] + lamps_Ah[2];
}

function show(memory: UseMemory, on: OnDay<UseReference>): void {
  const recent = memory.points.filter(([day]) => day >= memory.since);
  const usual_Ah = memory.lamps_Ah[0] + memory.lamps_Ah[1] + memory.lamps_Ah[2];
  const mean_Ah = recent.reduce((sum, [, lamps_Ah]) => sum + lamps_Ah, 0) / Math.max(1, recent.length);
  on.set("overuse", "kit", {
    severity: "notice",
    since_ms: memory.since * DAY_ms,
    evidence: {
      lamps_Ah_per_day: Math.round(100 * mean_Ah) / 100,
      usual_Ah_per_day: Math.round(100 * usual_Ah) / 100,
      usualCharging_h: Math.round(10 * memory.usual.charging.mean) / 10,
      days: recent.length,
      score: Math.round(10 * memory.score) / 10,
    },
    chart: {
      unit: "Ah",
      points: memory.points.map(([day, lamps_Ah]) => ({
        time: new Date(day * DAY_ms).toISOString(),
        value: Math.round(100 * lamps_Ah) / 100,
      })),
      limit: Math.round(100 * usual_Ah) / 100,
    },
  });
}
