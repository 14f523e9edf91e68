import { type Happening, type HappeningKind, siteKinds } from "../happenings/kinds";
import type { KindProfile, Range } from "../happenings/profile";
import { kindProfiles } from "../happenings/profiles";
import type { Random } from "../random";
import type { Scenario } from "./schema";

const MINUTE_ms = 60_000;
const HOUR_ms = 60 * MINUTE_ms;
const DAY_ms = 24 * HOUR_ms;

/** Hours of the day in which something begins: thieves come late in the night, people are up by day. */
const HOURS: Record<NonNullable<KindProfile["begins"]>, Range> = { midnight: [0, 0], night: [0, 4], day: [7, 18] };

export type Repairs = Scenario["repairs"];

/** Whom a happening befalls. */
export interface Owner {
  site: string;
  kit?: string;
}

/** Whether a kind befalls whole sites. */
export function isOfASite(kind: HappeningKind): boolean {
  return siteKinds.includes(kind);
}

/**
 * Draws what is particular about one happening: part, severity, course, the time of day of its onset
 * and its end. Always takes as many numbers, so what one is like does not depend on another.
 *
 * @param around_ms about when: on that day, at a time that fits the kind
 */
export function drawOccurrence(
  kind: HappeningKind,
  owner: Owner,
  around_ms: number,
  repairs: Repairs,
  random: Random,
): Happening {
  const profile = kindProfiles[kind];
  const part = profile.parts[Math.floor(random() * profile.parts.length)] ?? "kit";
  const isOutright = random() < (profile.outrightShare ?? 0);
  const severity = round(within(profile.severity, random()));
  const isSudden = random() < (profile.suddenShare ?? 0);
  const course_h = Math.round(within(profile.course_h, random()));
  const ofDay = random();
  const duration = random();
  const isRepaired = random() < repairs.share;
  const midnight_ms = Math.floor(around_ms / DAY_ms) * DAY_ms;
  const onset_ms =
    profile.begins === undefined
      ? Math.floor(around_ms / MINUTE_ms) * MINUTE_ms
      : midnight_ms + Math.round(within(HOURS[profile.begins], ofDay) * 60) * MINUTE_ms;
  const happening: Happening = {
    kind,
    ...owner,
    part,
    onset_ms,
    severity: isOutright ? 1 : severity,
    course_h: isSudden ? 0 : course_h,
  };
  const end_ms = endOf(happening, profile, duration, isRepaired ? repairs : undefined);
  return end_ms === undefined ? happening : { ...happening, end_ms };
}

function endOf(
  { onset_ms, course_h }: Happening,
  { duration_h, boardAct }: KindProfile,
  drawn: number,
  repairs: Repairs | undefined,
): number | undefined {
  if (duration_h !== "stays") return onset_ms + Math.round(within(duration_h, drawn)) * HOUR_ms;
  if (repairs === undefined || boardAct !== undefined) return undefined;
  return onset_ms + Math.round(course_h + within(repairs.after, drawn)) * HOUR_ms;
}

function within([low, high]: Range, share: number): number {
  return low + (high - low) * share;
}

function round(severity: number): number {
  return Math.round(severity * 100) / 100;
}
