import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import type { OnHalf, SensorReference } from "../sensors/memory";
import { HOTTEST_degC, Whole, wholeAt } from "../sensors/sensorDay";
import type { Parted } from "../sensors/temperatures";

/**
 * The controller is much hotter than it should be: it gets no air, or a part of it fails.
 *
 * Set when, at night and without a phone that charges, it is 10 K further above its battery than usual and 8 K above
 * the neighbours' controllers. An idle controller gives off a fifth of a watt, which warms a small closed case by a kelvin or
 * two; 10 K halve the life of its capacitors (Arrhenius' rule of data sheets). Or, by day, beyond 80 °C in two readings,
 * where the firmware switches off: an ESP32 is made for 85 °C.
 * Cleared within 6 K at night, and below 70 °C.
 */
const APART_K = 10;
const ABOVE_NEIGHBOURS_K = 8;
const CLEARS_K = 6;
const CLEARS_degC = 70;
const HOT_READINGS = 2;

export function judgeHotNight(parted: Parted, { on, sums, start_ms, seen_ms }: OnHalf): void {
  const { apart_K, controller_K, battery_K, neighbours } = parted;
  const isItsOwn = neighbours !== undefined || controller_K > Math.abs(battery_K);
  const isCool = (sums[wholeAt(on.at) + Whole.Hottest_degC] as number) < CLEARS_degC;
  if (apart_K < CLEARS_K && isCool) on.clear("controller-hot", "controller", seen_ms);
  if (apart_K < APART_K || controller_K < ABOVE_NEIGHBOURS_K || !isItsOwn) return;
  on.set(
    "controller-hot",
    "controller",
    {
      severity: "major",
      since_ms: start_ms,
      evidence: {
        controller_degC: round(parted.shownController_degC),
        battery_degC: round(parted.shownBattery_degC),
        neighbours_degC: neighbours ? round(neighbours.controller) : null,
        hotter_K: round(Math.min(apart_K, controller_K)),
      },
    },
    seen_ms,
  );
}

export function judgeHotDay(on: OnDay<SensorReference>): void {
  const whole = wholeAt(on.at);
  if ((on.sums[whole + Whole.HotCount] as number) < HOT_READINGS) return;
  const evidence = { hottest_degC: on.sums[whole + Whole.Hottest_degC] as number, limit_degC: HOTTEST_degC };
  on.set("controller-hot", "controller", { severity: "major", since_ms: on.day * DAY_ms, evidence });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
