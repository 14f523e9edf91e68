import { expect, test } from "vitest";
import { clearestOf, dailyClearness } from "./clearness";

// Spread as measured at Kankan: standard deviation 0.063 to 0.079 from November to April, 0.113 to 0.132 from June to
// September.
test.each([
  { season: "a hazy January at Kayes", mean: 0.59, wetness: 0, from: 0.06, until: 0.08 },
  { season: "a bright April at Timbuktu", mean: 0.695, wetness: 0, from: 0.06, until: 0.08 },
  { season: "August at Mopti", mean: 0.56, wetness: 1, from: 0.11, until: 0.135 },
])("days of $season have its mean and spread by $from to $until", ({ mean, wetness, from, until }) => {
  const clearest = clearestOf(mean, wetness);
  const days = Array.from({ length: 1000 }, (_, at) => dailyClearness(mean, clearest, (at + 0.5) / 1000));
  const average = days.reduce((sum, day) => sum + day, 0) / days.length;
  const deviation = Math.sqrt(days.reduce((sum, day) => sum + (day - average) ** 2, 0) / days.length);
  expect(average).toBeCloseTo(mean, 3);
  expect(deviation).toBeGreaterThan(from);
  expect(deviation).toBeLessThan(until);
  expect(days).toEqual(days.toSorted((a, b) => a - b));
  expect(days.at(-1)).toBeLessThanOrEqual(clearest);
});
