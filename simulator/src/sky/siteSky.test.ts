import { describe, expect, test } from "vitest";
import { climateOf } from "./climate";
import { type Region, regions } from "./regions";
import { SiteSky } from "./siteSky";
import { placeOf } from "./testPlaces";

const DAY_ms = 86_400_000;
const START_ms = Date.UTC(2025, 0, 1);

function skyOver(region: Region, site: string, seed: number): SiteSky {
  return new SiteSky({ region, place: placeOf(region), site, seed, start_ms: START_ms });
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

describe("the same and not the same", () => {
  test("a seed and a site name one sky; another seed, site or region another", () => {
    const lightOf = (region: Region, site: string, seed: number) => [
      ...skyOver(region, site, seed).day(3, 0).irradiance_W_per_m2,
    ];
    expect(lightOf("gao", "a", 1)).toEqual(lightOf("gao", "a", 1));
    expect(lightOf("gao", "a", 1)).not.toEqual(lightOf("gao", "a", 2));
    expect(lightOf("gao", "a", 1)).not.toEqual(lightOf("gao", "b", 1));
    expect(lightOf("gao", "a", 1)).not.toEqual(lightOf("menaka", "a", 1));
  });

  test("a day asked for again is the same, and clouds laid over one day leave later light as it was", () => {
    const plain = skyOver("kayes", "a", 7);
    const clouded = skyOver("kayes", "a", 7);
    const first = sum(plain.day(0, 0).irradiance_W_per_m2);
    expect(sum(plain.day(0, 0).irradiance_W_per_m2)).toBe(first);
    expect(sum(plain.day(0, 1).irradiance_W_per_m2)).toBeLessThan(first);
    expect(sum(plain.day(0, 0).irradiance_W_per_m2)).toBe(first);
    for (let day = 0; day < 5; day++) clouded.day(day, 1);
    expect([...clouded.day(5, 0).irradiance_W_per_m2]).toEqual([...plain.day(5, 0).irradiance_W_per_m2]);
  });

  test("days do not run backwards, and start at midnight", () => {
    const sky = skyOver("gao", "a", 1);
    sky.day(4, 0);
    expect(() => sky.day(3, 0)).toThrow(RangeError);
    const noon = { region: "gao", place: placeOf("gao"), site: "a", seed: 1, start_ms: START_ms + DAY_ms / 2 } as const;
    expect(() => new SiteSky(noon)).toThrow(RangeError);
  });
});

test("two sites of a region have more of their weather in common than sites of two regions", () => {
  const skies = [skyOver("mopti", "a", 2), skyOver("mopti", "b", 2), skyOver("kayes", "a", 2)];
  // July to September, when light varies most, taken off their mean
  const energies = skies.map((sky) => {
    const days = Array.from({ length: 90 }, (_, at) => sum(sky.day(182 + at, 0).irradiance_W_per_m2));
    const mean = days.reduce((total, day) => total + day, 0) / days.length;
    return days.map((day) => day - mean);
  });
  const [one = [], other = [], far = []] = energies;
  expect(correlation(one, other)).toBeGreaterThan(0.5);
  expect(correlation(one, other)).toBeLessThan(0.98);
  expect(Math.abs(correlation(one, far))).toBeLessThan(0.3);
});

test.each([
  { cloudiness: 0.5, from: 0.5, until: 0.85 },
  { cloudiness: 1, from: 0.25, until: 0.5 },
])("a fortnight of cloud $cloudiness leaves $from to $until of its light", ({ cloudiness, from, until }) => {
  const plain = skyOver("mopti", "a", 3);
  const clouded = skyOver("mopti", "a", 3);
  let usual = 0;
  let left = 0;
  for (let day = 0; day < 14; day++) {
    usual += sum(plain.day(day, 0).irradiance_W_per_m2);
    left += sum(clouded.day(day, cloudiness).irradiance_W_per_m2);
  }
  expect(left / usual).toBeGreaterThan(from);
  expect(left / usual).toBeLessThan(until);
});

describe("an average year", () => {
  const years = 4;
  test.each(regions)("%s has the temperatures, rain days and rain of its climate", (region) => {
    const sky = skyOver(region, "a", 4);
    const months = Array.from({ length: 12 }, () => ({ days: 0, coolest: 0, warmest: 0, rain_mm: 0, rainDays: 0 }));
    for (let index = 0; index < 365 * years; index++) {
      const day = sky.day(index, 0);
      const month = months[new Date(START_ms + index * DAY_ms).getUTCMonth()];
      if (month === undefined) continue;
      month.days++;
      month.coolest += day.ambient_degC.reduce((low, degC) => Math.min(low, degC));
      month.warmest += day.ambient_degC.reduce((high, degC) => Math.max(high, degC));
      month.rain_mm += day.rain_mm / years;
      if (day.rain_mm > 0) month.rainDays += 1 / years;
    }
    const climate = climateOf(region);
    for (const [at, month] of months.entries()) {
      expect(Math.abs(month.coolest / month.days - (climate.coolest_degC[at] ?? 0))).toBeLessThan(1.6);
      expect(Math.abs(month.warmest / month.days - (climate.warmest_degC[at] ?? 0))).toBeLessThan(1.6);
      expect(Math.abs(month.rainDays - (climate.rainDays[at] ?? 0))).toBeLessThan(3);
    }
    const rain_mm = months.reduce((total, month) => total + month.rain_mm, 0);
    const expected_mm = climate.rain_mm.reduce((total, month) => total + month, 0);
    expect(Math.abs(rain_mm / expected_mm - 1)).toBeLessThan(0.25);
  });
});

test("a day is coolest about sunrise, warmest in mid-afternoon, and goes on from one midnight to the next", () => {
  const sky = skyOver("timbuktu", "a", 5);
  let before = Number.NaN;
  for (let index = 0; index < 365; index++) {
    const air = sky.day(index, 0).ambient_degC;
    const warmest = air.indexOf(Math.max(...air));
    expect(warmest).toBeGreaterThan(13.5 * 60);
    expect(warmest).toBeLessThan(15 * 60);
    if (index > 0) expect(Math.abs((air[0] ?? 0) - before)).toBeLessThan(0.1);
    before = air[1439] ?? 0;
  }
});

test("the panel never sees more than the strongest sun, and nothing at night", () => {
  const sky = skyOver("gao", "a", 6);
  for (let index = 0; index < 365; index++) {
    const light = sky.day(index, 0).irradiance_W_per_m2;
    expect(Math.max(...light)).toBeLessThan(1150);
    expect(Math.min(...light)).toBeGreaterThanOrEqual(0);
    expect(light[0]).toBe(0);
    expect(light[1200]).toBe(0);
  }
});

function correlation(one: number[], other: number[]): number {
  const dot = (left: number[], right: number[]) =>
    left.reduce((total, value, at) => total + value * (right[at] ?? 0), 0);
  return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
}
