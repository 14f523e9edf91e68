import { Column } from "@yeelen/shared/wire/columns";

/** Units of a quantity, and how many of the wire's are in one. */
export const units = {
  voltage: { V: 1000, mV: 1 },
  current: { A: 1000, mA: 1 },
  /** In mW: what is reckoned from it is divided by a voltage. */
  power: { W: 1000, mW: 1, kW: 1e6 },
  temperature: { degC: 1 },
  share: { pct: 1, fraction: 100 },
} as const;
export type Quantity = keyof typeof units;

/**
 * How a quantity follows where a battery of 24 V or more is brought to 12 V: as if its halves lay side by side, so that
 * power and energy stay what they are. What hangs on a port of 5 V stays as it is.
 */
export type Scaling = "voltage" | "current" | "none";

/** What a column of a log can be. */
export interface LogField {
  quantity: Quantity;
  scaling: Scaling;
  /** Where it goes; what is left out is only reckoned with. */
  column?: Column;
}

const voltage = (column: Column): LogField => ({ quantity: "voltage", scaling: "voltage", column });
const current = (column?: Column): LogField => ({
  quantity: "current",
  scaling: "current",
  ...(column !== undefined && { column }),
});
const power: LogField = { quantity: "power", scaling: "none" };
const share = (column: Column): LogField => ({ quantity: "share", scaling: "none", column });
const temperature = (column: Column): LogField => ({ quantity: "temperature", scaling: "none", column });

export const logFields = {
  battery_voltage: voltage(Column.BatteryVoltage_mV),
  battery_current: current(Column.BatteryCurrent_mA),
  battery_power: power,
  battery_temperature: temperature(Column.BatteryTemperature_degC),
  state_of_charge: share(Column.BatteryStateOfCharge_pct),
  panel_voltage: voltage(Column.PanelVoltage_mV),
  panel_current: current(Column.PanelCurrent_mA),
  panel_power: power,
  load_current: current(),
  load_power: power,
  lamp1_current: current(Column.Lamp1Current_mA),
  lamp2_current: current(Column.Lamp2Current_mA),
  lamp3_current: current(Column.Lamp3Current_mA),
  lamp1_power: power,
  lamp2_power: power,
  lamp3_power: power,
  lamp1_commanded: share(Column.Lamp1Commanded_pct),
  lamp2_commanded: share(Column.Lamp2Commanded_pct),
  lamp3_commanded: share(Column.Lamp3Commanded_pct),
  usb1_current: { quantity: "current", scaling: "none", column: Column.Usb1Current_mA },
  usb2_current: { quantity: "current", scaling: "none", column: Column.Usb2Current_mA },
  radio_current: current(Column.RadioCurrent_mA),
  radio_light: share(Column.RadioLight_pct),
  controller_temperature: temperature(Column.ControllerTemperature_degC),
} as const satisfies Record<string, LogField>;
export type LogFieldName = keyof typeof logFields;
