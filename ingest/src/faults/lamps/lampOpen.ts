import type { FaultPart } from "@yeelen/shared/faults";
import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import type { LampDay } from "./lampSums";

/**
 * A lamp does not burn though it is switched on: its LEDs, its plug or its cable is broken.
 *
 * Set when two readings of a day say so. The kit says "open" when less than 10 mA flow in two readings
 * in a row at which the lamp is commanded on, and keeps saying so until it burns again; where a kit's firmware does
 * not judge its lamps, a reading with the lamp commanded on and less than 10 mA counts. A lamp of 2.3 W takes 180 mA,
 * and 58 mA at its dimmest step, and one with a third of its light left still 20 mA; a shunt errs by 1 mA. Cleared on the
 * first later day on which it burns and no reading says otherwise. A lamp that nobody has switched on since it broke
 * cannot be seen.
 */
const READINGS_AT_LEAST = 2;

/** @returns whether it has just been found to burn again */
export function judgeOpen(on: OnDay<unknown>, part: FaultPart, { open, lit, firstOpen_min }: LampDay): boolean {
  if (open >= READINGS_AT_LEAST) {
    on.set("lamp-open", part, {
      severity: "major",
      since_ms: on.day * DAY_ms + firstOpen_min * 60_000,
      evidence: { dark_readings: open, lit_readings: lit, dark_below_mA: 10 },
    });
    return false;
  }
  if (open > 0 || lit === 0 || !on.isOpen("lamp-open", part)) return false;
  on.clear("lamp-open", part);
  return true;
}
