import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { Sample } from "./sensors";

/** The column that each sensor fills. */
const COLUMNS: [keyof Sample, Column][] = [
  ["batteryVoltage_mV", Column.BatteryVoltage_mV],
  ["batteryCurrent_mA", Column.BatteryCurrent_mA],
  ["batteryTemperature_degC", Column.BatteryTemperature_degC],
  ["panelVoltage_mV", Column.PanelVoltage_mV],
  ["panelCurrent_mA", Column.PanelCurrent_mA],
  ["lamp1Current_mA", Column.Lamp1Current_mA],
  ["lamp2Current_mA", Column.Lamp2Current_mA],
  ["lamp3Current_mA", Column.Lamp3Current_mA],
  ["lamp1Commanded_pct", Column.Lamp1Commanded_pct],
  ["lamp2Commanded_pct", Column.Lamp2Commanded_pct],
  ["lamp3Commanded_pct", Column.Lamp3Commanded_pct],
  ["usb1Current_mA", Column.Usb1Current_mA],
  ["usb2Current_mA", Column.Usb2Current_mA],
  ["radioCurrent_mA", Column.RadioCurrent_mA],
  ["radioLight_pct", Column.RadioLight_pct],
  ["controllerTemperature_degC", Column.ControllerTemperature_degC],
];

/** What sensors show that measure a row of the wire. */
export function sampleOfRow(row: readonly number[]): Sample {
  const sample: Sample = {};
  for (const [name, column] of COLUMNS) {
    const value = row[column];
    if (value !== undefined && value !== NOT_MEASURED) sample[name] = value;
  }
  return sample;
}
