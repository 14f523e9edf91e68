import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { implausibility, isPlausible } from "./plausibility";
import { Column, emptyRow, NOT_MEASURED } from "./wire/columns";

function rowWith(column: Column, value: number): number[] {
  const row = emptyRow();
  row[column] = value;
  return row;
}

/** The lowest and highest measured values of rows, as a scan gives them. */
function rangeOf(rows: number[][]): [Int32Array, Int32Array] {
  const low = new Int32Array(Column.Count).fill(0x7fffffff);
  const high = new Int32Array(Column.Count).fill(NOT_MEASURED);
  for (const row of rows) {
    for (let column: number = Column.BatteryVoltage_mV; column < Column.Count; column++) {
      const value = row[column] as number;
      if (value !== NOT_MEASURED && value < (low[column] as number)) low[column] = value;
      if (value > (high[column] as number)) high[column] = value;
    }
  }
  return [low, high];
}

const cases: [Column, number, string | undefined][] = [
  [Column.BatteryVoltage_mV, 35_000, undefined],
  [Column.BatteryVoltage_mV, 35_001, "battery.voltage_mV is 35001, outside -100 to 35000"],
  [Column.BatteryVoltage_mV, -100, undefined],
  [Column.BatteryVoltage_mV, -101, "battery.voltage_mV is -101, outside -100 to 35000"],
  [Column.BatteryCurrent_mA, -35_001, "battery.current_mA is -35001, outside -35000 to 35000"],
  [Column.PanelVoltage_mV, 300_000, "panel.voltage_mV is 300000, outside -100 to 60000"],
  [Column.RadioLight_pct, 101, "radio.light_pct is 101, outside 0 to 100"],
  [Column.BatteryTemperature_degC, -41, "battery.temperature_degC is -41, outside -40 to 125"],
  [Column.Lamp3Commanded_pct, -1, "lamps.2.commanded_pct is -1, outside 0 to 100"],
  [Column.Lamp1Current_mA, -0x7ffffffe, "lamps.0.current_mA is -2147483646, outside -100 to 5000"],
  [Column.Usb2Current_mA, NOT_MEASURED, undefined],
  [Column.Off, 0x7fffffff, undefined],
];

describe("what cannot be true", () => {
  it.each(cases)("column %d at %d: %s", (column, value, expected) => {
    const row = rowWith(column, value);
    expect(implausibility(row)).toBe(expected);
    expect(isPlausible(...rangeOf([emptyRow(), row]))).toBe(expected === undefined);
  });

  it("is found by the range of the columns exactly where a row of them has it", () => {
    const value = fc.oneof(
      fc.constant(NOT_MEASURED),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: -120, max: 140 }),
    );
    const row = fc.array(value, { minLength: Column.Count, maxLength: Column.Count });
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(fc.array(row, { maxLength: 2 }), (rows) => {
        const isSound = rows.every((one) => implausibility(one) === undefined);
        expect(isPlausible(...rangeOf(rows))).toBe(isSound);
        seen.add(isSound);
      }),
      { numRuns: 1000 },
    );
    expect(seen.size, "both happen").toBe(2);
  });
});
