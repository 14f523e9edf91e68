import { characterOf } from "./character";
import { type KindProfile, lose, weeks_h } from "./profile";

const HOUR_ms = 3_600_000;

/** A battery's usual end of life is 80 % of its nominal capacity (IEC 61427-1); whoever is called has lost more. */
const WORST_CAPACITY_LOSS = 0.7;
/** Resistance of a battery that has lost that much, against a new one. Chosen: field batteries are replaced well before. */
const WORST_RESISTANCE = 4;

export const batteryWorn: KindProfile = {
  meaning: "The battery has aged far beyond its years",
  severityMeans: "70 % of the capacity is gone, and the resistance is four times that of a new battery",
  parts: ["battery"],
  severity: [0.43, 1],
  course_h: weeks_h(3, 12),
  duration_h: "stays",
  group: "battery",
  apply(condition, amount) {
    condition.batteryCapacityLost = lose(condition.batteryCapacityLost, WORST_CAPACITY_LOSS * amount);
    // resistance hardly grows at first and steeply towards the end: half as much again when 30 % is lost
    condition.batteryResistance *= 1 + (WORST_RESISTANCE - 1) * amount * amount;
  },
};

export const batteryCellDead: KindProfile = {
  meaning: "One cell of the battery has an internal short: its voltage is gone",
  severityMeans: "one cell is dead; there is nothing between",
  parts: ["battery"],
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: "stays",
  group: "battery",
  apply(condition) {
    condition.batteryDeadCells += 1;
  },
};

export const batteryDisconnected: KindProfile = {
  meaning: "A terminal of the battery is loose",
  severityMeans: "it never makes contact; 0.5 = in half of the hours it does not",
  parts: ["battery"],
  severity: [0.4, 0.9],
  // chosen: a terminal that comes off is commoner than one that hangs on
  outrightShare: 0.6,
  course_h: [0, 0],
  duration_h: "stays",
  group: "battery",
  hides: true,
  apply(condition, amount, happening, now_ms) {
    // whole hours: it comes loose and back with the warmth of the day and with who walks by, not by the minute
    if (characterOf(happening, Math.floor(now_ms / HOUR_ms)) < amount) condition.batteryContact = false;
  },
};
