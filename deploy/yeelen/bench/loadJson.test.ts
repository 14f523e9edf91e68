import { reportOfFrame } from "@yeelen/shared/reportFrame";
import { parseJsonReport } from "@yeelen/shared/parseReport";
import { expect, it } from "vitest";
import { JsonReadingContent, JsonReportContent, plainColumns } from "./loadJson";
import { firstOf, nthOf } from "./loadReport";
import { repeatableReports } from "./loadSource";

const reports = repeatableReports(20);
const numbers: [number, number][] = [
  [0, 0],
  [1, 1],
  [199, 999],
  [9999, 43_000],
];

it.each(numbers)("of kit %i writes report %i as if it were made anew, and the service can read it", (kit, n) => {
  const content = new JsonReportContent(reports);
  const buffer = Buffer.alloc(content.largest_bytes);
  const text = buffer.toString("latin1", 0, content.write(buffer, 0, kit, n));
  const frame = nthOf(firstOf(reports[(kit * 7 + n) % reports.length] as (typeof reports)[number], kit), n);
  expect(text).toBe(JSON.stringify(reportOfFrame(frame)));
  expect(parseJsonReport(Buffer.from(text)).frame).toEqual({ ...frame, groups: parsedGroups(frame) });
});

it.each(numbers)("of kit %i writes reading %i with all its columns", (kit, n) => {
  const content = new JsonReadingContent(reports);
  const buffer = Buffer.alloc(content.largest_bytes);
  const reading = JSON.parse(buffer.toString("latin1", 0, content.write(buffer, 0, kit, n))) as Record<string, number>;
  const current = reports[(kit * 7 + n) % reports.length]?.groups[0]?.rows[0] as number[];
  expect(reading).toMatchObject({ sequence: 2 ** 20 + n, incarnation: 2 ** 30 + kit });
  expect(plainColumns.map((name) => reading[name] ?? -0x7fffffff)).toEqual(current.slice(2));
});

/** The JSON form says the boot of each group anew. */
function parsedGroups({ groups }: (typeof reports)[number]) {
  return groups.map((group) => ({ ...group }));
}
