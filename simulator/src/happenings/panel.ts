import { characterOf } from "./character";
import { days_h, type KindProfile, lose } from "./profile";

export const panelDisconnected: KindProfile = {
  meaning: "The panel's plug is out, or its contact is corroded",
  severityMeans: "it never makes contact; 0.5 = in half of the minutes it does not",
  parts: ["panel"],
  severity: [0.4, 0.9],
  // chosen: a plug that was pulled is commoner than one with a bad contact
  outrightShare: 0.5,
  course_h: [0, 0],
  duration_h: "stays",
  group: "panel",
  hides: true,
  apply(condition, amount) {
    condition.panelContact *= 1 - amount;
  },
};

export const panelStolen: KindProfile = {
  meaning: "The panel is gone since last night",
  severityMeans: "no panel; there is nothing between",
  parts: ["panel"],
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: "stays",
  begins: "night",
  group: "panel",
  hides: true,
  apply(condition) {
    condition.panelContact = 0;
  },
};

/**
 * In the shadow of a wall a panel still sees a part of the sky: under a clear one 16.5 % of the light is
 * diffuse (Erbs, Klein and Duffie, Solar Energy 28, 1982).
 */
const DEEPEST_SHADE = 0.85;

export const panelShaded: KindProfile = {
  meaning: "Something was built or has grown between the panel and the sun",
  severityMeans: "85 % of the light is kept off for six hours of the day",
  parts: ["panel"],
  severity: [0.5, 1],
  // sudden: a wall, a tarpaulin, a new place for the panel; slow: a tree, or millet before the harvest (chosen)
  suddenShare: 0.5,
  course_h: days_h(7, 42),
  duration_h: "stays",
  group: "panel",
  apply(condition, amount, happening) {
    const shade = DEEPEST_SHADE * amount;
    // there is one window in the day; the deeper shade counts
    if (shade <= condition.shade) return;
    condition.shade = shade;
    // the middle of the shadow lies between 8 and 16 o'clock; it lasts three hours to six (chosen: shorter is nobody's trouble)
    const middle_min = 60 * (8 + 8 * characterOf(happening, 1));
    const length_min = 180 + 180 * happening.severity * characterOf(happening, 2);
    condition.shadeFrom_min = Math.round(middle_min - length_min / 2);
    condition.shadeUntil_min = Math.round(middle_min + length_min / 2);
  },
};

/**
 * In Dakar 1.63 g/m² of dust let 79 % of the light through, and 3.3 g/m² less than half
 * (doi 10.4236/sgre.2020.117007).
 */
const THICKEST_DIRT = 0.6;

export const panelSoiled: KindProfile = {
  meaning: "This panel alone is dirty: smoke, droppings, mud, a place beside the road",
  severityMeans: "60 % of the light is kept off, on top of what the season leaves on all panels",
  parts: ["panel"],
  severity: [0.33, 1],
  course_h: days_h(4, 35),
  duration_h: "stays",
  group: "panel",
  apply(condition, amount) {
    condition.panelDirt = lose(condition.panelDirt, THICKEST_DIRT * amount);
  },
};

export const panelCracked: KindProfile = {
  meaning: "The panel's glass and cells are cracked, by hail, a stone or a fall",
  severityMeans: "half of the current and a seventh of the voltage are gone",
  parts: ["panel"],
  severity: [0.4, 1],
  course_h: [0, 0],
  duration_h: "stays",
  begins: "day",
  group: "panel",
  apply(condition, amount) {
    // The weakest cell of a string sets its current. Both figures are chosen, so that a cracked panel still
    // charges: 5 of 36 cells missing leaves a 12 V battery within reach.
    condition.panelOutput *= 1 - 0.5 * amount;
    condition.panelVoltage *= 1 - 0.14 * amount;
  },
};
