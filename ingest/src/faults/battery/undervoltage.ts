import type { OnDay } from "../engine/family";
import { chemistries } from "./chemistry";
import { Slot } from "./slots";
import { atMinute_ms, bits, hoursOf } from "./sums";

/** Twice what an empty battery needs: it is above load disconnect with a twentieth of its charge, an hour or two of morning sun. */
const LOW_CHARGED_hours = 5;
/** Sun enough that a battery that holds charge can show it in the evening. */
const CHARGED_hours = 4;
/** What lifts a battery that was emptied above load disconnect: a tenth of the smallest that such kits have. */
const CHARGED_Ah = 1;
/** A cell that is gone takes 2 V or more away; a voltage sensor whose offset is wrong by no more than a volt is no battery. */
const FAR_mV = 600;
const SENSOR_mV = 1300;
const MOSTLY = 0.7;
const RESTED_readings = 3;
/** What charge did to the voltage fades within a reading or two. */
const FEW = 8;

/**
 * The battery stays below the voltage at which its load is disconnected although the sun charges it: a cell is dead (a LiFePO4
 * pack of four is a cell's 3.3 V too low, lead-acid 2.1 V), or it holds no charge at all. A battery that is merely empty, after dim days or
 * much use, is no fault: its loads are off until the sun has charged it, and then it is above that voltage within an hour or two.
 *
 * Set when the battery was charged with 1 Ah or more in five hours of a day and still below load disconnect, and was charged or above it on the day before: what was
 * emptied by days without a panel takes longer; or when, with four hours of charge
 * between them, nearly every reading without sun is below it, before the sun and after it.
 * It has to be 0.6 V below load disconnect at some time, and 1.3 V where its sensor is known to be wrong. Cleared by a day without a reading below load disconnect.
 *
 * Load disconnect: 3.00 V and 1.95 V a cell, LibreSolar's charge controller firmware, for lead-acid after EN 62509:2011.
 *
 * @param isTrusted false where the voltage's sensor is known to be broken: nothing changes
 */
export function batteryUndervoltage(on: OnDay<unknown>, isTrusted: boolean): void {
  if (!on.hasReadings || !isTrusted) return;
  const { sums, at } = on;
  const lowCharged_h = hoursOf(on, Slot.LowChargedHours);
  const charged_h = bits((sums[at + Slot.ChargedHours] as number) | (sums[at + Slot.LowChargedHours] as number));
  const charged_Ah =
    (charged_h * (sums[at + Slot.SumCharged_mA] as number)) / Math.max(1, sums[at + Slot.Charged] as number) / 1000;
  const lowMorning = sums[at + Slot.LowRestMorning] as number;
  const lowEvening = sums[at + Slot.LowRestEvening] as number;
  const well = (sums[at + Slot.OkRestMorning] as number) + (sums[at + Slot.OkRestEvening] as number);
  const staysLow = lowCharged_h >= LOW_CHARGED_hours && lowCharged_h >= MOSTLY * charged_h;
  const holdsNothing =
    charged_h >= CHARGED_hours &&
    well * FEW <= lowMorning + lowEvening &&
    lowMorning >= RESTED_readings &&
    lowEvening >= RESTED_readings;
  const below_mV = chemistries[on.kit.battery].disconnect_mV - (32_767 - (sums[at + Slot.Lowest] as number));
  const isFar = below_mV >= (on.isOpen("sensor-implausible", "battery-voltage-sensor") ? SENSOR_mV : FAR_mV);
  if (isFar && charged_Ah >= CHARGED_Ah && (staysLow || holdsNothing) && wasCharged(on)) {
    const lowest_mV = 32_767 - (sums[at + Slot.Lowest] as number);
    on.set("battery-undervoltage", "battery", {
      severity: "major",
      since_ms: atMinute_ms(on, sums[at + Slot.FirstLow_min] as number),
      evidence: {
        lowest_V: lowest_mV / 1000,
        threshold_V: chemistries[on.kit.battery].disconnect_mV / 1000,
        charged_h,
        charged_Ah: Math.round(10 * charged_Ah) / 10,
        lowWhileCharged_h: lowCharged_h,
        lowWithoutSun_readings: lowMorning + lowEvening,
      },
    });
  } else if (on.isOver && lowCharged_h === 0 && lowMorning + lowEvening === 0 && well >= 2 * RESTED_readings) {
    on.clear("battery-undervoltage", "battery");
  }
}

/** Whether the day before leaves a battery that holds charge above load disconnect. */
function wasCharged(on: OnDay<unknown>): boolean {
  const before = on.past(1);
  if (before < 0) return false;
  const hours = bits(
    (on.sums[before + Slot.ChargedHours] as number) | (on.sums[before + Slot.LowChargedHours] as number),
  );
  const well = (on.sums[before + Slot.OkRestMorning] as number) + (on.sums[before + Slot.OkRestEvening] as number);
  return hours >= CHARGED_hours || well >= 2 * RESTED_readings;
}
