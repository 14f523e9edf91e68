import { expect, test } from "vitest";
import { randomOf } from "../random";
import { drawParts } from "./parts";

test("parts differ from kit to kit, within their limits, and always take as many draws", () => {
  const seen = new Set<number>();
  for (let seed = 0; seed < 200; seed++) {
    const source = randomOf(seed, "parts");
    let draws = 0;
    const parts = drawParts(() => {
      draws += 1;
      return source();
    });
    expect(draws).toBe(14);
    expect(parts.stateOfCharge).toBeGreaterThanOrEqual(0.5);
    expect(parts.stateOfCharge).toBeLessThanOrEqual(0.95);
    expect(parts.ageYears).toBeLessThanOrEqual(1.5);
    expect(parts.dwelling_h).toBeGreaterThanOrEqual(2);
    expect(parts.dwelling_h).toBeLessThanOrEqual(12);
    expect(parts.dwellingWarmer_K).toBeGreaterThanOrEqual(0);
    expect(parts.dwellingWarmer_K).toBeLessThanOrEqual(2);
    for (const tolerance of [parts.panelTolerance, parts.capacityTolerance, ...parts.lampTolerance]) {
      expect(Math.abs(tolerance - 1)).toBeLessThanOrEqual(0.05);
      seen.add(tolerance);
    }
  }
  expect(seen.size).toBe(1000);
});
