const UNITS_h: Record<string, number> = { min: 1 / 60, minute: 1 / 60, h: 1, hour: 1, day: 24, week: 168 };
const MINUTE_ms = 60_000;
const HOUR_ms = 3_600_000;
const DAY_ms = 24 * HOUR_ms;

/** What `durationOf_h` reads, for messages. */
export const DURATION_FORM = 'a length of time such as "90 min", "18 h", "3 days" or "2 weeks"';

/** @returns hours, or `undefined` where the text is no length of time */
export function durationOf_h(text: string): number | undefined {
  const [, count, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const name = unit.toLowerCase();
  const unit_h = UNITS_h[name] ?? UNITS_h[name.replace(/s$/, "")];
  return unit_h === undefined ? undefined : Number(count) * unit_h;
}

/** @returns Unix time in ms of the midnight (UTC, as in Mali) at which a day such as 2026-01-31 begins */
export function dateOf_ms(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const time_ms = Date.parse(`${text}T00:00:00Z`);
  // the 30th of February would silently become the 2nd of March
  if (Number.isNaN(time_ms) || new Date(time_ms).toISOString().slice(0, 10) !== text) return undefined;
  return time_ms;
}

/** A moment of a run: by its day, the first of which is day 1, or by the calendar. */
type Moment = { fromStart_ms: number } | { time_ms: number };

/** What `momentOf` reads, for messages. */
export const MOMENT_FORM = 'a moment such as "day 20 18:00" (day 1 is the first) or "2026-01-20 18:00"';

/** @returns `undefined` where the text is no moment */
export function momentOf(text: string): Moment | undefined {
  const parts = /^\s*(?:day\s+(\d+)|(\d{4}-\d\d-\d\d))(?:[\sT]+(\d\d?):(\d\d)(?::00)?Z?)?\s*$/i.exec(text);
  if (!parts) return undefined;
  const [, day, date, hour = "0", minute = "0"] = parts;
  if (Number(hour) > 23 || Number(minute) > 59) return undefined;
  const ofDay_ms = Number(hour) * HOUR_ms + Number(minute) * MINUTE_ms;
  if (day !== undefined) return Number(day) < 1 ? undefined : { fromStart_ms: (Number(day) - 1) * DAY_ms + ofDay_ms };
  const midnight_ms = dateOf_ms(date ?? "");
  return midnight_ms === undefined ? undefined : { time_ms: midnight_ms + ofDay_ms };
}

/** Unix time in ms of a moment of a run. */
export function timeOf_ms(moment: Moment, start_ms: number): number {
  return "time_ms" in moment ? moment.time_ms : start_ms + moment.fromStart_ms;
}
