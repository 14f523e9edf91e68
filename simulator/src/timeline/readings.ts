import type { Reading } from "@yeelen/shared/reading";
import { readingOfRow } from "@yeelen/shared/reportFrame";
import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";

/** A reading, with the time at which it was truly taken. */
export type TimelineReading = Reading & { time_ms: number; incarnation: number; boot: number };

const MINUTE_ms = 60_000;

/**
 * The readings in the reports of one kit, each once, in the order of time.
 *
 * Their time is the simulation's, not the one that a server makes of anchors: a simulated board starts
 * at a whole minute, which is the minute in which the report of that boot that was on its way for the
 * shortest time arrived, less its uptime.
 */
export function readingsOf(reports: readonly { report: Buffer; received_ms: number }[]): TimelineReading[] {
  const bootedAt_ms = new Map<string, number>();
  const readings = new Map<string, { reading: Reading; incarnation: number; boot: number }>();
  const nameOf = (incarnation: number, of: number) => `${incarnation}/${of}`;
  for (const { report, received_ms } of reports) {
    const { frame } = decodeReport(report);
    const { incarnation } = frame;
    for (const { boot, clock, rows } of frame.groups) {
      const name = nameOf(incarnation, boot);
      bootedAt_ms.set(name, Math.min(received_ms - frame.uptime_s * 1000, bootedAt_ms.get(name) ?? Infinity));
      for (const row of rows) {
        const key = nameOf(incarnation, row[Column.Sequence] as number);
        if (!readings.has(key)) readings.set(key, { reading: readingOfRow(row, clock), incarnation, boot });
      }
    }
  }
  return [...readings.values()]
    .map(({ reading, incarnation, boot }) => {
      const started_ms = bootedAt_ms.get(nameOf(incarnation, boot)) as number;
      const minute_ms = Math.floor(started_ms / MINUTE_ms) * MINUTE_ms;
      return { ...reading, incarnation, boot, time_ms: minute_ms + (reading.uptime_s ?? 0) * 1000 };
    })
    .toSorted((a, b) => a.time_ms - b.time_ms);
}
