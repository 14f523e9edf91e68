/** Digits of each token of a pattern, and the part of a time that it is. */
const tokens: Record<string, string> = {
  YYYY: "(?<year>\\d{4})",
  YY: "(?<shortYear>\\d{2})",
  MM: "(?<month>\\d{1,2})",
  DD: "(?<day>\\d{1,2})",
  HH: "(?<hour>\\d{1,2})",
  mm: "(?<minute>\\d{1,2})",
  ss: "(?<second>\\d{1,2})(?:[.,]\\d+)?",
  A: "(?<half>[AaPp])\\.?[Mm]\\.?",
};

/** Whether a format is one that `timeReader` takes. */
export function isTimePattern(format: string): boolean {
  if (["iso", "epoch_s", "epoch_ms"].includes(format)) return true;
  return ["YY", "MM", "DD", "HH", "mm"].every((token) => format.includes(token));
}

/** Whether a zone is one that `timeReader` takes. */
export function isZone(zone: string): boolean {
  if (fixedOffset_ms(zone) !== undefined) return true;
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Reads the times of a log, row after row. @returns Unix time in ms, or undefined for what is none */
export type TimeReader = (text: string) => number | undefined;

/**
 * @param format `iso`, `epoch_s`, `epoch_ms`, or a pattern of YYYY, YY, MM, DD, HH, mm, ss and A
 * @param zone of times that do not say theirs: a name of the IANA, or an offset such as +01:00
 */
export function timeReader(format: string, zone: string): TimeReader {
  if (format === "epoch_s" || format === "epoch_ms") {
    return (text) => {
      const value = text === "" ? Number.NaN : Number(text);
      const time_ms = format === "epoch_s" ? value * 1000 : value;
      // before 2000 and after 2100 it is the other one of the two, or no time at all
      return time_ms >= Date.UTC(2000) && time_ms < Date.UTC(2100) ? Math.round(time_ms) : undefined;
    };
  }
  const toUtc = zoned(zone);
  if (format === "iso") return (text) => isoTime(text, toUtc);
  const pattern = new RegExp(`^${patternOf(format)}$`);
  return (text) => {
    const parts = pattern.exec(text.trim())?.groups;
    if (!parts) return undefined;
    const year = parts.year === undefined ? 2000 + Number(parts.shortYear) : Number(parts.year);
    let hour = Number(parts.hour);
    if (parts.half !== undefined) hour = (hour % 12) + (parts.half.toLowerCase() === "p" ? 12 : 0);
    const wall_ms = wallTime(
      year,
      Number(parts.month),
      Number(parts.day),
      hour,
      Number(parts.minute),
      Number(parts.second ?? 0),
    );
    return wall_ms === undefined ? undefined : toUtc(wall_ms);
  };
}

function patternOf(format: string): string {
  return format.replaceAll(/YYYY|YY|MM|DD|HH|mm|ss|A|[^A-Za-z]|[A-Za-z]/g, (part) => {
    if (part === " ") return "\\s+";
    return tokens[part] ?? part.replace(/[.*+?^${}()|[\]\\]/, "\\$&");
  });
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;

function isoTime(text: string, toUtc: (wall_ms: number) => number): number | undefined {
  const [, year, month, day, hour, minute, second, zone] = ISO.exec(text.trim()) ?? [];
  const wall_ms = wallTime(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0));
  if (wall_ms === undefined || zone === undefined) return wall_ms === undefined ? undefined : toUtc(wall_ms);
  return wall_ms - (fixedOffset_ms(zone) ?? 0);
}

/** What the clock on the wall shows, as if it were UTC; undefined for a day or hour that does not exist. */
function wallTime(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  const wall_ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(wall_ms);
  const isSame =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && minute < 60;
  return isSame && second < 60 ? wall_ms : undefined;
}

function fixedOffset_ms(zone: string): number | undefined {
  if (zone === "Z" || zone === "UTC") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  if (hours === undefined) return undefined;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** From the clock on the wall of a zone to UTC. */
function zoned(zone: string): (wall_ms: number) => number {
  const fixed_ms = fixedOffset_ms(zone);
  if (fixed_ms !== undefined) return (wall_ms) => wall_ms - fixed_ms;
  const offset_ms = offsetsOf(zone);
  let before_ms = Number.NEGATIVE_INFINITY;
  return (wall_ms) => {
    // an hour that summer time ends twice: the rows of its second pass stand behind those of the first
    const candidates = [wall_ms - offset_ms(wall_ms - 86_400_000), wall_ms - offset_ms(wall_ms + 86_400_000)];
    const [first = wall_ms, ...others] = candidates.filter((time_ms) => time_ms + offset_ms(time_ms) === wall_ms);
    const time_ms = first > before_ms ? first : (others.find((other) => other > before_ms) ?? first);
    before_ms = time_ms;
    return time_ms;
  };
}

function offsetsOf(zone: string): (time_ms: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const known = new Map<number, number>();
  return (time_ms) => {
    // zones change at full quarters of an hour
    const quarter = Math.floor(time_ms / 900_000);
    let offset_ms = known.get(quarter);
    if (offset_ms === undefined) {
      const name = format.formatToParts(quarter * 900_000).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
      offset_ms = fixedOffset_ms(name.slice(3)) ?? 0;
      known.set(quarter, offset_ms);
    }
    return offset_ms;
  };
}
