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
const bounds: readonly (readonly [Column, Bound])[] = [
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
];
const columns = Int32Array.from(bounds, ([column]) => column);
const lows = Int32Array.from(bounds, ([, { low }]) => low);
const highs = Int32Array.from(bounds, ([, { high }]) => high);

/** Why a row cannot be true, or undefined where it can. */
export function implausibility(row: readonly number[]): string | undefined {
  for (let i = 0; i < columns.length; i++) {
    const value = row[columns[i] as number] as number;
    if ((value < (lows[i] as number) && value !== NOT_MEASURED) || value > (highs[i] as number))
      return messageOf(i, value);
  }
  return undefined;
}

/** Every column of a row that cannot be true, and why. */
export function implausibleColumns(row: readonly number[]): { column: Column; message: string }[] {
  return bounds.flatMap(([column, { low, high }], i) => {
    const value = row[column] as number;
    const isPossible = value === NOT_MEASURED || (value >= low && value <= high);
    return isPossible ? [] : [{ column, message: messageOf(i, value) }];
  });
}

function messageOf(i: number, value: number): string {
  const { name, low, high } = (bounds[i] as (typeof bounds)[number])[1];
  return `${name} is ${value}, outside ${low} to ${high}`;
}

/**
 * Whether every row of a report can be true, by the lowest and highest measured value of each column (high below low
 * where none was measured), as `scanReport` gives them. Where not, `implausibility` finds the rows that cannot.
 */
export function isPlausible(low: Int32Array, high: Int32Array): boolean {
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as number;
    if ((low[column] as number) < (lows[i] as number) || (high[column] as number) > (highs[i] as number)) return false;
  }
  return true;
}
