import { describe, expect, it } from "vitest";
import { readFieldData } from "./fieldData";
import type { HourBands } from "./tables";

const field = readFieldData();
const none: HourBands = { mean: [], p25: [], p75: [], p99: [] };

/** The hour at which something is largest. */
function peakOf(hours: readonly number[]): number {
  return hours.indexOf(Math.max(...hours));
}

describe("batteries of 200 solar home systems", () => {
  it("come in four groups, of which the first has sound percentiles", () => {
    expect(field.groups.map(({ name, percentilesAreSound }) => [name, percentilesAreSound])).toEqual([
      ["cluster 0", true],
      ["cluster 1", false],
      ["cluster 2", false],
      ["cluster 3", false],
    ]);
  });

  it.each([
    { group: 0, lowest_pct: 39.6, at: 6, highest_pct: 94.9 },
    { group: 1, lowest_pct: 73.6, at: 6, highest_pct: 98.7 },
    { group: 2, lowest_pct: 55.6, at: 6, highest_pct: 97.3 },
    { group: 3, lowest_pct: 50.2, at: 6, highest_pct: 96.6 },
  ])("cluster $group is emptiest at $at o’clock, $lowest_pct %", ({ group, lowest_pct, at, highest_pct }) => {
    const { mean } = field.groups[group]?.stateOfCharge_pct ?? none;
    expect(mean).toHaveLength(24);
    expect(mean.indexOf(Math.min(...mean))).toBe(at);
    expect(Math.min(...mean)).toBeCloseTo(lowest_pct, 1);
    expect(Math.max(...mean)).toBeCloseTo(highest_pct, 1);
  });

  it("give voltages of a LiFePO4 cell", () => {
    const { mean, p99 } = field.groups[0]?.cellVoltage_V ?? none;
    expect(Math.min(...mean)).toBeCloseTo(3.257, 3);
    expect(Math.max(...mean)).toBeCloseTo(3.424, 3);
    expect(Math.max(...p99)).toBeCloseTo(3.528, 3);
  });

  it("hold the day of five batteries", () => {
    expect(field.singles.map(({ name }) => name)).toEqual([
      "battery 3",
      "battery 21",
      "battery 43",
      "battery 82",
      "battery 139",
    ]);
    // midnight of the table is two o'clock local: the mean of 46.49, 45.99, 45.54, …
    expect(field.singles[0]?.stateOfCharge_pct[2]).toBeCloseTo(45.32, 2);
  });

  it.each([
    { month: 1, batteries: 98, mean_degC: 26.28, p10_degC: 24.06, p90_degC: 28.07 },
    { month: 4, batteries: 200, mean_degC: 26.53, p10_degC: 23.08, p90_degC: 28.85 },
    { month: 7, batteries: 108, mean_degC: 27.14, p10_degC: 23.67, p90_degC: 29.38 },
  ])("had $mean_degC °C in month $month", ({ month, batteries, ...temperatures }) => {
    const found = field.temperatures.find((one) => one.month === month);
    expect(found?.batteries).toBe(batteries);
    for (const key of ["mean_degC", "p10_degC", "p90_degC"] as const)
      expect(found?.[key]).toBeCloseTo(temperatures[key], 2);
  });
});

describe("lamps and panels of Kigeme", () => {
  it("holds 60 lamps, of which 35 work for nine hours a night or more and none of the others for half an hour", () => {
    expect(field.lampHours).toHaveLength(60);
    expect(field.lampHours.filter((hours) => hours > 9)).toHaveLength(35);
    expect(field.lampHours.filter((hours) => hours < 0.5)).toHaveLength(25);
    // Nur 1A CPE1: 5, 6 and 353 hours in 31 nights
    expect(field.lampHours.slice(0, 3)).toEqual([5 / 31, 6 / 31, 353 / 31]);
  });

  it("has lamps on from sunset to sunrise", () => {
    expect(field.lampsOn.map((share) => (share > 0.5 ? "#" : ".")).join("")).toBe("#####............#######");
  });

  it.each([
    { curve: "panelPower" as const, peak: 9, afternoon: 0.23 },
    { curve: "panelPotential" as const, peak: 12, afternoon: 0.8 },
  ])("$curve is largest at $peak o’clock", ({ curve, peak, afternoon }) => {
    expect(peakOf(field[curve])).toBe(peak);
    expect(field[curve][peak]).toBe(1);
    expect(field[curve][14]).toBeCloseTo(afternoon, 2);
    expect(field[curve][0]).toBe(0);
  });
});

it("says which file it misses", () => {
  expect(() => readFieldData("/nowhere")).toThrow("/nowhere/bboxx-derived/bboxx_weekly_features_200dev.csv");
});
