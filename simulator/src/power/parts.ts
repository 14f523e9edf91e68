import type { Random } from "../random";

/** The parts of one kit as they are when handed out. */
export interface PartsStart {
  /** 0 to 1. */
  stateOfCharge: number;
  /** Age of the battery. */
  ageYears: number;
  /** Factors near 1 on the panel's current, on each lamp's power and on the battery's capacity. */
  panelTolerance: number;
  lampTolerance: [number, number, number];
  capacityTolerance: number;
}

/**
 * Draws the parts of one kit; always takes the same number of draws.
 *
 * - Panel within 5 % of what its plate says, as data sheets promise (Lighting Global lets 15 % pass).
 * - Lamps within 5 %: the output accuracy of a usual LED driver (PT4115 data sheet).
 * - Battery from 95 % of its rated capacity, the least that a data sheet grants (UE-12Li30BL: 28.5 of 30 Ah), to 105 %.
 * - Age up to a year and a half, and charge from half to nearly full. Chosen: kits come from more than one
 *   purchase, have lain in stores, and are handed out charged.
 */
export function drawParts(random: Random): PartsStart {
  const within = (share: number) => 1 + (random() + random() - 1) * share;
  return {
    stateOfCharge: 0.5 + 0.45 * random(),
    ageYears: 1.5 * random(),
    panelTolerance: within(0.05),
    lampTolerance: [within(0.05), within(0.05), within(0.05)],
    capacityTolerance: within(0.05),
  };
}
