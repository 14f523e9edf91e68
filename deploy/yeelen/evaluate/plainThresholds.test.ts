import type { JournalledReport } from "@yeelen/ingest/journal/readings";
import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { PlainThresholds, plainRules } from "./plainThresholds";

const MINUTE_ms = 60_000;
const START_ms = Date.UTC(2026, 2, 1, 11);

/** A kit reports readings, a quarter of an hour apart, of which each says so much. */
function alarms(...reports: { from_min: number; rows: Partial<Record<Column, number>>[] }[]): string[] {
  const plain = new PlainThresholds(plainRules());
  for (const { from_min, rows } of reports) {
    const readings = rows.map((measured, i) => {
      const row = emptyRow();
      for (const [column, value] of Object.entries(measured)) row[Number(column)] = value;
      return { time_ms: START_ms + (from_min + 15 * i) * MINUTE_ms, row, boot: 1 };
    });
    const kit = { code: "koro-1", site: "Koro", battery: "lifepo4-4s" };
    plain.take({
      kit,
      received_ms: (readings.at(-1)?.time_ms ?? 0) + MINUTE_ms,
      readings,
    } as unknown as JournalledReport);
  }
  return plain.faults.map(
    ({ kind, raised_ms, gone_ms }) => `${kind} ${(raised_ms - START_ms) / MINUTE_ms} ${gone_ms ? "gone" : "there"}`,
  );
}

const times = (count: number, row: Partial<Record<Column, number>>) => Array.from({ length: count }, () => row);
const low = { [Column.BatteryVoltage_mV]: 11_900 };
const well = { [Column.BatteryVoltage_mV]: 13_000 };
const dark = { [Column.PanelCurrent_mA]: 0, [Column.BatteryStateOfCharge_pct]: 60 };

describe("static rules of a dashboard", () => {
  it.each<[string, Parameters<typeof alarms>, string[]]>([
    ["true for an hour", [{ from_min: 0, rows: times(5, low) }], ["battery-undervoltage 60 there"]],
    ["true for three quarters", [{ from_min: 0, rows: [...times(4, low), well] }], []],
    ["over", [{ from_min: 0, rows: [...times(6, low), well] }], ["battery-undervoltage 60 gone"]],
    [
      "the same again within a day is one alarm",
      [{ from_min: 0, rows: [...times(6, low), well, ...times(5, low)] }],
      ["battery-undervoltage 60 there"],
    ],
    [
      "what comes late is not looked at",
      [
        { from_min: 300, rows: [well] },
        { from_min: 0, rows: times(6, low) },
      ],
      [],
    ],
    ["no light at noon", [{ from_min: 0, rows: times(5, dark) }], ["panel-no-output 60 there"]],
    [
      "no light at noon, and the battery is full",
      [{ from_min: 0, rows: times(5, { ...dark, [Column.BatteryStateOfCharge_pct]: 100 }) }],
      [],
    ],
    ["no light in the evening", [{ from_min: 500, rows: times(9, dark) }], []],
    ["nothing is measured", [{ from_min: 0, rows: times(9, {}) }], []],
  ])("%s", (_, reports, expected) => {
    expect(alarms(...reports)).toEqual(expected);
  });
});
