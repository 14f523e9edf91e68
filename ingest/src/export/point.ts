import { Point } from "@influxdata/influxdb-client";
import { chargeStates, lampConditions, offReasons, outputs } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { PlacedReading } from "../journal/readings";

/** The measurement that holds one point for every reading. */
export const MEASUREMENT = "reading";

/** Fields in base units, and by what a column is divided to get there. */
const fields: [Column, string, number][] = [
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

/**
 * A reading as a point: tags `kit`, `site`; all fields are floats, but for `sequence` and
 * `incarnation` (integers, always there) and the named states (strings).
 *
 * The timestamp is the event time in ns. The sequence, modulo a million, fills the digits below
 * the millisecond, so that two readings of a kit never share one.
 */
export function pointOf(reading: PlacedReading): Point {
  const point = new Point(MEASUREMENT)
    .tag("kit", reading.kit)
    .tag("site", reading.site)
    .intField("sequence", reading.sequence)
    .intField("incarnation", reading.incarnation)
    .timestamp(timestamp_ns(reading));
  for (const [column, name, divisor] of fields) {
    const value = reading.row[column] as number;
    if (value !== NOT_MEASURED) point.floatField(name, value / divisor);
  }
  const name = (column: Column, names: readonly string[], field: string) => {
    const text = names[reading.row[column] as number];
    if (text) point.stringField(field, text);
  };
  name(Column.ChargeState, chargeStates, "controller_chargeState");
  name(Column.Lamp1Condition, lampConditions, "lamp1_condition");
  name(Column.Lamp2Condition, lampConditions, "lamp2_condition");
  name(Column.Lamp3Condition, lampConditions, "lamp3_condition");
  const off = reading.row[Column.Off] as number;
  if (off > 0) {
    outputs.forEach((output, i) => {
      const reason = offReasons[((off >> (4 * i)) & 15) - 1];
      if (reason) point.stringField(`${output}_off`, reason);
    });
  }
  if (reading.estimated) point.booleanField("time_estimated", true);
  return point;
}

/** The timestamp of a reading's point in ns since 1970, as decimal digits: it is beyond what a number holds exactly. */
export function timestamp_ns({ time_ms, sequence }: PlacedReading): string {
  return (BigInt(time_ms) * 1_000_000n + BigInt(sequence % 1_000_000)).toString();
}
