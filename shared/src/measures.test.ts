import { expect, test } from "vitest";
import { createMeasures, parted } from "./measures";

test.each([
  ["lowest_V", 11.8, "11.8\u00a0V", "11,8\u00a0V"],
  ["short_from_mA", 1600, "1,600\u00a0mA", "1\u00a0600\u00a0mA"],
  ["share_pct", 12.5, "12.5%", "12,5\u00a0%"],
  ["hottest_degC", 61, "61°C", "61\u00a0°C"],
  ["resistance_times", 3.2, "3.2\u00a0×", "3,2\u00a0×"],
  ["fall_mV_per_pct", 16, "16\u00a0mV/%", "16\u00a0mV/%"],
  ["worked_h", 3, "3 hours", "3\u00a0heures"],
  ["readings", 12, "12", "12"],
  ["lit_readings", 12, "12", "12"],
])("%s %d is %s, %s", (key, value, english, french) => {
  // which of the spaces that do not break stands there differs between versions of Unicode's tables
  const written = (locale: string) =>
    createMeasures(locale)
      .measure(key, value, true)
      .replace(/\u202f/g, "\u00a0");
  expect([written("en-GB"), written("fr")]).toEqual([english, french]);
});

test("a name is what stands before its unit", () => {
  const names = ["lowest_V", "short_from_mA", "fall_mV_per_pct", "lit_readings", "_V", "presses"];
  expect(names.map((key) => parted(key).name)).toEqual([
    "lowest",
    "short_from",
    "fall",
    "lit_readings",
    "_V",
    "presses",
  ]);
});

test("values of charts have the unit that the chart names, known or not", () => {
  const measures = createMeasures("en-GB");
  const inUnit = (value: number, unit: string) => measures.inUnit(value, unit);
  expect([inUnit(120.953, "Wh"), inUnit(7.5, "pct"), inUnit(7.5, "%"), inUnit(3, "°C"), inUnit(2, "lux")]).toEqual([
    "121\u00a0Wh",
    "7.5%",
    "7.5%",
    "3°C",
    "2\u00a0lux",
  ]);
});
