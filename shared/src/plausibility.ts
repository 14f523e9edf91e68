import { Column, NOT_MEASURED } from "./wire/columns";

interface Bound {
  name: string;
  low: number;
  high: number;
}

const percent = (name: string): Bound => ({ name, low: 0, high: 100 });
/** Sensors with an offset show a little below zero at rest; a USB or lamp output of such a kit carries at most 5 A. */
const output = (name: string): Bound => ({ name, low: -100, high: 5_000 });
/** Silicon sensors are specified from -40 to +125 degC. */
const temperature = (name: string): Bound => ({ name, low: -40, high: 125 });

/**
 * What a reading can say and still be true of a solar kit. Solar home system kits are defined as
 * at most 35 V DC and 350 W (VeraSol quality standards, after IEC TS 62257-9-8): 350 W at 10 V
 * are 35 A. An unloaded panel may stand above the battery, up to the 60 V DC of safety extra-low
 * voltage (IEC 61140).
 */
const bounds = new Map<Column, Bound>([
  [Column.BatteryVoltage_mV, { name: "battery.voltage_mV", low: -100, high: 35_000 }],
  [Column.BatteryCurrent_mA, { name: "battery.current_mA", low: -35_000, high: 35_000 }],
  [Column.PanelVoltage_mV, { name: "panel.voltage_mV", low: -100, high: 60_000 }],
  [Column.PanelCurrent_mA, { name: "panel.current_mA", low: -1_000, high: 35_000 }],
  [Column.BatteryStateOfCharge_pct, percent("battery.stateOfCharge_pct")],
  [Column.BatteryTemperature_degC, temperature("battery.temperature_degC")],
  [Column.ControllerTemperature_degC, temperature("controller.temperature_degC")],
  [Column.Usb1Current_mA, output("usb.0.current_mA")],
  [Column.Usb2Current_mA, output("usb.1.current_mA")],
  [Column.RadioCurrent_mA, output("radio.current_mA")],
  [Column.RadioLight_pct, percent("radio.light_pct")],
  [Column.Lamp1Current_mA, output("lamps.0.current_mA")],
  [Column.Lamp2Current_mA, output("lamps.1.current_mA")],
  [Column.Lamp3Current_mA, output("lamps.2.current_mA")],
  [Column.Lamp1Commanded_pct, percent("lamps.0.commanded_pct")],
  [Column.Lamp2Commanded_pct, percent("lamps.1.commanded_pct")],
  [Column.Lamp3Commanded_pct, percent("lamps.2.commanded_pct")],
]);

/** Why a row cannot be true, or undefined where it can. */
export function implausibility(row: readonly number[]): string | undefined {
  for (const [column, { name, low, high }] of bounds) {
    const value = row[column] as number;
    if (value !== NOT_MEASURED && (value < low || value > high)) {
      return `${name} is ${value}, outside ${low} to ${high}`;
    }
  }
  return undefined;
}
