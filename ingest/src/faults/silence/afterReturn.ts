import type { ConnectionStage } from "@yeelen/shared/answers";
import type { FaultKind } from "@yeelen/shared/faults";
import { connectionStages } from "@yeelen/shared/vocabulary";
import type { CauseFound } from "./causes";
import type { Outage } from "./siteQuiet";

const HOUR_ms = 3600_000;
const DAY_ms = 24 * HOUR_ms;

/** Attempts to connect that came equally far, as a kit tells them. */
export interface ToldAttempts {
  reached: ConnectionStage;
  from_ms: number;
  to_ms: number;
  times: number;
}

/** What is known of a silence that has ended. */
export interface KnownAfterReturn {
  from_ms: number;
  to_ms: number;
  attempts: readonly ToldAttempts[];
  /** In how many of its hours the kit took readings, and how many of these were of the night. */
  hoursWithReadings: number;
  nightHoursWithReadings: number;
  /** On how many days it took readings. */
  daysWithReadings: number;
  /** How often it started in that time, or undefined where it numbers anew. */
  starts: number | undefined;
  /** When nobody else of its site was heard in that time. */
  outages: readonly Outage[];
  /** Faults that the readings show to have been there at that time. */
  faults: readonly FaultKind[];
}

/** These leave a kit without power time and again, however full its battery. */
export const deadFaults: readonly FaultKind[] = ["battery-disconnected", "controller-resetting"];

/** A kit that took readings in less than half of the time had no power. */
const POWERED_share = 0.5;
/** A kit without a battery starts whenever the sun comes out; one whose battery is charged again, once. */
const STARTS_WITHOUT_BATTERY_a_day = 1;
/** It runs from its panel alone where it has told of so many hours, none of them of the night, on so many of the days. */
const DAY_HOURS_AT_LEAST = 3;
const DAYS_share = 0.5;
/** The network of the site explains a silence of which it was away for so much. */
const OUTAGE_share = 0.6;
/** It fell silent with an outage that began before a kit would have been heard again; an evening may fail. */
const FELL_SILENT_WITHIN_h = 30;
/** A kit without a hotspot tries once a minute. */
const TRIES_an_hour = 50;
const JOINED = connectionStages.indexOf("joined");

/** Why a kit was silent, now that it has told. */
export function causeAfterReturn(known: KnownAfterReturn): CauseFound {
  const { from_ms, to_ms, attempts, starts, outages } = known;
  const length_h = (to_ms - from_ms) / HOUR_ms;
  const told = attempts.filter(({ from_ms: a, to_ms: b }) => b >= from_ms && a <= to_ms);
  // whoever tries has power, though its readings may have been lost where it numbers anew
  const tries = starts === undefined ? told : [];
  const hoursOfTries = tries.reduce((sum, one) => sum + Math.min(length_h, one.times / TRIES_an_hour), 0);
  const powered = Math.max(known.hoursWithReadings, hoursOfTries) / Math.max(1, length_h - 1);
  const evidence = {
    silent_h: Math.round(length_h),
    hours_with_readings: known.hoursWithReadings,
    night_hours_with_readings: known.nightHoursWithReadings,
    starts: starts ?? null,
  };
  const isPowerless = powered < POWERED_share;
  const dead = known.faults.find((kind) => deadFaults.includes(kind));
  // whatever the network did: this needs a trip
  if (isPowerless && (dead || isDead(known, length_h))) {
    return { cause: "kit-dead", evidence: { ...evidence, ...(dead && { fault_at_that_time: dead }) } };
  }
  const away_ms = outages
    .filter((one) => one.from_ms <= from_ms + FELL_SILENT_WITHIN_h * HOUR_ms)
    .reduce((sum, one) => sum + overlap_ms(one, from_ms, to_ms), 0);
  if (away_ms >= OUTAGE_share * (to_ms - from_ms)) {
    return { cause: "site-network", evidence: { ...evidence, site_quiet_h: Math.round(away_ms / HOUR_ms) } };
  }
  if (isPowerless) return { cause: "battery-flat", evidence };
  const joined = told.filter(({ reached }) => connectionStages.indexOf(reached) >= JOINED);
  const joinedDays = new Set(joined.flatMap(({ from_ms: a, to_ms: b }) => [dayOf(a), dayOf(b)]));
  const counts = {
    ...evidence,
    attempts_without_hotspot: countOf(told, (stage) => stage < JOINED),
    attempts_without_network: countOf(told, (stage) => stage >= JOINED),
    days_with_hotspot: joinedDays.size,
    site_quiet_h: Math.round(away_ms / HOUR_ms),
  };
  if (told.length === 0) return { cause: "unknown", evidence: counts };
  // the hotspot was there and nothing came of it: for how much of the time is that what kept it?
  const firstJoined_ms = Math.min(...joined.map(({ from_ms: a }) => a));
  const isHotspotThere = joinedDays.size >= 2 || (joined.length > 0 && to_ms - firstJoined_ms >= (to_ms - from_ms) / 2);
  if (!isHotspotThere) return { cause: "phone-away", evidence: counts };
  const inOutage = joined.filter((one) =>
    outages.some((outage) => one.to_ms >= outage.from_ms && one.from_ms <= outage.to_ms),
  );
  return { cause: inOutage.length > joined.length / 2 ? "site-network" : "credit", evidence: counts };
}

/** Whether a kit without power lived from its panel alone, or started again and again. */
function isDead(known: KnownAfterReturn, length_h: number): boolean {
  const { starts, hoursWithReadings, nightHoursWithReadings, daysWithReadings } = known;
  if (starts !== undefined && starts > 1 + (STARTS_WITHOUT_BATTERY_a_day * length_h) / 24) return true;
  // without a panel it cannot live from it
  if (known.faults.includes("panel-no-output")) return false;
  const days = Math.max(2, Math.round(length_h / 24));
  return (
    nightHoursWithReadings === 0 && hoursWithReadings >= DAY_HOURS_AT_LEAST && daysWithReadings >= DAYS_share * days
  );
}

function countOf(told: readonly ToldAttempts[], is: (stage: number) => boolean): number {
  return told.reduce((sum, { reached, times }) => sum + (is(connectionStages.indexOf(reached)) ? times : 0), 0);
}

function overlap_ms(outage: Outage, from_ms: number, to_ms: number): number {
  return Math.max(0, Math.min(outage.to_ms, to_ms) - Math.max(outage.from_ms, from_ms));
}

function dayOf(time_ms: number): number {
  return Math.floor(time_ms / DAY_ms);
}
