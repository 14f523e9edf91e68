import type { Happening } from "./kinds";
import { days_h, type KindProfile, lose, weeks_h } from "./profile";

const lampParts = ["lamp1", "lamp2", "lamp3"] as const;

function lampOf(happening: Happening): 0 | 1 | 2 {
  return Math.max(0, (lampParts as readonly string[]).indexOf(happening.part)) as 0 | 1 | 2;
}

/** What all faults of one lamp have in common. */
const ofALamp = { parts: lampParts, group: "part" } as const;

export const lampOpen: KindProfile = {
  ...ofALamp,
  meaning: "A lamp is broken or its cable is torn: no current flows",
  severityMeans: "no light; there is nothing between",
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: "stays",
  apply(condition, _amount, happening) {
    condition.lampOpen |= 1 << lampOf(happening);
  },
};

export const lampShort: KindProfile = {
  ...ofALamp,
  meaning: "A lamp or its cable is short-circuited",
  severityMeans: "a full short; there is nothing between",
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: "stays",
  apply(condition, _amount, happening) {
    condition.lampShort |= 1 << lampOf(happening);
  },
};

/** An LED is spent at 70 % of its first light (L70 of IES LM-80 and TM-21); worse is what people complain about. */
const DIMMEST = 0.7;

export const lampDim: KindProfile = {
  ...ofALamp,
  meaning: "A lamp's LEDs give less and less light, one string after the other",
  severityMeans: "70 % of its light and current are gone",
  severity: [0.43, 1],
  course_h: weeks_h(2, 8),
  duration_h: "stays",
  apply(condition, amount, happening) {
    const lamp = lampOf(happening);
    condition.lampDim[lamp] = lose(condition.lampDim[lamp], DIMMEST * amount);
  },
};

export const lampUnused: KindProfile = {
  ...ofALamp,
  meaning: "Nobody switches a lamp on: the room is empty, or it hangs where nobody sits",
  severityMeans: "never on; there is nothing between",
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: days_h(21, 90),
  begins: "day",
  apply(condition, _amount, happening) {
    condition.lampUnused |= 1 << lampOf(happening);
  },
};
