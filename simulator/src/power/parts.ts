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
  /** The air of the dwelling in which battery and controller stand follows that outside with this time constant. */
  dwelling_h: number;
  /** How much warmer it is there than outside, on the mean of day and night. */
  dwellingWarmer_K: number;
}

/**
 * Draws the parts of one kit; always takes the same number of draws.
 *
 * - Panel within 5 % of what its plate says, as data sheets promise (Lighting Global lets 15 % pass).
 * - Lamps within 5 %: the output accuracy of a usual LED driver (PT4115 data sheet).
 * - Battery from 95 % of its rated capacity, the least that a data sheet grants (UE-12Li30BL: 28.5 of 30 Ah), to 105 %.
 * - Age up to a year and a half, and charge from half to nearly full. Chosen: kits come from more than one
 *   purchase, have lain in stores, and are handed out charged.
 * - Dwelling from a hut of sheet metal (2 h: nine tenths of the daily swing come in) to thick mud walls (12 h: three
 *   tenths). Chosen for what was measured in seven houses at Ouagadougou: "differences exceeding 10 °C between houses,
 *   especially in the afternoon hours of the warmest season" (Pohl et al., Theoretical and Applied Climatology 146, 2021).
 * - Warmer than the air outside by up to 2 K: 0.8 K under a white metal roof and 2.1 K under a bare one, over day and
 *   night, in the Gambia (Carrasco-Tenezaca et al., Malaria Journal 20, 2021, table 1); nothing is chosen for thatch.
 */
export function drawParts(random: Random): PartsStart {
  const within = (share: number) => 1 + (random() + random() - 1) * share;
  return {
    stateOfCharge: 0.5 + 0.45 * random(),
    ageYears: 1.5 * random(),
    panelTolerance: within(0.05),
    lampTolerance: [within(0.05), within(0.05), within(0.05)],
    capacityTolerance: within(0.05),
    dwelling_h: 2 + 10 * random(),
    dwellingWarmer_K: 2 * random(),
  };
}
