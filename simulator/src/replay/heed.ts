import { readFileSync } from "node:fs";
import { batteryProfile } from "@yeelen/firmware/kit/battery";
import { restingVoltage_mV } from "@yeelen/firmware/kit/stateOfCharge";
import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import { parse } from "csv-parse/sync";
import type { RecordedKit, Recording } from "./recording";

/** A panel that feeds the battery stands at about this voltage: the maximum power point of 36 cells. */
const PANEL_VOLTAGE_mV = 17_500;

/** Four LiFePO4 cells of 3.2 V. */
const NOMINAL_VOLTAGE_mV = 12_800;
const BATTERY = batteryProfile("lifepo4-4s");

const LAMP_COLUMN = /^(.+?)(?: CPE)? LED([123])_P$/;

/**
 * Reads the hourly microgrid table of the HEED project (Kigeme, Rwanda, August 2019) and makes a
 * kit of each customer unit with its three lamps.
 *
 * Measured: the lamps' power, and the microgrid's state of charge, PV power, and energy into and
 * out of the battery, of which each unit gets an equal part. Derived: the battery's voltage (from
 * the state of charge), every current (power by voltage), and the panel's voltage. In hours of which
 * nothing of its lamps is known, a unit measured nothing.
 *
 * @throws Error where the file is not such a table
 */
export function readHeed(file: string, days?: number): Recording {
  const records = tableIn(file);
  const [first] = records;
  if (!first) throw new Error(`${file}: no rows`);
  for (const column of ["timestamp", "State_of_charge", "PV_power_W", "Charged_energy_W", "Discharged_energy_W"]) {
    if (!(column in first)) throw new Error(`${file}: column ${column} is missing; is this the HEED microgrid table?`);
  }
  const units = new Map<string, string[]>();
  for (const column of Object.keys(first)) {
    const [, unit, lamp] = LAMP_COLUMN.exec(column) ?? [];
    if (!unit || !lamp) continue;
    const columns = units.get(unit) ?? [];
    columns[Number(lamp) - 1] = column;
    units.set(unit, columns);
  }
  if (units.size === 0) throw new Error(`${file}: no lamp columns such as "Nur 1A CPE1 LED1_P"`);
  const used = days === undefined ? records : records.slice(0, days * 24);
  if (used.length === 0) throw new Error(`${file}: no rows in ${days} days`);
  const times_s = used.map((record, i) => timeOf(record, i, file));
  const steps_s = times_s.slice(1).map((time_s, i) => time_s - (times_s[i] as number));
  const back = steps_s.findIndex((step_s) => step_s <= 0);
  if (back >= 0) throw new Error(`${file}: row ${back + 3} is not later than the row before`);
  const interval_s = Math.min(...steps_s, 3600);
  const kits = [...units].map(([unit, lamps]): RecordedKit => {
    const kit: RecordedKit = {
      kitId: kitIdOf(unit),
      battery: "lifepo4-4s",
      interval_s,
      times_s: [],
      sequences: [],
      rows: [],
    };
    for (const [i, record] of used.entries()) {
      // a unit of which nothing at all is known was not on
      if (lamps.every((column) => record[column] === "")) continue;
      const time_s = times_s[i] as number;
      kit.times_s.push(time_s);
      kit.sequences.push(Math.round((time_s - (times_s[0] as number)) / interval_s));
      kit.rows.push(rowOf(record, lamps, units.size, `${file}: row ${i + 2}`));
    }
    return kit;
  });
  return { site: "Kigeme", kits: kits.filter(({ rows }) => rows.length > 0) };
}

function kitIdOf(unit: string): string {
  return `kigeme-${unit.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
}

function tableIn(file: string): Record<string, string>[] {
  try {
    return parse(readFileSync(file), { columns: true, skip_empty_lines: true });
  } catch (error) {
    throw new Error(`${file} cannot be read as a table: ${(error as Error).message}`, { cause: error });
  }
}

function rowOf(record: Record<string, string>, lamps: string[], units: number, where: string): number[] {
  /** What a cell says, or undefined where it is empty: nothing was measured. */
  const number = (column: string) => {
    if (record[column] === "") return undefined;
    const value = Number(record[column]);
    if (!Number.isFinite(value)) throw new Error(`${where}: ${column} is "${record[column]}", not a number`);
    return value;
  };
  const row = emptyRow();
  const charge_pct = number("State_of_charge");
  if (charge_pct !== undefined) row[Column.BatteryVoltage_mV] = restingVoltage_mV(BATTERY, Math.round(charge_pct));
  // without a state of charge the currents are derived from the nominal voltage
  const battery_mV = charge_pct === undefined ? NOMINAL_VOLTAGE_mV : restingVoltage_mV(BATTERY, Math.round(charge_pct));
  const charged_W = number("Charged_energy_W");
  const discharged_W = number("Discharged_energy_W");
  if (charged_W !== undefined && discharged_W !== undefined) {
    row[Column.BatteryCurrent_mA] = current_mA((charged_W - discharged_W) / units, battery_mV);
  }
  const panel_W = number("PV_power_W");
  if (panel_W !== undefined) {
    row[Column.PanelVoltage_mV] = panel_W > 0 ? PANEL_VOLTAGE_mV : 0;
    row[Column.PanelCurrent_mA] = current_mA(panel_W / units, PANEL_VOLTAGE_mV);
  }
  lamps.forEach((column, lamp) => {
    const lamp_W = number(column);
    if (lamp_W !== undefined) row[Column.Lamp1Current_mA + lamp] = current_mA(lamp_W, battery_mV);
  });
  return row;
}

/** Never -0, which is a number of its own to a comparison. */
function current_mA(power_W: number, voltage_mV: number): number {
  return Math.round((power_W * 1e6) / voltage_mV) + 0;
}

/** The table's times bear no zone; they are taken as UTC, so that a day stays a day of the table. */
function timeOf(record: Record<string, string>, i: number, file: string): number {
  const time_ms = Date.parse(`${record.timestamp?.replace(" ", "T")}Z`);
  if (Number.isNaN(time_ms)) throw new Error(`${file}: row ${i + 2}: "${record.timestamp}" is not a time`);
  return time_ms / 1000;
}
