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
    expect(draws).toBe(12);
    expect(parts.stateOfCharge).toBeGreaterThanOrEqual(0.5);
    expect(parts.stateOfCharge).toBeLessThanOrEqual(0.95);
    expect(parts.ageYears).toBeLessThanOrEqual(1.5);
    for (const tolerance of [parts.panelTolerance, parts.capacityTolerance, ...parts.lampTolerance]) {
      expect(Math.abs(tolerance - 1)).toBeLessThanOrEqual(0.05);
      seen.add(tolerance);
    }
  }
  expect(seen.size).toBe(1000);
});
