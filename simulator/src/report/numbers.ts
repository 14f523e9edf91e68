const DAY_ms = 86_400_000;

/** Keeps a number and its unit on one line. */
const NBSP = "\u00a0";

/** A number with its separators, to so many digits that count: 1,234 or 0.0123. */
export function rounded(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 10 ** digits)
    return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(value);
  return new Intl.NumberFormat("en-GB", { maximumSignificantDigits: digits }).format(value);
}

export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  // neither "0 %" for what did happen nor "100 %" for what did not always
  if (share > 0 && share < 0.001) return `< 0.1${NBSP}%`;
  if (share < 1 && share > 0.999) return `> 99.9${NBSP}%`;
  return `${new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 }).format(share * 100)}${NBSP}%`;
}

/** An amount of data in the unit of a thousand that keeps it readable. */
export function bytes(amount_B: number): string {
  if (amount_B >= 1e9) return `${rounded(amount_B / 1e9)}${NBSP}GB`;
  if (amount_B >= 1e6) return `${rounded(amount_B / 1e6)}${NBSP}MB`;
  if (amount_B >= 1e3) return `${rounded(amount_B / 1e3)}${NBSP}kB`;
  return `${rounded(amount_B)}${NBSP}B`;
}

/** An energy in the unit of a thousand that keeps it readable. */
export function energy(amount_Wh: number): string {
  if (Math.abs(amount_Wh) >= 1e6) return `${rounded(amount_Wh / 1e6)}${NBSP}MWh`;
  if (Math.abs(amount_Wh) >= 1e3) return `${rounded(amount_Wh / 1e3)}${NBSP}kWh`;
  return `${rounded(amount_Wh)}${NBSP}Wh`;
}

export function duration(time_s: number): string {
  if (time_s < 90) return `${rounded(time_s, 2)}${NBSP}s`;
  const minutes = Math.round(time_s / 60);
  return minutes < 60 ? `${minutes}${NBSP}min` : `${Math.floor(minutes / 60)}${NBSP}h ${minutes % 60}${NBSP}min`;
}

/** "1 kit", "2 kits", "1,000 days". */
export function counted(count: number, one: string): string {
  return `${new Intl.NumberFormat("en-GB").format(count)} ${one}${count === 1 ? "" : "s"}`;
}

/** "3 Jan 2027", in UTC, which is Mali's time. */
export function dateOf(time_ms: number): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }).format(
    time_ms,
  );
}

/** "3 Jan". */
export function dayOf(time_ms: number): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" }).format(time_ms);
}

/** Days to name below a time axis, as indexes: every so many days, or the first of months where there are many. */
export function tickDays(start_ms: number, days: number, most: number): number[] {
  const every = [1, 2, 7].find((step) => days / step <= most);
  const all = Array.from({ length: days }, (_, day) => day);
  if (every) return all.filter((day) => day % every === 0);
  const firsts = all.filter((day) => new Date(startOfDay(start_ms, day)).getUTCDate() === 1);
  const step = Math.ceil(firsts.length / most);
  return firsts.filter((_, i) => i % step === 0);
}

export function startOfDay(start_ms: number, day: number): number {
  return start_ms + day * DAY_ms;
}

/** The value below which a share of the values lies, between neighbours in a straight line; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
