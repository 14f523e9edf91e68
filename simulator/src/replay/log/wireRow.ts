import { batteryProfile } from "@yeelen/firmware/kit/battery";
import { chargeState } from "@yeelen/firmware/kit/chargeState";
import { implausibleColumns } from "@yeelen/shared/plausibility";
import { chargeStates } from "@yeelen/shared/vocabulary";
import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { type LogFieldName, logFields, units } from "./fields";
import type { Mapping } from "./mapping";
import type { LogRow } from "./table";

/** A panel that feeds a battery of 12 V stands at about this voltage: the maximum power point of 36 cells. */
const PANEL_mV = 17_500;
/** What loggers write where they have nothing to say. */
const NOTHING = /^(?:|-+|nan|null|none|n\/?a)$/i;

/** What a row of a log says, in the columns of the wire and for a battery of 12 V. */
export interface ReadRow {
  row: number[];
  /** Cells that say nothing which could be true: they are left out. */
  problems: string[];
}

/** @returns what turns a row of the log into one of the wire */
export function rowReader(mapping: Mapping): (row: LogRow) => ReadRow {
  const toNominal = 12 / mapping.nominal_V;
  const scales = { voltage: toNominal, current: 1 / toNominal, none: 1 };
  const charging = mapping.charging === "positive" ? 1 : -1;
  const names = (Object.keys(logFields) as LogFieldName[]).filter((name) => mapping.readings[name]);
  const profile = batteryProfile(mapping.battery);

  return (from) => {
    const problems: string[] = [];
    const row = emptyRow();
    const values = new Map<LogFieldName, number>();
    for (const name of names) {
      const { column, unit, factor, offset } = mapping.readings[name] as NonNullable<Mapping["readings"][LogFieldName]>;
      const text = from.cell(column)?.trim() ?? "";
      if (NOTHING.test(text)) continue;
      const number = numberOf(text, mapping.decimal);
      if (number === undefined) {
        problems.push(`${column} is "${text.slice(0, 40)}", not a number`);
        continue;
      }
      const { quantity, scaling } = logFields[name];
      const ofWire = (units[quantity] as Record<string, number>)[unit] as number;
      const sign = name === "battery_current" || name === "battery_power" ? charging : 1;
      values.set(name, sign * (number * factor + offset) * ofWire * scales[scaling]);
    }
    for (const [name, value] of values) {
      const field: { column?: Column } = logFields[name];
      if (field.column !== undefined) row[field.column] = rounded(value);
    }
    reckon(row, values, mapping);
    for (const { column, message } of implausibleColumns(row)) {
      row[column] = NOT_MEASURED;
      problems.push(message);
    }
    row[Column.ChargeState] = chargeStateIn(from, mapping) ?? chargeState(profile, row);
    return { row, problems };
  };
}

/** Currents that the log gives as powers, and the battery's where it is to be reckoned. */
function reckon(row: number[], values: ReadonlyMap<LogFieldName, number>, mapping: Mapping): void {
  const battery_mV = values.get("battery_voltage");
  // a voltage near zero divides nothing
  const isFed = battery_mV !== undefined && battery_mV > 1000;
  const currentOf = (power_mW: number | undefined) =>
    power_mW === undefined || !isFed ? undefined : (power_mW / battery_mV) * 1000;
  const put = (column: Column, current_mA: number | undefined) => {
    if (current_mA !== undefined) row[column] = rounded(current_mA);
  };
  put(Column.BatteryCurrent_mA, currentOf(values.get("battery_power")));
  put(Column.Lamp1Current_mA, currentOf(values.get("lamp1_power")));
  put(Column.Lamp2Current_mA, currentOf(values.get("lamp2_power")));
  put(Column.Lamp3Current_mA, currentOf(values.get("lamp3_power")));
  const panel_mW = values.get("panel_power");
  if (panel_mW !== undefined) {
    const said_mV = values.get("panel_voltage");
    const panel_mV = said_mV !== undefined && said_mV > 1000 ? said_mV : PANEL_mV;
    put(Column.PanelCurrent_mA, (panel_mW / panel_mV) * 1000);
    if (said_mV === undefined) row[Column.PanelVoltage_mV] = panel_mW > 0 ? PANEL_mV : 0;
  }
  if (mapping.battery_current_from === undefined) return;
  const [panel_V, panel_A] = [values.get("panel_voltage"), values.get("panel_current")];
  const given_mW =
    panel_mW ?? (panel_V === undefined || panel_A === undefined ? undefined : (panel_V * panel_A) / 1000);
  const load_mA = values.get("load_current") ?? currentOf(values.get("load_power"));
  const charge_mA = currentOf(given_mW);
  if (charge_mA !== undefined && load_mA !== undefined) put(Column.BatteryCurrent_mA, charge_mA - load_mA);
}

function chargeStateIn(from: LogRow, { charge_state }: Mapping): number | undefined {
  if (!charge_state) return undefined;
  const state = charge_state.values[from.cell(charge_state.column)?.trim() ?? ""];
  return state === undefined ? NOT_MEASURED : chargeStates.indexOf(state);
}

/** Never -0, which is a number of its own to a comparison. */
function rounded(value: number): number {
  return Math.round(value) + 0;
}

const GROUPED_BY_DOT = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,|$)/;

function numberOf(text: string, decimal: "." | ","): number | undefined {
  let plain = text.replaceAll(/\s/g, "");
  if (decimal === ",") {
    // 1.234,5 is grouped; a number of JSON keeps its point whatever the texts beside it have
    if (plain.includes(",") && GROUPED_BY_DOT.test(plain)) plain = plain.replaceAll(".", "");
    plain = plain.replace(",", ".");
  }
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
