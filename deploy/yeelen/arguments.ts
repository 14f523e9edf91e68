import { CommandError } from "./commandError";

/**
 * A number above 0 from the command line; undefined where it was left out.
 *
 * @param name of the option, for the message
 */
function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new CommandError(`${name} takes a number above 0`);
  return value;
}

/** The same for what can only be counted. */
export function count(name: string, text: string | undefined): number | undefined {
  const value = positive(name, text);
  if (value !== undefined && !Number.isSafeInteger(value)) throw new CommandError(`${name} takes a whole number`);
  return value;
}

/** A speed: simulated or recorded seconds per second; undefined for `max`. */
export function speedOf(text: string): number | undefined {
  return text === "max" ? undefined : positive("--speed", text);
}

/** A day such as 2026-01-31, as midnight UTC in Unix ms. */
export function dayOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time_ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(time_ms)) throw new CommandError(`${name} takes a day such as 2026-01-31`);
  return time_ms;
}
