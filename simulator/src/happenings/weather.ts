import { days_h, type KindProfile } from "./profile";

export const cloudyFortnight: KindProfile = {
  meaning: "Two weeks of thick cloud or dust over a site",
  severityMeans: "as dark as the sky over a site gets",
  parts: ["panel"],
  severity: [0.6, 1],
  course_h: days_h(0, 2),
  duration_h: days_h(10, 18),
  begins: "midnight",
  group: "weather",
  // the sky takes its severity: nothing is wrong with any kit
  apply() {},
};
