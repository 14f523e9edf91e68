import { chargeStates, lampConditions, offReasons, outputs } from "@yeelen/shared/vocabulary";
import { Column } from "@yeelen/shared/wire/columns";

/** The measurement that holds one point for every reading. */
export const MEASUREMENT = "reading";

/** What a point's tags say; everything else is a field. */
export const TAGS = ["kit", "site"] as const;

/** A field of a point, and where its value comes from. */
export type Field = { name: string } & (
  | { kind: "sequence" | "incarnation" | "estimated" | "late" }
  /** A quantity in its base unit: a column divided by `divisor`. */
  | { kind: "quantity"; column: Column; divisor: 1 | 1000 }
  /** A column that is an index into names. */
  | { kind: "state"; column: Column; names: readonly string[] }
  /** Why an output is off, four bits of the column `Off` from `shift` on: 0 where it is on, else 1 + an index into names. */
  | { kind: "reason"; shift: number; names: readonly string[] }
);

const quantities: [Column, string, 1 | 1000][] = [
  [Column.BatteryVoltage_mV, "battery_voltage_V", 1000],
  [Column.BatteryCurrent_mA, "battery_current_A", 1000],
  [Column.BatteryTemperature_degC, "battery_temperature_degC", 1],
  [Column.BatteryStateOfCharge_pct, "battery_stateOfCharge_pct", 1],
  [Column.PanelVoltage_mV, "panel_voltage_V", 1000],
  [Column.PanelCurrent_mA, "panel_current_A", 1000],
  [Column.Usb1Current_mA, "usb1_current_A", 1000],
  [Column.Usb2Current_mA, "usb2_current_A", 1000],
  [Column.RadioCurrent_mA, "radio_current_A", 1000],
  [Column.RadioLight_pct, "radio_light_pct", 1],
  [Column.ControllerTemperature_degC, "controller_temperature_degC", 1],
  [Column.Lamp1Current_mA, "lamp1_current_A", 1000],
  [Column.Lamp2Current_mA, "lamp2_current_A", 1000],
  [Column.Lamp3Current_mA, "lamp3_current_A", 1000],
  [Column.Lamp1Commanded_pct, "lamp1_commanded_pct", 1],
  [Column.Lamp2Commanded_pct, "lamp2_commanded_pct", 1],
  [Column.Lamp3Commanded_pct, "lamp3_commanded_pct", 1],
];

const states: [Column, string, readonly string[]][] = [
  [Column.ChargeState, "controller_chargeState", chargeStates],
  [Column.Lamp1Condition, "lamp1_condition", lampConditions],
  [Column.Lamp2Condition, "lamp2_condition", lampConditions],
  [Column.Lamp3Condition, "lamp3_condition", lampConditions],
];

const all: Field[] = [
  { name: "sequence", kind: "sequence" },
  { name: "incarnation", kind: "incarnation" },
  { name: "time_estimated", kind: "estimated" },
  { name: "late", kind: "late" },
  ...quantities.map(([column, name, divisor]) => ({ name, kind: "quantity", column, divisor }) as const),
  ...states.map(([column, name, names]) => ({ name, kind: "state", column, names }) as const),
  ...outputs.map((output, i) => ({ name: `${output}_off`, kind: "reason", shift: 4 * i, names: offReasons }) as const),
];

/** Every field that a point may have, in the order of their names, in which they stand in a line. */
export const fields: readonly Field[] = all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
