import { GroupClock, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { ReportEntry } from "./entries";

/**
 * When the boots that a report speaks of began, Unix time in ms, by boot: what it tells in seconds
 * of a boot (events, attempts to connect) stands in time where the readings of that boot do.
 */
export function bootTimes({ scanned, placements, received_ms }: ReportEntry): Map<number, number> {
  const times = new Map<number, number>();
  scanned.groups.forEach((group, i) => {
    const placement = placements[i];
    if (placement && group.clock === GroupClock.Uptime_s && group.boot !== NOT_MEASURED) {
      times.set(group.boot, placement.base_ms);
    }
  });
  const told = [
    ...scanned.groups.map(({ boot }) => boot),
    ...scanned.events.filter((_, i) => i % 3 === 1),
    ...scanned.attempts.filter((_, i) => i % 5 === 0),
  ];
  // the newest boot is the one that sends; a report without readings places it all the same
  const current = Math.max(NOT_MEASURED, ...told);
  if (current !== NOT_MEASURED && !times.has(current) && scanned.uptime_s !== NOT_MEASURED) {
    times.set(current, received_ms - scanned.uptime_s * 1000);
  }
  return times;
}
