import { days_h, type KindProfile } from "./profile";

export const familyAway: KindProfile = {
  meaning: "Nobody is at home; the kit stays and charges",
  severityMeans: "nothing is used; there is nothing between",
  parts: ["kit"],
  severity: [1, 1],
  course_h: [0, 0],
  // chosen: from a visit to relatives to the weeks of sowing in another village
  duration_h: days_h(2, 21),
  begins: "day",
  group: "household",
  apply(condition) {
    condition.familyAway = true;
  },
};

export const marketDay: KindProfile = {
  meaning: "A day on which the household does without its habits and charges for many others",
  severityMeans: "one such day; there is nothing between",
  parts: ["kit"],
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: days_h(1, 1),
  begins: "midnight",
  group: "household",
  apply(condition) {
    condition.marketDay = true;
  },
};

export const radioAlwaysOn: KindProfile = {
  meaning: "The radio is never switched off",
  severityMeans: "day and night; there is nothing between",
  parts: ["radio"],
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: days_h(3, 45),
  begins: "day",
  group: "household",
  apply(condition) {
    condition.radioAlwaysOn = true;
  },
};

export const overuse: KindProfile = {
  meaning: "The household uses more than the kit is made for: guests, a small shop, phones of the whole street",
  severityMeans: "as much as the household's habits know",
  parts: ["kit"],
  severity: [0.4, 1],
  course_h: days_h(0, 7),
  duration_h: days_h(10, 60),
  begins: "midnight",
  group: "household",
  apply(condition, amount) {
    condition.overuse = Math.max(condition.overuse, amount);
  },
};
