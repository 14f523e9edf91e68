/** What the kit needs to know of its battery. Voltages of the whole battery. Portable. */
export interface BatteryProfile {
  /** Voltage at rest when it counts as empty and as full. */
  empty_mV: number;
  full_mV: number;
  /** Below the first the outputs are switched off, above the second on again. */
  disconnect_mV: number;
  reconnect_mV: number;
  /** Resistance of battery and wires, by which the voltage under a current is corrected. */
  resistance_mOhm: number;
}

/** The names under which a board's settings, and the service, know a battery. */
export type BatteryName = "lifepo4-4s" | "lead-acid-6s";

/**
 * Thresholds per cell as in the charge controller firmware of LibreSolar (bat_charger.cpp; for
 * lead-acid after EN 62509): LiFePO4 empty 3.00, full 3.40, disconnect 3.00, reconnect 3.15 V;
 * lead-acid 1.90, 2.10, 1.95, 2.10 V. Resistances are chosen for a battery of 7 Ah with its
 * protection and wires; too low a figure only disconnects earlier.
 *
 * @returns the profile, that of LiFePO4 for a name that is not known
 */
export function batteryProfile(name: string): BatteryProfile {
  if (name === "lead-acid-6s") {
    return { empty_mV: 11400, full_mV: 12600, disconnect_mV: 11700, reconnect_mV: 12600, resistance_mOhm: 50 };
  }
  return { empty_mV: 12000, full_mV: 13600, disconnect_mV: 12000, reconnect_mV: 12600, resistance_mOhm: 60 };
}
