import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { expect, test } from "vitest";
import { type Condition, soundCondition } from "../life/condition";
import { lampBits, RADIO_LIGHT_BIT } from "../people/demand";
import { PowerSystem } from "../power/powerSystem";
import { asRated, kitType, live } from "../power/testDays";
import { type Random, randomOf } from "../random";
import { Sensors } from "./sensors";

const left = [
  Column.Sequence,
  Column.Time,
  Column.BatteryStateOfCharge_pct,
  Column.Off,
  Column.ChargeState,
  Column.Lamp1Condition,
  22,
  23,
];

function measured(seed: number, condition: Condition = soundCondition()): { power: PowerSystem; sensors: Sensors } {
  const power = new PowerSystem(kitType, asRated, condition);
  live(power, 0, 10, { demand: () => lampBits(0, 3) | RADIO_LIGHT_BIT });
  return { power, sensors: new Sensors(randomOf(seed, "sensors"), power, condition) };
}

function read(sensors: Sensors): number[] {
  const row = emptyRow();
  sensors.measureBattery(row);
  sensors.measureRest(row);
  return row;
}

test("a reading has whole numbers for all that is measured and leaves the rest alone", () => {
  const row = read(measured(1).sensors);
  row.forEach((value, column) => {
    if (left.includes(column)) expect(value).toBe(NOT_MEASURED);
    else {
      expect(value).not.toBe(NOT_MEASURED);
      expect(Number.isInteger(value)).toBe(true);
    }
  });
});

test("over many kits, readings scatter around the truth within what the data sheets allow", () => {
  // what the data sheet allows at this reading, with shunt, quantisation and noise
  const allowed: [Column, (power: PowerSystem) => number, number][] = [
    [Column.BatteryVoltage_mV, (power) => power.batteryVoltage_V * 1000, 65],
    [Column.BatteryCurrent_mA, (power) => power.batteryCurrent_A * 1000, 20],
    [Column.PanelVoltage_mV, (power) => power.panelVoltage_V * 1000, 80],
    [Column.PanelCurrent_mA, (power) => power.panelCurrent_A * 1000, 18],
    [Column.Lamp1Current_mA, (power) => power.lampCurrent_A[0] as number, 5],
    [Column.Usb1Current_mA, () => 0, 2],
    [Column.BatteryTemperature_degC, (power) => power.battery_degC, 1.7],
    [Column.ControllerTemperature_degC, (power) => power.controller_degC, 1.7],
  ];
  const { power } = measured(0);
  const errors = allowed.map(() => [] as number[]);
  for (let seed = 1; seed <= 200; seed++) {
    const row = read(new Sensors(randomOf(seed, "sensors"), power, soundCondition()));
    allowed.forEach(([column, truth], i) => {
      const scale = column === Column.Lamp1Current_mA ? 1000 : 1;
      errors[i]?.push((row[column] as number) - truth(power) * scale);
    });
  }
  allowed.forEach(([, , most], i) => {
    const all = errors[i] as number[];
    expect(Math.max(...all.map(Math.abs))).toBeLessThanOrEqual(most);
    expect(Math.abs(all.reduce((sum, error) => sum + error, 0) / all.length)).toBeLessThan(most / 4);
    expect(new Set(all).size).toBeGreaterThan(1);
  });
});

test("where nothing flows a current may read a little below zero, never minus zero", () => {
  const readings = new Set<number>();
  for (let seed = 1; seed <= 50; seed++) readings.add(read(measured(seed).sensors)[Column.Usb2Current_mA] as number);
  expect([...readings].toSorted((a, b) => a - b)[0]).toBeLessThan(0);
  expect([...readings].some((reading) => Object.is(reading, -0))).toBe(false);
});

test("a stuck sensor shows what it showed when it stuck, one with an offset that much more", () => {
  const condition = soundCondition();
  const { power, sensors } = measured(7, condition);
  const before = read(sensors);
  condition.stuckColumns.push(Column.PanelCurrent_mA);
  condition.offsets.push([Column.BatteryVoltage_mV, -600]);
  live(power, 20, 21, {});
  const after = read(sensors);
  expect(power.panelCurrent_A).toBe(0);
  expect(after[Column.PanelCurrent_mA]).toBe(before[Column.PanelCurrent_mA]);
  expect(Math.abs((after[Column.BatteryVoltage_mV] as number) + 600 - power.batteryVoltage_V * 1000)).toBeLessThan(70);
  condition.stuckColumns.length = 0;
  expect(Math.abs(read(sensors)[Column.PanelCurrent_mA] as number)).toBeLessThan(5);
});

test("the rest of a reading repeats the minute's battery values and always takes as many draws", () => {
  let draws = 0;
  const source = randomOf(3, "sensors");
  const counting: Random = () => {
    draws += 1;
    return source();
  };
  const condition = soundCondition();
  const { power } = measured(3, condition);
  const sensors = new Sensors(counting, power, condition);
  const counts: number[] = [];
  for (const stuck of [[], [Column.BatteryVoltage_mV, Column.Lamp2Current_mA], []]) {
    condition.stuckColumns = stuck;
    draws = 0;
    const control = emptyRow();
    sensors.measureBattery(control);
    counts.push(draws);
    const row = emptyRow();
    sensors.measureRest(row);
    counts.push(draws);
    expect(row[Column.BatteryVoltage_mV]).toBe(control[Column.BatteryVoltage_mV]);
    expect(row[Column.BatteryCurrent_mA]).toBe(control[Column.BatteryCurrent_mA]);
  }
  expect(counts).toEqual([2, 12, 2, 12, 2, 12]);
});
