import { lampBits, RADIO_BIT, type Demand } from "./demand";
import type { Condition } from "../life/condition";

/** What is left of a demand by the lamps that are never used: index is `condition.lampUnused`. */
const LEFT_BY_UNUSED = Uint16Array.from({ length: 8 }, (_, unused) => {
  const bits = [0, 1, 2].map((lamp) => ((unused >> lamp) & 1 ? lampBits(lamp, 3) : 0));
  return 0xffff & ~bits.reduce((sum, one) => sum | one, 0);
});

/**
 * Lays what is not as planned over a planned demand: a family that is away has switched everything
 * off, the radio included; a lamp is never used; the radio is always on.
 */
export function demandNow(planned: Demand, condition: Condition): Demand {
  if (condition.familyAway) return 0;
  const used = condition.lampUnused === 0 ? planned : planned & (LEFT_BY_UNUSED[condition.lampUnused] as number);
  return condition.radioAlwaysOn ? used | RADIO_BIT : used;
}
