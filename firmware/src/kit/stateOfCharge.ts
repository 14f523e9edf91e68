import type { BatteryProfile } from "./battery";

/**
 * State of charge in percent from the battery voltage: straight from empty to full, as the charge
 * controller firmware of LibreSolar does it. Rough under load. Portable.
 */
export function stateOfCharge_pct(battery: BatteryProfile, voltage_mV: number): number {
  const percent = Math.round(((voltage_mV - battery.empty_mV) * 100) / (battery.full_mV - battery.empty_mV));
  if (percent < 0) return 0;
  if (percent > 100) return 100;
  return percent;
}

/** The voltage at rest of a battery at `percent`; the inverse of `stateOfCharge_pct`. */
export function restingVoltage_mV(battery: BatteryProfile, percent: number): number {
  return battery.empty_mV + Math.round((percent * (battery.full_mV - battery.empty_mV)) / 100);
}
