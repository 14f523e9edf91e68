import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { Battery } from "../journal/kits";
import type { PlacedReading } from "../journal/readings";
import type { Finding } from "./finding";

/**
 * The battery stays below the voltage at which its load is disconnected: it is worn, has lost a
 * cell, or is not charged any more.
 *
 * Set when the voltage has been below the load disconnect for an hour or more, in at least two
 * readings. Cleared by the first reading at or above load reconnect. Between the two voltages
 * nothing changes.
 *
 * Thresholds a cell: load disconnect and reconnect of LibreSolar's charge controller firmware,
 * for lead-acid after EN 62509:2011.
 */
const thresholds: Record<Battery, { disconnect_mV: number; reconnect_mV: number }> = {
  "lifepo4-4s": { disconnect_mV: 4 * 3000, reconnect_mV: 4 * 3150 },
  "lead-acid-6s": { disconnect_mV: 6 * 1950, reconnect_mV: 6 * 2100 },
};

const MINIMUM_ms = 3600_000;
/** Two low readings further apart than this say nothing of the time between them. */
const LONGEST_GAP_ms = 6 * 3600_000;

/** What is remembered of a battery from reading to reading. */
export interface UndervoltageState {
  /** Event time of the first low reading of this stretch, or undefined. */
  since_ms: number | undefined;
  latest_ms: number;
  raised: boolean;
  readings: number;
  lowest_mV: number;
  latest_mV: number;
}

export const noUndervoltage: UndervoltageState = {
  since_ms: undefined,
  latest_ms: 0,
  raised: false,
  readings: 0,
  lowest_mV: 0,
  latest_mV: 0,
};

/** The state after one more reading, in event-time order. */
export function afterReading(state: UndervoltageState, reading: PlacedReading, battery: Battery): UndervoltageState {
  const voltage_mV = reading.row[Column.BatteryVoltage_mV] as number;
  const { disconnect_mV, reconnect_mV } = thresholds[battery];
  if (voltage_mV === NOT_MEASURED) return state;
  if (voltage_mV >= reconnect_mV || (!state.raised && voltage_mV >= disconnect_mV)) return noUndervoltage;
  const isNewStretch =
    state.since_ms === undefined || (!state.raised && reading.time_ms - state.latest_ms > LONGEST_GAP_ms);
  const since_ms = isNewStretch ? reading.time_ms : (state.since_ms as number);
  const readings = (isNewStretch ? 0 : state.readings) + 1;
  return {
    since_ms,
    latest_ms: reading.time_ms,
    raised: state.raised || (readings >= 2 && reading.time_ms - since_ms >= MINIMUM_ms),
    readings,
    lowest_mV: isNewStretch ? voltage_mV : Math.min(state.lowest_mV, voltage_mV),
    latest_mV: voltage_mV,
  };
}

/** The fault of a state, or undefined. */
export function batteryUndervoltage(state: UndervoltageState, battery: Battery): Finding | undefined {
  if (!state.raised || state.since_ms === undefined) return undefined;
  const { disconnect_mV, reconnect_mV } = thresholds[battery];
  return {
    kind: "battery-undervoltage",
    part: "battery",
    severity: "major",
    since_ms: state.since_ms,
    evidence: {
      voltage_V: state.latest_mV / 1000,
      lowest_V: state.lowest_mV / 1000,
      threshold_V: disconnect_mV / 1000,
      clears_V: reconnect_mV / 1000,
      duration_h: Math.round((state.latest_ms - state.since_ms) / 360_000) / 10,
      readings: state.readings,
    },
  };
}
