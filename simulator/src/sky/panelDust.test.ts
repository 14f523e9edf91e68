import { describe, expect, test } from "vitest";
import { PanelDust } from "./panelDust";
import { regions } from "./regions";
import { SiteSky, type SkyDay } from "./siteSky";
import { placeOf } from "./testPlaces";

function dayWith(dustDeposit: number, rain_mm: number): SkyDay {
  const dark = new Float32Array(1440);
  return { irradiance_W_per_m2: dark, ambient_degC: dark, rain_mm, dustDeposit };
}

describe("a panel under the Sahel's sky", () => {
  test.each(regions)("of %s loses a fifth to two fifths through a dry season, a few percent in the rains", (region) => {
    const start_ms = Date.UTC(2025, 9, 15);
    const sky = new SiteSky({ region, place: placeOf(region), site: "a", seed: 8, start_ms });
    const never = new PanelDust(0);
    const threeWeekly = new PanelDust(0);
    let worst = 0;
    let worstCleaned = 0;
    let inAugust = 0;
    for (let index = 0; index < 320; index++) {
      const day = sky.day(index, 0);
      const loss = never.day(day, false);
      const cleaned = threeWeekly.day(day, index % 21 === 20);
      worst = Math.max(worst, loss);
      worstCleaned = Math.max(worstCleaned, cleaned);
      if (index >= 290) inAugust += loss / 30;
    }
    expect(worst).toBeGreaterThan(0.2);
    expect(worst).toBeLessThan(0.42);
    expect(worstCleaned).toBeLessThan(0.1);
    expect(inAugust).toBeLessThan(0.05);
  });
});

describe("one panel", () => {
  test.each([
    { what: "no rain", rain_mm: 0, isCleaned: false, from: 0.2, until: 0.21 },
    { what: "a drizzle", rain_mm: 1, isCleaned: false, from: 0.16, until: 0.19 },
    { what: "6 mm of rain", rain_mm: 6, isCleaned: false, from: 0.01, until: 0.04 },
    { what: "a storm", rain_mm: 40, isCleaned: false, from: 0.01, until: 0.04 },
    { what: "a cloth", rain_mm: 0, isCleaned: true, from: 0, until: 0.01 },
  ])("that has lost 20 % has lost $from to $until after $what", ({ rain_mm, isCleaned, from, until }) => {
    const loss = new PanelDust(0.2).day(dayWith(0.002, rain_mm), isCleaned);
    expect(loss).toBeGreaterThan(from);
    expect(loss).toBeLessThan(until);
  });

  test("starts as dirty as it is said to be, and loses less each day", () => {
    const dust = new PanelDust(0.3);
    expect(dust.day(dayWith(0, 0), false)).toBeCloseTo(0.3, 9);
    const losses = Array.from({ length: 2000 }, () => dust.day(dayWith(0.003, 0), false));
    expect((losses[1] ?? 0) - (losses[0] ?? 0)).toBeGreaterThan((losses[500] ?? 0) - (losses[499] ?? 0));
    expect(losses.at(-1)).toBeGreaterThan(0.59);
    expect(losses.at(-1)).toBeLessThan(0.6);
  });

  test.each([-0.1, 0.6, Number.NaN])("cannot start with a loss of %d", (startLoss) => {
    expect(() => new PanelDust(startLoss)).toThrow(RangeError);
  });
});
