import {
  DcCurrentMeasurement,
  DcVoltageMeasurement,
  LightBulb,
  type Register,
  Temperature,
  Wifi,
} from "@devicescript/core";
import { Column } from "../../../shared/src/wire/columns";

/**
 * What the kit measures, as Jacdac services: a driver of the board and a simulated sensor stand
 * behind the same role. `[app:N]` binds a role to the N-th service of its class among the
 * program's own servers, so the order in which the drivers start is part of this table.
 */

/** What is read of one role. */
export interface Probe {
  register: Register<number>;
  /** Units of the column in one unit of the service. */
  scale: number;
  column: Column;
}

const MILLI = 1000;
const PERCENT = 100;

function voltage(column: Column, role: string): Probe {
  return { column, register: new DcVoltageMeasurement(role).reading, scale: MILLI };
}

function current(column: Column, role: string): Probe {
  return { column, register: new DcCurrentMeasurement(role).reading, scale: MILLI };
}

function temperature(column: Column, role: string): Probe {
  return { column, register: new Temperature(role).reading, scale: 1 };
}

function brightness(column: Column, role: string): Probe {
  return { column, register: new LightBulb(role).intensity, scale: PERCENT };
}

/** What load control needs. */
export const batteryProbes: Probe[] = [
  voltage(Column.BatteryVoltage_mV, "batteryVoltage[app:0]"),
  current(Column.BatteryCurrent_mA, "batteryCurrent[app:0]"),
];

/** Everything there is to measure. */
export const probes: Probe[] = [
  batteryProbes[0],
  voltage(Column.PanelVoltage_mV, "panelVoltage[app:1]"),
  batteryProbes[1],
  current(Column.PanelCurrent_mA, "panelCurrent[app:1]"),
  current(Column.Lamp1Current_mA, "lamp1Current[app:2]"),
  current(Column.Lamp2Current_mA, "lamp2Current[app:3]"),
  current(Column.Lamp3Current_mA, "lamp3Current[app:4]"),
  current(Column.Usb1Current_mA, "usb1Current[app:5]"),
  current(Column.Usb2Current_mA, "usb2Current[app:6]"),
  current(Column.RadioCurrent_mA, "radioCurrent[app:7]"),
  temperature(Column.BatteryTemperature_degC, "batteryTemperature[app:0]"),
  temperature(Column.ControllerTemperature_degC, "controllerTemperature[app:1]"),
  brightness(Column.Lamp1Commanded_pct, "lamp1[app:0]"),
  brightness(Column.Lamp2Commanded_pct, "lamp2[app:1]"),
  brightness(Column.Lamp3Commanded_pct, "lamp3[app:2]"),
  brightness(Column.RadioLight_pct, "radioLight[app:3]"),
];

/** Signal strength in dBm of the network that the kit is connected to. */
export const wifiRssi = new Wifi("wifi").reading;
