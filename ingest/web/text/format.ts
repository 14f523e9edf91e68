import { parted } from "./units";

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

/** From this many hours on, a span is told in days. */
const DAYS_FROM_h = 72;

export type Format = ReturnType<typeof createFormat>;

/** Numbers, measures and times as a language writes them. */
export function createFormat(locale: string) {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "always", style: "short" });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const ofDay = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });

  return {
    number: (value: number) => plain.format(value),
    /** Date and time, to the minute. */
    instant: (time: string) => full.format(new Date(time)),
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
    /** A value with the unit that its key ends in: `lowest_V` 11.8 is "11.8 V". In a sentence, hours are spelled out. */
    measure(key: string, value: number, isInSentence = false): string {
      const { unit } = parted(key);
      if (!unit) return plain.format(value);
      if ("sign" in unit) return `${plain.format(value)}\u00a0${unit.sign}`;
      return inUnit(value, unit.intl, isInSentence && unit.intl !== "percent" ? "long" : "short");
    },
    /** Hours as minutes, hours or days, whichever reads best. */
    span(hours: number): string {
      if (hours < 1) return inUnit(Math.round(hours * 60), "minute", "long");
      if (hours < DAYS_FROM_h) return inUnit(hours, "hour", "long");
      return inUnit(Math.round((hours / 24) * 10) / 10, "day", "long");
    },
  };

  function inUnit(value: number, unit: string, unitDisplay: "short" | "long"): string {
    return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay, maximumFractionDigits: 2 }).format(value);
  }
}
