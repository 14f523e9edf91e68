import { expect, it } from "vitest";
import { calibrationMarkdown } from "./markdown";
import { readFieldData } from "./fieldData";
import { simulateFleet } from "./simulated";

const fleet = simulateFleet({ kits: 12, days: 4, seed: 3 });
const { tables, days } = fleet;
const of = (chemistry: string) =>
  tables.groups.find((group) => group.chemistry === chemistry)?.cellVoltage_V.mean ?? [];

it("has both batteries, and every day of every kit", () => {
  expect(tables.groups.map(({ name }) => name)).toEqual(["LiFePO4", "lead-acid"]);
  expect(days["lifepo4-4s"].length + days["lead-acid-6s"].length).toBe(12 * 4);
  expect(tables.singles).toHaveLength(5);
  expect(tables.lampHours).toHaveLength(3 * 12);
  expect(tables.temperatures.map(({ month, batteries }) => [month, batteries])).toEqual([[1, 12]]);
});

it.each([
  { what: "LiFePO4 at dawn", value: of("LiFePO4")[5], low: 3.2, high: 3.34 },
  { what: "LiFePO4 at noon", value: of("LiFePO4")[12], low: 3.34, high: 3.5 },
  { what: "lead-acid at dawn", value: of("lead-acid")[5], low: 2, high: 2.12 },
  { what: "lead-acid at noon", value: of("lead-acid")[12], low: 2.15, high: 2.4 },
])("voltage of a cell, $what", ({ value, low, high }) => {
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
});

it("has the hours of local time: lamps in the evening, the sun around noon", () => {
  expect(tables.lampsOn.indexOf(Math.max(...tables.lampsOn))).toBeGreaterThanOrEqual(18);
  expect(tables.lampsOn[12]).toBe(0);
  expect(tables.panelPotential.indexOf(1)).toBe(12);
  expect(tables.panelPower[0]).toBeCloseTo(0, 2);
});

it("gives the same tables for the same seed", () => {
  expect(simulateFleet({ kits: 12, days: 4, seed: 3 })).toEqual(fleet);
});

it("stands beside the field in tables without gaps", () => {
  const text = calibrationMarkdown(readFieldData(), fleet);
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
  // every table has rows of one width
  for (const table of text.split("\n\n").filter((part) => part.startsWith("|"))) {
    expect(new Set(table.split("\n").map((row) => row.split("|").length)).size).toBe(1);
  }
});
