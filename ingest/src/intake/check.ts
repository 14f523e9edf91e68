import { implausibility } from "@yeelen/shared/plausibility";
import { Column, GroupClock, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import type { Clock } from "../journal/kits";
import { timeOfRow } from "../journal/eventTime";
import type { Placement } from "./placement";

/** A reading that decodes but cannot be true. */
export interface ImplausibleReading {
  sequence: number;
  problem: string;
}

/** Before this no kit existed: a clock that says so was never set. */
const EARLIEST_TIME_ms = Date.UTC(2000, 0, 1);
const LATEST_TIME_ms = Date.UTC(2100, 0, 1);
/** How far a sender's clock may be ahead of a server that does not trust it. */
const CLOCK_TOLERANCE_ms = 24 * 3600_000;

/** Finds the readings of a placed report that cannot be true. */
export function implausibleReadings(
  frame: ReportFrame,
  placements: readonly Placement[],
  received_ms: number,
  clock: Clock,
): ImplausibleReading[] {
  const currentBoot = Math.max(...frame.groups.map((group) => group.boot));
  return frame.groups.flatMap((group, g) =>
    group.rows.flatMap((row) => {
      const problem = implausibility(row) ?? timeProblem(row, g);
      return problem ? [{ sequence: row[Column.Sequence] as number, problem }] : [];
    }),
  );

  function timeProblem(row: number[], g: number): string | undefined {
    const group = frame.groups[g];
    if (!group) return undefined;
    const time = row[Column.Time] as number;
    const isAfterSending = frame.uptime_s !== NOT_MEASURED && time > frame.uptime_s;
    if (group.clock === GroupClock.Uptime_s && group.boot === currentBoot && isAfterSending) {
      return `uptime_s is ${time}, after the report's own ${frame.uptime_s}`;
    }
    const time_ms = timeOfRow(row, group.clock, placements[g]?.base_ms ?? 0);
    if (time_ms < EARLIEST_TIME_ms || time_ms > LATEST_TIME_ms) {
      return `time is ${time_ms} ms since 1970, outside the years 2000 to 2100: a clock that was never set`;
    }
    if (clock === "server" && time_ms > received_ms + CLOCK_TOLERANCE_ms) {
      return `time is ${new Date(time_ms).toISOString()}, more than a day ahead of the server`;
    }
    return undefined;
  }
}
