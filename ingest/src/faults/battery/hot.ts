import type { OnDay } from "../engine/family";
import { Slot } from "./slots";
import { atMinute_ms, hoursOf } from "./sums";
import type { BatteryReference } from "./batteryFamily";

export interface HotMemory {
  days: number;
  since_ms: number;
  coolDays: number;
}

export const coldBattery: HotMemory = { days: 0, since_ms: 0, coolDays: 0 };

/** A battery may not be charged above (IEC 62133-2 for LiFePO4 cells, LibreSolar for both chemistries). */
export const HOT_degC = 50;

const HOT_hours = 2;
const HOT_readings = 3;
/** By how much more than its neighbours; what dwellings differ by, twice. */
const ABOVE_NEIGHBOURS_K = 5;
/** At night, without loads, battery and controller have the air of the same room. */
const SAME_ROOM_K = 3;
const DAYS = 2;

/**
 * The battery gets hotter than it may be charged at: it stands in the sun, beside a fire, under a tin roof, or is about to fail.
 *
 * Set when on two days it was above 50 °C in two hours or more, and 5 K above the median of what its site's batteries reached
 * at most: in the hot season all are warm. A sensor that shows too much is told apart by the night: then, without loads, battery
 * and controller are within 3 K of each other. Cleared by two days below 48 °C.
 */
export function batteryHot(memory: HotMemory, on: OnDay<BatteryReference>): HotMemory {
  if (!on.hasReadings) return memory;
  const { sums, at, reference } = on;
  const hottest_degC = (sums[at + Slot.Hottest] as number) - 100;
  if (hottest_degC <= -100) return memory;
  const idle = sums[at + Slot.Idle] as number;
  const warmer_K = idle > 0 ? (sums[at + Slot.Warmer_K] as number) / idle : undefined;
  const hours = hoursOf(on, Slot.HotHours);
  const isHot = hours >= HOT_hours && (sums[at + Slot.Hot] as number) >= HOT_readings;
  const isSensor =
    on.isOpen("sensor-implausible", "battery-temperature-sensor") ||
    on.isOpen("sensor-stuck", "battery-temperature-sensor") ||
    idle < 4 ||
    warmer_K === undefined ||
    Math.abs(warmer_K) > SAME_ROOM_K;
  const isWeather = reference.hottest_degC === undefined || hottest_degC < reference.hottest_degC + ABOVE_NEIGHBOURS_K;
  if (!isHot || isSensor || isWeather) {
    if (!on.isOver) return memory;
    const coolDays = hottest_degC <= HOT_degC - 2 ? memory.coolDays + 1 : 0;
    if (coolDays >= DAYS) on.clear("battery-hot", "battery");
    return { ...coldBattery, coolDays };
  }
  const since_ms = memory.days > 0 ? memory.since_ms : atMinute_ms(on, sums[at + Slot.FirstHot_min] as number);
  if (memory.days + 1 >= DAYS) {
    on.set("battery-hot", "battery", {
      severity: "major",
      since_ms,
      evidence: {
        hottest_degC,
        neighbours_degC: reference.hottest_degC as number,
        threshold_degC: HOT_degC,
        duration_h: hours,
        days: memory.days + 1,
      },
    });
  }
  return { days: memory.days + 1, since_ms, coolDays: 0 };
}
