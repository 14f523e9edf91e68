import { Column, GroupClock } from "@yeelen/shared/wire/columns";

/** The event time of a row of a group that was placed, Unix time in ms. */
export function timeOfRow(row: readonly number[], clock: GroupClock, base_ms: number): number {
  const time = row[Column.Time] as number;
  return clock === GroupClock.Time_ms ? time : base_ms + time * 1000;
}
