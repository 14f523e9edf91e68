import { Column, GroupClock } from "@yeelen/shared/wire/columns";

/** The event time of a row of a group that was placed, Unix time in ms. */
export function timeOfRow(row: readonly number[], clock: GroupClock, base_ms: number): number {
  return placedTime_ms(row[Column.Time] as number, clock, base_ms);
}

/** The event time of a time as it stands in a group that was placed, Unix time in ms. */
export function placedTime_ms(time: number, clock: GroupClock, base_ms: number): number {
  return clock === GroupClock.Time_ms ? time : base_ms + time * 1000;
}
