import type { Battery } from "../../journal/kits";

/** What is expected of a kind of battery; voltages of the whole battery. */
export interface Chemistry {
  /** Load disconnect: 3.00 V a cell of LiFePO4, 1.95 V of lead-acid. */
  disconnect_mV: number;
  /** What its charger holds at 25 °C (3.55 V, 2.40 V a cell), and how that changes by a kelvin (-3 mV a cell). */
  absorption_mV: number;
  absolute_mV: number;
  perKelvin_mV: number;
  /** No battery of the kind rests above this: the upper end of the open-circuit voltage when full (3.40 V, 2.15 V). */
  full_mV: number;
  /**
   * Between which states of charge its voltage at rest is nearly a straight line, and by how much it falls there, in mV a percent of
   * its nominal capacity, while it is new.
   */
  straight_pct: readonly [from: number, to: number];
  fall_mV_per_pct: number;
  /** Where that line meets 100 %, if the voltage at rest alone tells the charge; that of LiFePO4 is too flat. */
  line_mV: number | undefined;
}

/**
 * Voltages: charge controller firmware of LibreSolar (`bat_charger.cpp`; lead-acid after EN 62509:2011). Open-circuit voltages:
 * LiFePO4 after Sunil, Pattipati and Balasingam (2025), 13.11 V at 30 % and 13.40 V at 98 %; lead-acid after the Deep Cycle Battery
 * FAQ of Northern Arizona Wind & Sun, 12.06 V at 50 % and 12.48 V at 90 %; above, the day's charge still shows. They are those by which the firmware counts charge.
 */
export const chemistries: Record<Battery, Chemistry> = {
  "lifepo4-4s": {
    disconnect_mV: 12_000,
    absorption_mV: 14_200,
    absolute_mV: 14_400,
    perKelvin_mV: 0,
    full_mV: 13_600,
    straight_pct: [45, 96],
    fall_mV_per_pct: 4.3,
    line_mV: undefined,
  },
  "lead-acid-6s": {
    disconnect_mV: 11_700,
    absorption_mV: 14_400,
    absolute_mV: 14_700,
    perKelvin_mV: -18,
    full_mV: 12_900,
    straight_pct: [50, 95],
    fall_mV_per_pct: 10.5,
    line_mV: 12_585,
  },
};

/** A voltage of a charge, as it is at a temperature; at 25 °C where that is not known. */
export function atTemperature_mV(
  voltage_mV: number,
  chemistry: Chemistry,
  temperature_degC: number | undefined,
): number {
  return voltage_mV + (temperature_degC === undefined ? 0 : chemistry.perKelvin_mV * (temperature_degC - 25));
}
