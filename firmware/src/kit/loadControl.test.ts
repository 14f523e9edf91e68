import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { batteryProfile } from "./battery";
import { LoadControl } from "./loadControl";
import { Kit } from "./kit";

const ON = 0;
const OFF = 63;

describe("load control", () => {
  it.each([
    [
      "lifepo4-4s",
      [
        // voltage, current, outputs
        [12_400, -500, ON],
        [12_000, -100, ON], // 6 mV of it are the current's
        [11_990, -100, OFF],
        [12_590, 0, OFF], // between the thresholds it stays off
        [12_700, 2000, OFF], // the sun lifts the voltage of an empty battery
        [12_730, 2000, ON],
        [12_010, 0, ON], // and on
      ],
    ],
    [
      "lead-acid-6s",
      [
        [11_700, 0, ON],
        [11_600, -3000, ON],
        [11_540, -3000, OFF],
        [12_600, 0, OFF],
        [12_601, 0, ON],
      ],
    ],
  ] as const)("of %s disconnects below its threshold and reconnects above the other", (name, steps) => {
    const control = new LoadControl(batteryProfile(name));
    for (const [voltage_mV, current_mA, outputs] of steps) {
      control.decide(voltage_mV, current_mA);
      expect([voltage_mV, current_mA, control.outputsOff()]).toEqual([voltage_mV, current_mA, outputs]);
    }
  });

  it("leaves everything as it is while the voltage is not measured", () => {
    const control = new LoadControl(batteryProfile("lifepo4-4s"));
    control.decide(NOT_MEASURED, -100);
    expect(control.outputsOff()).toBe(ON);
    control.decide(11_000, NOT_MEASURED);
    control.decide(NOT_MEASURED, NOT_MEASURED);
    expect(control.outputsOff()).toBe(OFF);
  });
});

it("a reading says what was off while it was taken, and that an output that is off is asked for nothing", () => {
  const kit = new Kit({
    incarnation: 1,
    firstSequence: 0,
    boot: 1,
    resetCause: NOT_MEASURED,
    firmware: "0.1.0",
    clock_s: 0,
    uploadInterval_s: 3600,
    ringCapacity: 8,
    readingsPerReport: 4,
    battery: batteryProfile("lifepo4-4s"),
  });
  const row = (voltage_mV: number) => {
    const row = emptyRow();
    row[Column.BatteryVoltage_mV] = voltage_mV;
    row[Column.BatteryCurrent_mA] = -400;
    row[Column.Lamp1Commanded_pct] = 100;
    return row;
  };
  const low = row(11_900);
  kit.take(low, 900);
  expect([low[Column.Off], low[Column.Lamp1Commanded_pct], kit.outputsOff()]).toEqual([0, 100, OFF]);
  const disconnected = row(12_100);
  kit.take(disconnected, 1800);
  expect([disconnected[Column.Off], disconnected[Column.Lamp1Commanded_pct]]).toEqual([0x111111, 0]);
  kit.control(12_900, 0);
  expect(kit.outputsOff()).toBe(ON);
});
