import { Column, type Group, GroupClock, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import type { Clock } from "../journal/kits";

/** Where a group of readings stands in time: time of a row = `base_ms` + its time column in ms. */
export interface Placement {
  base_ms: number;
  /** No clock and no anchor said so: placed between its neighbours. */
  estimated: boolean;
}

/**
 * Places each group of a report in time.
 *
 * The boot in which the report was made is placed by when it was received, an earlier boot, and all
 * boots of a report that does not say its uptime, by the last server time that the kit knew in it.
 * A boot without such an anchor ended before the next one began, and before the next reading that is
 * known, and began after the last reading before it: it is placed in the middle between these bounds,
 * or as late as possible where only the later one is known. A kit with a clock of its own is placed
 * by its anchors alone.
 *
 * @param endBefore_ms event time of the reading with the next lower sequence in the journal
 * @param startAfter_ms event time of the reading with the next higher sequence in the journal
 */
export function place(
  frame: ReportFrame,
  received_ms: number,
  clock: Clock,
  endBefore_ms: (sequence: number) => number | undefined,
  startAfter_ms: (sequence: number) => number | undefined,
): Placement[] {
  const boots = new Map<number, Placement>();
  const numbers = [...new Set(frame.groups.filter(isByUptime).map((group) => group.boot))].toSorted((a, b) => b - a);
  let next_ms = received_ms;
  for (const [i, boot] of numbers.entries()) {
    const groups = frame.groups.filter((group) => isByUptime(group) && group.boot === boot);
    const rows = groups.flatMap((group) => group.rows);
    const anchor = groups.find((group) => group.anchorUptime_s !== NOT_MEASURED);
    const isCurrent = i === 0;
    // what is left of an older numbering travels alone: such a report does not say its uptime
    const isOfThisBoot = isCurrent && frame.uptime_s !== NOT_MEASURED;
    const after_ms = isOfThisBoot
      ? undefined
      : startAfter_ms(Math.max(...rows.map((row) => row[Column.Sequence] as number)));
    let placement: Placement;
    if (anchor && (clock === "sender" || !isOfThisBoot)) {
      placement = { base_ms: (anchor.anchorTime_s - anchor.anchorUptime_s) * 1000, estimated: false };
    } else if (isCurrent && after_ms === undefined) {
      const uptimes = rows.map((row) => row[Column.Time] as number);
      const uptimeAtSending_s = frame.uptime_s === NOT_MEASURED ? Math.max(0, ...uptimes) : frame.uptime_s;
      placement = { base_ms: received_ms - uptimeAtSending_s * 1000, estimated: false };
    } else {
      placement = { base_ms: between(rows, Math.min(next_ms, after_ms ?? next_ms), endBefore_ms), estimated: true };
    }
    boots.set(boot, placement);
    next_ms = placement.base_ms;
  }
  return frame.groups.map((group) =>
    isByUptime(group) ? (boots.get(group.boot) as Placement) : { base_ms: 0, estimated: false },
  );
}

function isByUptime(group: Group): boolean {
  return group.clock === GroupClock.Uptime_s;
}

function between(rows: number[][], next_ms: number, endBefore_ms: (sequence: number) => number | undefined): number {
  const uptimes = rows.map((row) => row[Column.Time] as number);
  const latest_ms = next_ms - Math.max(...uptimes) * 1000;
  const before_ms = endBefore_ms(Math.min(...rows.map((row) => row[Column.Sequence] as number)));
  const earliest_ms = before_ms === undefined ? latest_ms : before_ms - Math.min(...uptimes) * 1000;
  return earliest_ms < latest_ms ? Math.round((earliest_ms + latest_ms) / 2) : latest_ms;
}
