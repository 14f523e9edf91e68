import { expect, it } from "vitest";
import { bytes, duration, energy, percent, quantile, rounded, tickDays } from "./numbers";

const MONDAY = Date.UTC(2027, 0, 4);

it.each([
  [rounded(1234.5), "1,235"],
  [rounded(12.345), "12.3"],
  [rounded(0.012345), "0.0123"],
  [rounded(Number.NaN), "–"],
  [percent(0.5), "50 %"],
  [percent(0.0001), "< 0.1 %"],
  [percent(0.9999), "> 99.9 %"],
  [percent(0), "0 %"],
  [percent(1), "100 %"],
  [bytes(999), "999 B"],
  [bytes(4_030_000), "4.03 MB"],
  [energy(55), "55 Wh"],
  [energy(4_880_000), "4.88 MWh"],
  [duration(45.4), "45 s"],
  [duration(183), "3 min"],
  [duration(3 * 3600 + 120), "3 h 2 min"],
])("writes %s as %s", (written, expected) => {
  // a number and its unit stay on one line
  expect(written).toBe(expected.replace(/(\d) (\D+)$/, "$1\u00a0$2").replace(" h ", "\u00a0h "));
});

it.each([
  { days: 5, most: 10, ticks: [0, 1, 2, 3, 4] },
  { days: 30, most: 5, ticks: [0, 7, 14, 21, 28] },
  { days: 90, most: 4, ticks: [28, 56, 87] },
])("names the days $ticks of $days", ({ days, most, ticks }) => {
  expect(tickDays(MONDAY, days, most)).toEqual(ticks);
});

it.each([
  { values: [3, 1, 2], share: 0.5, value: 2 },
  { values: [1, 2], share: 0.5, value: 1.5 },
  { values: [10, 0], share: 0.9, value: 9 },
  { values: [], share: 0.5, value: Number.NaN },
])("the $share quantile of $values is $value", ({ values, share, value }) => {
  expect(quantile(values, share)).toBe(value);
});
