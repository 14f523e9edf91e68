/**
 * State of charge in percent from the battery voltage at rest, for four LiFePO4 cells: straight
 * from 3.00 V a cell (empty) to 3.40 V (full), as the charge controller firmware of LibreSolar
 * does it. Rough under load. Portable.
 */
export function stateOfCharge_pct(batteryVoltage_mV: number): number {
  const percent = Math.round((batteryVoltage_mV - EMPTY_mV) / MILLIVOLTS_PER_PERCENT);
  if (percent < 0) return 0;
  if (percent > 100) return 100;
  return percent;
}

/** The voltage at rest of a battery at `percent`; the inverse of `stateOfCharge_pct`. */
export function restingVoltage_mV(percent: number): number {
  return EMPTY_mV + Math.round(percent * MILLIVOLTS_PER_PERCENT);
}

const EMPTY_mV = 12000;
const MILLIVOLTS_PER_PERCENT = 16;
