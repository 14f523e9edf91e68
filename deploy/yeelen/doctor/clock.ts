import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fail, type Finding, ok, warn } from "./finding";

/** A clock that is off by this much puts readings visibly into the wrong place: chosen, a tenth of the shortest interval of readings (5 min). */
const NOTICEABLE_ms = 30_000;
/** Two steps of a file's time and a second of rounding are no sign of anything. */
const TOLERATED_ms = 5000;
const CLOCK_ADVICE = "set the clock, and let it be kept by NTP (timedatectl set-ntp true)";

/** What there is to compare the clock with. */
export interface ClockSources {
  /** What this machine says, Unix time in ms. */
  now_ms: number;
  /** The newest time that is written down here, Unix time in ms, or undefined. */
  newestFile_ms: number | undefined;
  /** What InfluxDB's clock said when ours said `now_ms`, or undefined. */
  influxdb_ms: number | undefined;
  /** Whether the system keeps its clock by NTP, or undefined where it does not tell. */
  isSynchronized: boolean | undefined;
}

/** Whether the clock can be right. Kits have none: it is this one that places their readings in time. */
export function checkClock({ now_ms, newestFile_ms, influxdb_ms, isSynchronized }: ClockSources): Finding[] {
  const now = new Date(now_ms).toISOString().slice(0, 19);
  if (newestFile_ms !== undefined && newestFile_ms - now_ms > TOLERATED_ms) {
    const later = new Date(newestFile_ms).toISOString().slice(0, 19);
    return [
      fail("clock", `it says ${now}, but the journal was written at ${later}: one of the two was wrong`, CLOCK_ADVICE),
    ];
  }
  const off_ms = influxdb_ms === undefined ? 0 : influxdb_ms - now_ms;
  if (Math.abs(off_ms) > NOTICEABLE_ms) {
    const differs = `InfluxDB's clock is ${Math.round(Math.abs(off_ms) / 1000)} s ${off_ms > 0 ? "ahead" : "behind"}`;
    return [fail("clock", `it says ${now}, and ${differs}`, CLOCK_ADVICE)];
  }
  if (isSynchronized === false) return [warn("clock", `${now} UTC, kept by nobody`, CLOCK_ADVICE)];
  if (isSynchronized === undefined && influxdb_ms === undefined) {
    return [
      warn(
        "clock",
        `${now} UTC; whether that is right cannot be known here`,
        "make sure that the host keeps it by NTP",
      ),
    ];
  }
  return [ok("clock", `${now} UTC, ${isSynchronized ? "kept by NTP" : "the same as InfluxDB's"}`)];
}

/** The newest time of the files in a data directory, Unix time in ms. */
export function newestFileTime_ms(directory: string): number | undefined {
  try {
    const times = readdirSync(directory).map((name) => statSync(join(directory, name)).mtimeMs);
    return times.length > 0 ? Math.max(...times) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether systemd says that the clock is kept by NTP, or undefined where it says nothing. */
export async function isClockSynchronized(): Promise<boolean | undefined> {
  try {
    const asked = promisify(execFile)("timedatectl", ["show", "-p", "NTPSynchronized", "--value"], { timeout: 5000 });
    const answer = (await asked).stdout.trim();
    return answer === "yes" ? true : answer === "no" ? false : undefined;
  } catch {
    return undefined;
  }
}
