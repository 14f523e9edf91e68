import type { FaultPart } from "@yeelen/shared/faults";
import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import type { LampDay } from "./lampSums";

/**
 * A lamp or its cable is short-circuited. The kit has switched it off; the other lamps work.
 *
 * Set by the first reading that says so: the kit says "short" at 600 mA and more, three times what a lamp of
 * 2.3 W takes (an electronic switch such as TPS2420 holds a short at about 1 A), and keeps saying so until the lamp burns as it
 * should. Cleared on the first later day on which it burns and no reading says otherwise.
 *
 * @returns whether it has just been found to burn again
 */
export function judgeShort(on: OnDay<unknown>, part: FaultPart, { short, lit, firstShort_min }: LampDay): boolean {
  if (short > 0) {
    on.set("lamp-short", part, {
      severity: "major",
      since_ms: on.day * DAY_ms + firstShort_min * 60_000,
      evidence: { short_readings: short, lit_readings: lit, short_from_mA: 600 },
    });
    return false;
  }
  if (lit === 0 || !on.isOpen("lamp-short", part)) return false;
  on.clear("lamp-short", part);
  return true;
}
