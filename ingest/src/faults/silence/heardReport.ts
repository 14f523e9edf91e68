import { Column, type Group, GroupClock, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { JournalledReport } from "../../journal/readings";
import type { HeardReport } from "./silenceLog";

/** What a report that the journal holds tells of its kit's silences. */
export function heardReport({ kit, received_ms, frame, readings }: JournalledReport): HeardReport {
  const bootTimes = new Map<number, number>();
  const clocks = new Map(frame.groups.map(({ boot, clock }: Group) => [boot, clock]));
  for (const { boot, time_ms, row } of readings) {
    if (clocks.get(boot) === GroupClock.Uptime_s) bootTimes.set(boot, time_ms - (row[Column.Time] as number) * 1000);
  }
  const told = [...frame.groups.map(({ boot }) => boot), ...frame.attempts.filter((_, i) => i % 5 === 0)];
  // the newest boot is the one that sends
  const newest = Math.max(NOT_MEASURED, ...told);
  const boot = newest === NOT_MEASURED ? undefined : newest;
  if (boot !== undefined && frame.uptime_s !== NOT_MEASURED) bootTimes.set(boot, received_ms - frame.uptime_s * 1000);
  return {
    kit: kit.code,
    site: kit.site,
    received_ms,
    incarnation: frame.incarnation,
    boot,
    readings,
    attempts: frame.attempts,
    bootTimes,
  };
}
