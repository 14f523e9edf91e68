import { Column } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import type { AnyFamily } from "../engine/family";
import { sensorFamily } from "./sensorFamily";
import { type Change, foundOn, type Row, START_h } from "./testSensors";

const families = [sensorFamily as AnyFamily];
const from = (hour: number, change: (row: Row, hour: number) => void): Change => {
  return (row, now) => {
    if (now >= hour) change(row, now);
    return {};
  };
};
const add = (column: Column, offset: number) => (row: Row) => {
  row[column] = (row[column] as number) + offset;
};
const hold = (column: Column, value: number) => (row: Row) => {
  row[column] = value;
};
/** Nobody is at home: nothing flows but what the controller takes. */
const away = (row: Row) => {
  row[Column.Lamp1Current_mA] = 0;
  row[Column.BatteryCurrent_mA] = -14;
  row[Column.PanelCurrent_mA] = 0;
};

describe("what a kit's sensors show against each other", () => {
  it.each<[string, Change, string[]]>([
    ["is sound", () => ({}), []],
    [
      "nobody is at home, and all stands still",
      from(60, (row) => {
        away(row);
        row[Column.BatteryVoltage_mV] = 13_400;
        row[Column.PanelVoltage_mV] = row[Column.PanelVoltage_mV] ? 20_300 : 0;
      }),
      [],
    ],
    ["the voltage is stuck", from(60, hold(Column.BatteryVoltage_mV, 13_300)), ["sensor-stuck battery-voltage-sensor"]],
    [
      "the battery's current is stuck",
      from(60, hold(Column.BatteryCurrent_mA, -14)),
      ["sensor-stuck battery-current-sensor"],
    ],
    [
      "the panel's current is stuck at nothing",
      from(60, hold(Column.PanelCurrent_mA, 0)),
      ["sensor-stuck panel-current-sensor"],
    ],
    [
      "the panel's current is stuck at noon's",
      from(60, hold(Column.PanelCurrent_mA, 412)),
      ["sensor-stuck panel-current-sensor"],
    ],
    [
      "the temperature is stuck",
      from(60, hold(Column.BatteryTemperature_degC, 28)),
      ["sensor-stuck battery-temperature-sensor"],
    ],
    [
      "the voltage is 0.4 V too high",
      from(130, add(Column.BatteryVoltage_mV, 400)),
      ["sensor-implausible battery-voltage-sensor"],
    ],
    [
      "the voltage is 0.4 V too low",
      from(130, add(Column.BatteryVoltage_mV, -400)),
      ["sensor-implausible battery-voltage-sensor"],
    ],
    [
      "the battery's current is 0.15 A off",
      from(60, add(Column.BatteryCurrent_mA, 150)),
      ["sensor-implausible battery-current-sensor"],
    ],
    [
      "the panel's current is 0.15 A off",
      from(60, add(Column.PanelCurrent_mA, -150)),
      ["sensor-implausible panel-current-sensor"],
    ],
    [
      "the temperature is 6 K too low",
      from(130, add(Column.BatteryTemperature_degC, -6)),
      ["sensor-implausible battery-temperature-sensor"],
    ],
    [
      "the controller is 16 K hotter",
      from(130, add(Column.ControllerTemperature_degC, 16)),
      ["controller-hot controller"],
    ],
    [
      "the dwelling is 8 K hotter",
      from(130, (row) => {
        add(Column.BatteryTemperature_degC, 8)(row);
        add(Column.ControllerTemperature_degC, 8)(row);
      }),
      [],
    ],
    ["the shunt is 8 mA off", from(60, add(Column.BatteryCurrent_mA, 8)), []],
    [
      "the battery is gone, and the bus shows the charger's voltage",
      from(130, (row, hour) => {
        const isDay = hour % 24 > 7 && hour % 24 < 17;
        row[Column.BatteryCurrent_mA] = isDay ? 0 : -14;
        if (isDay) row[Column.BatteryVoltage_mV] = 14_200;
      }),
      [],
    ],
  ])("%s", (_, change, expected) => {
    expect(foundOn(families, 10, change).map(({ kind, part }) => `${kind} ${part}`)).toEqual(expected);
  });

  it("knows without neighbours which of two thermometers is wrong", () => {
    const parts = (change: Change) => foundOn(families, 10, change, 0).map(({ part }) => part);
    expect(parts(from(130, add(Column.BatteryTemperature_degC, -7)))).toEqual(["battery-temperature-sensor"]);
    expect(parts(from(130, add(Column.ControllerTemperature_degC, 20)))).toEqual(["controller"]);
  });

  it("ends with the first half of a day in which all agrees again", () => {
    const change: Change = (row, hour) => {
      if (hour >= 60 && hour < 130) add(Column.BatteryCurrent_mA, -300)(row);
      return {};
    };
    const [fault] = foundOn(families, 10, change);
    expect(fault?.since_ms).toBe((START_h + 60) * 3600_000);
    // the half that ends at noon of the sixth day has a wrong reading in its night
    expect(fault?.cleared_ms).toBe((START_h + 143.5) * 3600_000);
    expect(fault?.evidence).toMatchObject({ offset_A: -0.299, limit_A: 0.069 });
  });
});
