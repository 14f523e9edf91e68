import { createMeasures } from "@yeelen/shared/measures";

const MINUTE_ms = 60_000;
const HOUR_ms = 60 * MINUTE_ms;
const DAY_ms = 24 * HOUR_ms;

/** Each age is told in the first unit of which it holds enough to be told well. */
const ageSteps = [
  { unit: "year", size_ms: 365.25 * DAY_ms, from_ms: 730 * DAY_ms },
  { unit: "month", size_ms: 30.44 * DAY_ms, from_ms: 90 * DAY_ms },
  { unit: "day", size_ms: DAY_ms, from_ms: 48 * HOUR_ms },
  { unit: "hour", size_ms: HOUR_ms, from_ms: 90 * MINUTE_ms },
  { unit: "minute", size_ms: MINUTE_ms, from_ms: MINUTE_ms },
] as const;

export type Format = ReturnType<typeof createFormat>;

/** Numbers, measures and times as a language writes them. */
export function createFormat(locale: string) {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "always", style: "short" });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const toMinute = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  const ofDay = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });

  return {
    ...createMeasures(locale),
    /** Date and time, to the minute. */
    instant: (time: string) => full.format(new Date(time)),
    /** The date alone. */
    date: (time: string) => date.format(new Date(time)),
    /** An hour of the day of UTC, as the clock here shows it. */
    hourOfDay: (hour_h: number) => toMinute.format(hour_h * 3600_000),
    /** The time of day to the second, with the date where that is not today's. */
    timeOfDay(time_ms: number, now_ms: number): string {
      const isToday = date.format(time_ms) === date.format(now_ms);
      return isToday ? ofDay.format(time_ms) : `${date.format(time_ms)}, ${ofDay.format(time_ms)}`;
    },
    /** How long ago something was, or undefined where that is less than a minute. */
    age(time: string, now_ms: number): string | undefined {
      const age_ms = now_ms - Date.parse(time);
      const step = ageSteps.find(({ from_ms }) => Math.abs(age_ms) >= from_ms);
      return step && relative.format(-Math.trunc(age_ms / step.size_ms), step.unit);
    },
  };
}
