import type { OnDay } from "../engine/family";
import { chemistries } from "./chemistry";
import { Slot } from "./slots";
import { atMinute_ms, hoursOf } from "./sums";

export interface OvervoltageMemory {
  /** Days in a row on which it was too high, and since when, Unix time in ms. */
  days: number;
  since_ms: number;
  wellDays: number;
}

export const noOvervoltage: OvervoltageMemory = { days: 0, since_ms: 0, wellDays: 0 };

const HIGH_readings = 3;
const HIGH_hours = 2;
const DAYS = 2;

/**
 * The battery is charged above what its cells stand: the charge controller does not limit it.
 *
 * Set when, on two days in a row, it was charged above the absolute maximum in readings of two different hours. A voltage sensor that shows too much is told apart by the night: a battery that rests above its open-circuit
 * voltage of full is not measured rightly. Cleared by two days with sun and without such a reading.
 *
 * Threshold: 3.60 V a cell of LiFePO4, 2.45 V of lead-acid at 25 °C and 3 mV less for each kelvin more (LibreSolar, EN 62509:2011),
 * and 0.1 V for the sensor.
 */
export function batteryOvervoltage(memory: OvervoltageMemory, on: OnDay<unknown>): OvervoltageMemory {
  if (!on.hasReadings) return memory;
  const { sums, at } = on;
  const chemistry = chemistries[on.kit.battery];
  const lowest_mV = 32_767 - (sums[at + Slot.Lowest] as number);
  const rested = (sums[at + Slot.OkRestMorning] as number) + (sums[at + Slot.OkRestEvening] as number);
  const isSensor =
    on.isOpen("sensor-implausible", "battery-voltage-sensor") ||
    on.isOpen("sensor-stuck", "battery-voltage-sensor") ||
    rested < HIGH_readings ||
    lowest_mV > chemistry.full_mV - 250;
  const hours = hoursOf(on, Slot.HighHours);
  const isHigh = (sums[at + Slot.High] as number) >= HIGH_readings && hours >= HIGH_hours;
  if (!isHigh || isSensor) {
    if (!on.isOver || hoursOf(on, Slot.ChargedHours) < HIGH_hours) return memory;
    const wellDays = isHigh ? 0 : memory.wellDays + 1;
    if (wellDays >= DAYS) on.clear("battery-overvoltage", "battery");
    return { ...noOvervoltage, wellDays };
  }
  const since_ms = memory.days > 0 ? memory.since_ms : atMinute_ms(on, sums[at + Slot.FirstHigh_min] as number);
  if (memory.days + 1 >= DAYS) {
    on.set("battery-overvoltage", "battery", {
      severity: "critical",
      since_ms,
      evidence: {
        highest_V: (sums[at + Slot.Highest_mV] as number) / 1000,
        threshold_V: chemistry.absolute_mV / 1000,
        lowest_V: lowest_mV / 1000,
        duration_h: hours,
        days: memory.days + 1,
      },
    });
  }
  return { days: memory.days + 1, since_ms, wellDays: 0 };
}
