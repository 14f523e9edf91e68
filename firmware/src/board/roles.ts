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
 * program's own servers, so the order in which the drivers start is part of this table. (The status
 * light and the button are in drivers/person.ts.)
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

/** @param place among the services of its class */
function voltage(column: Column, place: number): Probe {
  return { column, register: new DcVoltageMeasurement(roleName("voltage", place)).reading, scale: MILLI };
}

function current(column: Column, place: number): Probe {
  return { column, register: new DcCurrentMeasurement(roleName("current", place)).reading, scale: MILLI };
}

function temperature(column: Column, place: number): Probe {
  return { column, register: new Temperature(roleName("temperature", place)).reading, scale: 1 };
}

function brightness(column: Column, place: number): Probe {
  return { column, register: new LightBulb(roleName("light", place)).intensity, scale: PERCENT };
}

/** Put together here: two dozen names of their own would take half a kilobyte of the bytecode. */
export function roleName(kind: string, place: number): string {
  return kind + "[app:" + place + "]";
}

/** What load control needs. */
export const batteryProbes: Probe[] = [voltage(Column.BatteryVoltage_mV, 0), current(Column.BatteryCurrent_mA, 0)];

/** Where the levels of lamps 1 to 3 stand in `probes`. */
export const FIRST_LAMP = 12;

/** Everything there is to measure. */
export const probes: Probe[] = [
  batteryProbes[0],
  voltage(Column.PanelVoltage_mV, 1),
  batteryProbes[1],
  current(Column.PanelCurrent_mA, 1),
  current(Column.Lamp1Current_mA, 2),
  current(Column.Lamp2Current_mA, 3),
  current(Column.Lamp3Current_mA, 4),
  current(Column.Usb1Current_mA, 5),
  current(Column.Usb2Current_mA, 6),
  current(Column.RadioCurrent_mA, 7),
  temperature(Column.BatteryTemperature_degC, 0),
  temperature(Column.ControllerTemperature_degC, 1),
  brightness(Column.Lamp1Commanded_pct, 0),
  brightness(Column.Lamp2Commanded_pct, 1),
  brightness(Column.Lamp3Commanded_pct, 2),
  brightness(Column.RadioLight_pct, 3),
];

/** Signal strength in dBm of the network that the kit is connected to. */
export const wifiRssi = new Wifi("wifi").reading;
