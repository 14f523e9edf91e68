import { days_h, type KindProfile } from "./profile";

/** Chosen: a controller under a tin roof or behind a cloth, in air of 45 °C, comes near the 85 °C of its parts. */
const HOTTEST_K = 35;
/** Chosen: a loose supply or a failing regulator resets a board at every larger load, about once an hour that people are awake. */
const MOST_RESETS_PER_DAY = 20;

export const controllerHot: KindProfile = {
  meaning: "The controller gets no air, or a part of it fails and heats it",
  severityMeans: "35 K warmer than it should be",
  parts: ["controller"],
  severity: [0.43, 1],
  // chosen: half from one moment to the next, half slowly
  suddenShare: 0.5,
  course_h: days_h(1, 7),
  duration_h: "stays",
  group: "controller",
  apply(condition, amount) {
    condition.controllerHeat_K += HOTTEST_K * amount;
  },
};

export const controllerResetting: KindProfile = {
  meaning: "The controller starts anew again and again",
  severityMeans: "20 times a day",
  parts: ["controller"],
  severity: [0.05, 1],
  // chosen: half from one moment to the next, half slowly
  suddenShare: 0.5,
  course_h: days_h(1, 14),
  duration_h: "stays",
  group: "controller",
  apply(condition, amount) {
    condition.controllerResetsPerDay += MOST_RESETS_PER_DAY * amount;
  },
};
