import { learned, type OnHalf, replaced, type SensorMemory } from "./memory";
import { countsOf, Half } from "./sensorDay";

/**
 * Battery and controller of a kit stand in one dwelling. At night, while no phone is charged, the controller is a kelvin or
 * two warmer than the battery, whatever the weather; both differ from the site's other kits by what dwellings differ. Where
 * the two part, the one that parts from the neighbours as well is wrong; without neighbours, the one that has
 * changed more since the last night in which all was well.
 */
export interface Parted {
  /** By how much the controller shows more above the battery than usual, in K. */
  apart_K: number;
  /** By how much each shows more than the neighbours, beyond what is usual. */
  battery_K: number;
  controller_K: number;
  shownBattery_degC: number;
  shownController_degC: number;
  neighbours: { battery: number; controller: number } | undefined;
}

const FEWEST_READINGS = 3;
/** Two thermistors of 1 K each, the controller's 0.2 W in a closed case, and a battery that cools two hours later. */
const USUAL_K = 0.5;
const MOST_USUAL_K = 2.5;
/** Dwellings of sheet metal and of thick mud. */
const MOST_DWELLING_K = 4;
/** Nights with less between the two are what all is well in. */
const WELL_K = 3;

export function partedOn(memory: SensorMemory, { on, sums, at, half }: OnHalf): Parted | undefined {
  const { quiet } = countsOf(sums, at);
  if (quiet < FEWEST_READINGS) return undefined;
  const battery = (sums[at + Half.QuietBatterySum_degC] as number) / quiet;
  const controller = (sums[at + Half.QuietControllerSum_degC] as number) / quiet;
  const neighbours = on.reference.nights[half];
  const last = memory.last[half];
  const apart_K = controller - battery - (memory.warmer[half]?.value ?? USUAL_K);
  let battery_K = 0;
  let controller_K = 0;
  if (neighbours) {
    battery_K = battery - neighbours.battery - (memory.battery[half]?.value ?? 0);
    controller_K = controller - neighbours.controller - (memory.controller[half]?.value ?? 0);
  } else if (last) {
    battery_K = battery - last.battery;
    controller_K = controller - last.controller;
  } else {
    // nothing to compare with: a controller may get hot by itself, a battery that nobody uses does not
    battery_K = apart_K < 0 ? -apart_K : 0;
    controller_K = apart_K > 0 ? apart_K : 0;
  }
  return { apart_K, battery_K, controller_K, shownBattery_degC: battery, shownController_degC: controller, neighbours };
}

/** Learns what is usual from a night in which all is well. */
export function afterNight(memory: SensorMemory, parted: Parted, half: number): SensorMemory {
  if (Math.abs(parted.apart_K) > WELL_K) return memory;
  const { shownBattery_degC: battery, shownController_degC: controller, neighbours } = parted;
  const { warmer } = memory;
  const next: SensorMemory = {
    ...memory,
    warmer: replaced(
      warmer,
      half,
      learned(warmer[half], USUAL_K, controller - battery, -MOST_USUAL_K, MOST_USUAL_K + USUAL_K),
    ),
    last: replaced(memory.last, half, { battery, controller }),
  };
  if (!neighbours) return next;
  const learnt = (of: SensorMemory["battery"], above_K: number) =>
    replaced(of, half, learned(of[half], 0, above_K, -MOST_DWELLING_K, MOST_DWELLING_K));
  return {
    ...next,
    battery: learnt(memory.battery, battery - neighbours.battery),
    controller: learnt(memory.controller, controller - neighbours.controller),
  };
}

/**
 * The battery's temperature sensor is off (`sensor-implausible`).
 *
 * Set when battery and controller are 4.5 K further apart than usual at night, and the battery is 4 K from its neighbours, to
 * the same side: three times what two thermistors of 1 % with their converters may differ. Cleared within 3 K.
 */
const APART_K = 4.5;
/** In the evening a battery may still be warm from its charge, the more so one that a dead cell keeps charging. */
const APART_IN_THE_EVENING_K = 9;
const FROM_NEIGHBOURS_K = 4;
const FROM_BEFORE_K = 2;
const PART = "battery-temperature-sensor";

export function judgeBatteryTemperature(parted: Parted, { on, half, start_ms, seen_ms }: OnHalf): void {
  const { apart_K, battery_K, controller_K, neighbours } = parted;
  const offset_K = -apart_K;
  const least_K = neighbours ? FROM_NEIGHBOURS_K : FROM_BEFORE_K;
  const isOfBattery = Math.sign(battery_K) === Math.sign(offset_K) && Math.abs(battery_K) >= least_K;
  // without neighbours only one of the two is to blame
  const isItsOwn = neighbours !== undefined || Math.abs(battery_K) > Math.abs(controller_K);
  if (Math.abs(apart_K) < WELL_K) on.clear("sensor-implausible", PART, seen_ms);
  if (
    Math.abs(apart_K) < (half === 0 ? APART_K : APART_IN_THE_EVENING_K) ||
    !isOfBattery ||
    !isItsOwn ||
    on.isOpen("sensor-stuck", PART)
  )
    return;
  on.set(
    "sensor-implausible",
    PART,
    {
      severity: "major",
      since_ms: start_ms,
      evidence: {
        shown_degC: round(parted.shownBattery_degC),
        controller_degC: round(parted.shownController_degC),
        neighbours_degC: neighbours ? round(neighbours.battery) : null,
        offset_K: round(offset_K),
      },
    },
    seen_ms,
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
