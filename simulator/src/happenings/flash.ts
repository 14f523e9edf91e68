import type { KindProfile } from "./profile";

const ofTheBoard = {
  parts: ["controller"],
  severity: [1, 1],
  course_h: [0, 0],
  duration_h: "stays",
  group: "memory",
} as const satisfies Partial<KindProfile>;

export const flashWorn: KindProfile = {
  ...ofTheBoard,
  meaning: "The controller's flash takes no more writes: it lives on its RAM, and every start is its first",
  severityMeans: "no write succeeds; there is nothing between",
  apply(condition) {
    condition.flashWorn = true;
  },
};

export const flashErased: KindProfile = {
  ...ofTheBoard,
  meaning: "The controller's flash was erased once: readings not yet sent, counters and settings are gone",
  severityMeans: "all of it; there is nothing between",
  boardAct: "erase-flash",
  apply() {},
};

export const boardSwapped: KindProfile = {
  ...ofTheBoard,
  meaning: "The controller's board was replaced by another one",
  severityMeans: "another board; there is nothing between",
  begins: "day",
  boardAct: "swap-board",
  apply() {},
};
