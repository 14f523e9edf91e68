import { implausibility } from "@yeelen/shared/plausibility";
import { Column, GroupClock, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import type { ScannedReport } from "@yeelen/shared/wire/scanReport";
import { placedTime_ms, timeOfRow } from "../journal/eventTime";
import type { Clock } from "../journal/kits";
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

/** Whether the times of all readings of a report can be true: then `implausibleReadings` finds none for its time. */
export function areTimesPlausible(
  { groups, uptime_s }: ScannedReport,
  placements: readonly Placement[],
  received_ms: number,
  clock: Clock,
): boolean {
  let currentBoot = NOT_MEASURED;
  for (const { boot } of groups) if (boot > currentBoot) currentBoot = boot;
  const latest_ms = clock === "server" ? received_ms + CLOCK_TOLERANCE_ms : LATEST_TIME_ms;
  for (let i = 0; i < groups.length; i++) {
    const { count, clock: groupClock, boot, lowestTime, highestTime } = groups[i] as (typeof groups)[number];
    if (count === 0) continue;
    const isOfThisBoot = groupClock === GroupClock.Uptime_s && boot === currentBoot;
    if (isOfThisBoot && uptime_s !== NOT_MEASURED && highestTime > uptime_s) return false;
    const { base_ms } = placements[i] as Placement;
    if (placedTime_ms(lowestTime, groupClock, base_ms) < EARLIEST_TIME_ms) return false;
    const last_ms = placedTime_ms(highestTime, groupClock, base_ms);
    if (last_ms > LATEST_TIME_ms || last_ms > latest_ms) return false;
  }
  return true;
}

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
