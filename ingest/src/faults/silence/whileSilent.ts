import type { FaultKind } from "@yeelen/shared/faults";
import type { CauseFound, SilenceCause } from "./causes";
import type { Outage } from "./siteQuiet";

const HOUR_ms = 3600_000;

/** What the readings of a kit said that came last before it fell silent. */
export interface LastWord {
  battery_V: number | undefined;
  stateOfCharge_pct: number | undefined;
  /** Some output was off for want of charge. */
  isOffForCharge: boolean;
  /** Of how many noon hours of its last two days it has told, and in how many of these its panel stood under light. */
  noonReadings: number;
  noonReadingsWithSun: number;
  /** Of how many hours of its last day it has told, those of the night and the others. */
  nightHours: number;
  dayHours: number;
}

/** What is known of a kit while it is silent. */
export interface KnownWhileSilent extends LastWord {
  from_ms: number;
  now_ms: number;
  /** How many other kits its site has, and how many of them were heard since its last report. */
  others: number;
  heard: number;
  /** When nobody else of the site was heard either since then. */
  outages: readonly Outage[];
  /** How often it started on the last two days before. */
  starts: number;
  /** Faults that were open when it fell silent. */
  openFaults: readonly FaultKind[];
  /** Why it was silent before, the oldest first. */
  past: readonly { cause: SilenceCause; from_ms: number; to_ms: number }[];
  /** Since when the household has its kit and its SIM card with credit for six months, or was first heard; Unix time in ms. */
  handedOut_ms: number | undefined;
}

/** A kit is heard at least once in so many hours where its household keeps its habits: an evening may fail. */
const USUAL_GAP_h = 30;
/** Without a charge the controller and one lamp empty what is left at that state within days (IEC 62257-9-5 takes 20 % as empty for lead-acid). */
const LOW_pct = 25;
/** The SIM card's credit is for six months. */
const CREDIT_GIVEN_days = 180;
/** Households travel for days; a phone is seldom gone for longer than this, or than it ever was. Credit is gone for weeks. Chosen. */
const LONG_AWAY_days = 7;
const LONGER_THAN_EVER = 1.2;
const MANY_STARTS = 4;
/** A kit that runs while the sun shines and not at night runs from its panel: it has no battery. */
const DAY_HOURS_AT_LEAST = 4;
/** What took its power a few days ago does so again where nobody came. Chosen. */
const SAME_WITHIN_days = 3;
const powerCauses: readonly SilenceCause[] = ["battery-flat", "kit-dead"];

const deadFaults: readonly FaultKind[] = ["battery-disconnected"];
const flatFaults: readonly FaultKind[] = ["panel-no-output", "battery-undervoltage", "battery-worn", "panel-shaded"];

/** Why a kit is silent, as far as can be said while it is. */
export function likelyCause(known: KnownWhileSilent): CauseFound {
  const { from_ms, now_ms, others, heard } = known;
  const outage = outageOf(known);
  const common = { site_kits_heard: heard, site_kits: others };
  if (outage) {
    return {
      cause: "site-network",
      evidence: {
        ...common,
        site_quiet_h: hours(outage.to_ms - outage.from_ms),
        usually_heard: outage.usual,
        site_quiet_from: new Date(outage.from_ms).toISOString(),
      },
    };
  }
  const power = powerOf(known);
  if (power) return { cause: power.cause, evidence: { ...common, ...power.evidence } };
  if (heard === 0 && others === 0) return { cause: "unknown", evidence: common };
  const silent_days = (now_ms - from_ms) / HOUR_ms / 24;
  const age_days = known.handedOut_ms === undefined ? undefined : (now_ms - known.handedOut_ms) / HOUR_ms / 24;
  const credits = known.past.filter(({ cause }) => cause === "credit").length;
  const trips = known.past.filter(({ cause }) => cause === "phone-away");
  const longestTrip_days = Math.max(0, ...trips.map(({ from_ms: a, to_ms: b }) => (b - a) / HOUR_ms / 24));
  const evidence = {
    ...common,
    silent_days: Math.round(10 * silent_days) / 10,
    silences_for_credit_before: credits,
    silences_with_phone_away_before: trips.length,
    longest_of_them_days: Math.round(10 * longestTrip_days) / 10,
    ...(age_days !== undefined && { days_since_handed_out: Math.round(age_days) }),
  };
  const isLong = silent_days > Math.max(LONG_AWAY_days, LONGER_THAN_EVER * longestTrip_days);
  const isGivenCredit = age_days !== undefined && age_days < CREDIT_GIVEN_days;
  const isCredit = isLong || (!isGivenCredit && credits > trips.length);
  return { cause: isCredit ? "credit" : "phone-away", evidence };
}

/** The outage of its site that it fell silent with, and that goes on, or has only just ended and was most of the time. */
function outageOf({ from_ms, now_ms, outages }: KnownWhileSilent): Outage | undefined {
  return outages.find((outage) => {
    const begins = outage.from_ms <= from_ms + USUAL_GAP_h * HOUR_ms;
    const isMostOfIt = outage.to_ms - Math.max(from_ms, outage.from_ms) >= (now_ms - from_ms) / 2;
    const isJustOver = now_ms - outage.to_ms <= USUAL_GAP_h * HOUR_ms;
    return begins && (now_ms <= outage.to_ms || (isMostOfIt && isJustOver));
  });
}

/** Whether it is likely to have no power, and why. */
function powerOf(known: KnownWhileSilent): CauseFound | undefined {
  const dead = known.openFaults.find((kind) => deadFaults.includes(kind));
  if (dead || known.starts >= MANY_STARTS) {
    return {
      cause: "kit-dead",
      evidence: { ...(dead && { open_fault: dead }), starts_of_last_two_days: known.starts },
    };
  }
  const isByDayOnly = known.nightHours === 0 && known.dayHours >= DAY_HOURS_AT_LEAST;
  if (isByDayOnly) {
    return { cause: "kit-dead", evidence: { last_night_hours_told: 0, last_day_hours_told: known.dayHours } };
  }
  const before = known.past.at(-1);
  if (before && powerCauses.includes(before.cause) && known.from_ms - before.to_ms <= SAME_WITHIN_days * 24 * HOUR_ms) {
    return { cause: before.cause, evidence: { silent_for_the_same_until: new Date(before.to_ms).toISOString() } };
  }
  const flat = known.openFaults.find((kind) => flatFaults.includes(kind));
  const isLow = known.stateOfCharge_pct !== undefined && known.stateOfCharge_pct < LOW_pct;
  const isWithoutSun = known.noonReadings >= 2 && known.noonReadingsWithSun === 0;
  if (!flat && !isLow && !known.isOffForCharge && !isWithoutSun) return undefined;
  return {
    cause: "battery-flat",
    evidence: {
      ...(flat && { open_fault: flat }),
      last_battery_V: known.battery_V ?? null,
      last_stateOfCharge_pct: known.stateOfCharge_pct ?? null,
      outputs_off_for_charge: known.isOffForCharge ? "yes" : "no",
      noon_readings: known.noonReadings,
      noon_readings_with_sun: known.noonReadingsWithSun,
    },
  };
}

function hours(span_ms: number): number {
  return Math.round(span_ms / HOUR_ms);
}
