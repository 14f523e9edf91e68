import { chargeStates } from "@yeelen/shared/vocabulary";
import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { expect, it } from "vitest";
import { type BatteryName, batteryProfile } from "./battery";
import { chargeState } from "./chargeState";

it.each([
  ["lifepo4-4s", 0, 13_200, -100, "idle"],
  ["lifepo4-4s", 19, 13_200, -100, "idle"],
  ["lifepo4-4s", 800, 13_300, 1000, "bulk"],
  ["lifepo4-4s", 800, 13_300, -200, "bulk"], // everything goes into the loads
  ["lifepo4-4s", 800, 14_200, 800, "absorption"],
  ["lifepo4-4s", 800, 13_700, 50, "bulk"], // it has no float
  ["lead-acid-6s", 800, 13_300, 1000, "bulk"],
  ["lead-acid-6s", 800, 14_220, 600, "absorption"],
  ["lead-acid-6s", 200, 13_800, 40, "float"],
  ["lead-acid-6s", 800, 13_800, 600, "bulk"],
] as [BatteryName, number, number, number, string][])(
  "%s with %d mA of panel current at %d mV and %d mA: %5$s",
  (battery, panel_mA, voltage_mV, current_mA, state) => {
    const row = emptyRow();
    row[Column.PanelCurrent_mA] = panel_mA;
    row[Column.BatteryVoltage_mV] = voltage_mV;
    row[Column.BatteryCurrent_mA] = current_mA;
    expect(chargeStates[chargeState(batteryProfile(battery, 7000), row)]).toBe(state);
  },
);

it.each([Column.PanelCurrent_mA, Column.BatteryVoltage_mV, Column.BatteryCurrent_mA])(
  "without column %d it is not known",
  (column) => {
    const row = emptyRow().map(() => 500);
    row[column] = NOT_MEASURED;
    expect(chargeState(batteryProfile("lifepo4-4s"), row)).toBe(NOT_MEASURED);
  },
);
