import { expect, it } from "vitest";
import { parseJsonReport } from "./parseReport";
import { readingOfRow } from "./reportFrame";
import { Column, GroupClock } from "./wire/columns";
import { decodeReport } from "./wire/decodeReport";
import { encodeReport } from "./wire/encodeReport";

/** The rows of JSON readings, as they come back from the binary form in which they are kept. */
function keptRows(readings: object[]): number[][] {
  const { frame } = parseJsonReport(Buffer.from(JSON.stringify({ version: "1.0", readings })));
  return decodeReport(encodeReport(frame, Buffer.alloc(16_384))).frame.groups.flatMap(({ rows }) => rows);
}

it.each(["1969-12-31T23:59:59.999Z", "0000-01-01T00:00:00Z"])(
  "a reading of %s, which no column can hold, stands at the beginning of 1970 and spoils no other",
  (time) => {
    const rows = keptRows([
      { sequence: 1, time: "2026-11-23T06:00:00Z", battery: { voltage_mV: 12_800 } },
      { sequence: 2, time, battery: { voltage_mV: 12_900 } },
    ]);
    expect(rows.map((row) => [row[Column.Time], row[Column.BatteryVoltage_mV]])).toEqual([
      [Date.UTC(2026, 10, 23, 6), 12_800],
      [0, 12_900],
    ]);
  },
);

it("an output that is off for two reasons is off for the last of them", () => {
  const off = [
    { output: "usb1", reason: "hot" },
    { output: "lamp1", reason: "short" },
    { output: "lamp1", reason: "hot" },
  ];
  const [row] = keptRows([{ sequence: 1, uptime_s: 5, off }]);
  expect(readingOfRow(row as number[], GroupClock.Uptime_s).off).toEqual([
    { output: "lamp1", reason: "hot" },
    { output: "usb1", reason: "hot" },
  ]);
});
