/** What the kit needs to know of its battery. Voltages of the whole battery. Portable. */
export interface BatteryProfile {
  /** Nominal capacity; 0 where it is not known: then nothing is counted. */
  capacity_mAh: number;
  /** Voltage at rest when it counts as empty and as full. */
  empty_mV: number;
  full_mV: number;
  /** For each stage of shedding: off below the first voltage at rest, on again above the second. */
  disconnect_mV: number[];
  reconnect_mV: number[];
  /** The same by state of charge, where it is known; the last stage goes by voltage alone. */
  disconnect_pct: number[];
  reconnect_pct: number[];
  /** Resistance of battery and wires, by which the voltage under a current is corrected. */
  resistance_mOhm: number;
  /** From this voltage on it counts as at absorption; voltage of float, 0 where there is none. */
  absorption_mV: number;
  float_mV: number;
  /** At absorption it is full below this share of the capacity in mA. */
  endCurrent_pct: number;
  /** Pairs of voltage at rest and state of charge in thousandths, from empty to full. */
  restVoltages: number[];
  /** After so long at rest the voltage tells the state of charge, where it lies below `tells_mV`. */
  rest_s: number;
  tells_mV: number;
}

/** The names under which a board's settings, and the service, know a battery. */
export type BatteryName = "lifepo4-4s" | "lead-acid-6s";

/**
 * Thresholds per cell as in the charge controller firmware of LibreSolar (bat_charger.cpp; for
 * lead-acid after EN 62509): LiFePO4 empty 3.00, full 3.40, last disconnect 3.00 and reconnect
 * 3.15, absorption 3.55 V until 10 % of C; lead-acid 1.90, 2.10, 1.95, 2.10, 2.40 V until 4 % of
 * C, float 2.30 V. The stages before the last are chosen above it. Resistances are chosen for a
 * battery of 7 Ah with its protection and wires; too low a figure only disconnects earlier.
 *
 * Voltages at rest: LiFePO4 as Sunil, Pattipati and Balasingam measured an APR18650M1B (2025):
 * above 9 % the whole battery rises by less than 16 mV a percent and soon by 4, as little as a
 * sensor errs, so only what lies below tells. Lead-acid: Northern Arizona Wind & Sun, Deep Cycle
 * Battery FAQ, 15 mV a percent nearly everywhere; at its upper end a past charge still shows.
 *
 * @returns the profile, that of LiFePO4 for a name that is not known
 */
export function batteryProfile(name: string, capacity_mAh: number = 0): BatteryProfile {
  if (name === "lead-acid-6s") {
    return {
      capacity_mAh,
      empty_mV: 11400,
      full_mV: 12600,
      disconnect_mV: [12000, 11910, 11820, 11760, 11700],
      reconnect_mV: [12720, 12690, 12660, 12630, 12600],
      // chosen: lead-acid that is often emptied by more than half does not last
      disconnect_pct: [50, 45, 40, 35],
      reconnect_pct: [65, 60, 55, 50],
      resistance_mOhm: 50,
      // chosen between absorption and float at 25 °C: absorption falls by 18 mV a kelvin, float is left at 13.8 V
      absorption_mV: 13950,
      float_mV: 13800,
      endCurrent_pct: 4,
      restVoltages: [
        10500, 0, 11340, 100, 11580, 200, 11760, 300, 11880, 400, 12060, 500, 12180, 600, 12300, 700, 12420, 800, 12480,
        900, 12720, 1000,
      ],
      // chosen: a charge shows for hours
      rest_s: 14400,
      tells_mV: 12480,
    };
  }
  return {
    capacity_mAh,
    empty_mV: 12000,
    full_mV: 13600,
    disconnect_mV: [12800, 12600, 12400, 12200, 12000],
    reconnect_mV: [13040, 12960, 12840, 12720, 12600],
    // chosen: an evening and a night take about a quarter
    disconnect_pct: [30, 20, 12, 7],
    reconnect_pct: [45, 35, 25, 15],
    resistance_mOhm: 60,
    // a sensor errs by 50 mV
    absorption_mV: 14150,
    float_mV: 0,
    endCurrent_pct: 10,
    restVoltages: [8041, 0, 10962, 12, 11720, 27, 12349, 53, 12777, 89, 13109, 297, 13404, 983],
    // chosen: what a current did to the voltage fades within tens of minutes
    rest_s: 3600,
    tells_mV: 12777,
  };
}

/**
 * The voltage without what the current does to it over the battery's resistance, so that a heavy
 * load does not disconnect a battery that is half full, nor the morning sun reconnect an empty one.
 *
 * @param current_mA positive when charging
 */
export function atRest_mV(battery: BatteryProfile, voltage_mV: number, current_mA: number): number {
  // the chip rounds negative halves another way than Node does, but both have the same floor
  return voltage_mV - Math.floor((current_mA * battery.resistance_mOhm + 500) / 1000);
}
