import { Column, NOT_MEASURED } from "../../../shared/src/wire/columns";
import type { BatteryProfile } from "./battery";

/** Indices into `chargeStates` of the contract. */
const enum ChargeState {
  Idle = 0,
  Bulk = 1,
  Absorption = 2,
  Float = 3,
}

/** Less is no charge: the offset of a shunt and the dusk. Chosen. */
const LEAST_PANEL_mA = 20;
/** How near to its voltage float is held, by what a sensor errs and a load sags. Chosen. */
const FLOAT_mV = 150;

/**
 * What the charger is doing, as it looks from its battery and panel; `NOT_MEASURED` where one of
 * them is not measured. Portable.
 */
export function chargeState(battery: BatteryProfile, row: number[]): number {
  const panel_mA = row[Column.PanelCurrent_mA] as number;
  const voltage_mV = row[Column.BatteryVoltage_mV] as number;
  const current_mA = row[Column.BatteryCurrent_mA] as number;
  if (panel_mA === NOT_MEASURED || voltage_mV === NOT_MEASURED || current_mA === NOT_MEASURED) return NOT_MEASURED;
  if (panel_mA < LEAST_PANEL_mA) return ChargeState.Idle;
  if (voltage_mV >= battery.absorption_mV) return ChargeState.Absorption;
  const isNearFloat = voltage_mV > battery.float_mV - FLOAT_mV && battery.float_mV > 0;
  // without a capacity the end current is not known, and a float cannot be told from the end of a bulk
  if (isNearFloat && current_mA * 100 < battery.endCurrent_pct * battery.capacity_mAh) return ChargeState.Float;
  return ChargeState.Bulk;
}
