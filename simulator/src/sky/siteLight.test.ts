import { expect, test } from "vitest";
import { randomOf } from "../random";
import { climateOf } from "./climate";
import { type Region, regions } from "./regions";
import { SiteLight } from "./siteLight";
import { SunDay } from "./sunDay";
import { placeOf } from "./testPlaces";
import { SiteWeather } from "./weather";

const DAY_ms = 86_400_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Light on level ground of each day of many years: month and kWh/m². */
function daysOf(region: Region, years: number): { month: number; energy: number; outside: number }[] {
  const sun = new SunDay(placeOf(region));
  const climate = climateOf(region);
  const weather = new SiteWeather(climate, 11, region, `${region}/site`);
  const light = new SiteLight(climate, sun, randomOf(11, "clouds"));
  const days = [];
  for (let midnight_ms = Date.UTC(2000, 0, 1); midnight_ms < Date.UTC(2000 + years, 0, 1); midnight_ms += DAY_ms) {
    sun.moveTo(midnight_ms);
    light.draw();
    light.update(weather.next(midnight_ms), 0, midnight_ms + DAY_ms / 2);
    let sum = 0;
    for (const level of light.level_W_per_m2) sum += level;
    const month = new Date(midnight_ms).getUTCMonth();
    days.push({ month, energy: sum / 60_000, outside: sun.extraterrestrial_Wh_per_m2 / 1000 });
  }
  return days;
}

test.each(regions)("over 8 years, each month of %s receives what its climate says, to 5 %%", (region) => {
  const days = daysOf(region, 8);
  const table = months.map((name, month) => {
    const energies = days.filter((day) => day.month === month).map((day) => day.energy);
    const mean = energies.reduce((sum, energy) => sum + energy, 0) / energies.length;
    const expected = climateOf(region).irradiation_kWh_per_m2[month] ?? Number.NaN;
    return { name, expected, mean, isWithin: Math.abs(mean / expected - 1) < 0.05 };
  });
  expect(table.filter((row) => !row.isWithin)).toEqual([]);
});

// Kankan, measured 2021 to 2023: standard deviation 0.063 to 0.079 from November to April, 0.113 to 0.132 from June to
// September; the clearest day of any month 0.67 to 0.71; from one day to the next 0.28 to 0.45 from November to February.
test("days of Mopti spread as measured days do, and hang together in the dry season only", () => {
  const days = daysOf("mopti", 8);
  const clearness = days.map((day) => day.energy / day.outside);
  const dry = statisticsOf(clearness, (at) => [10, 11, 0, 1].includes(days[at]?.month ?? -1));
  const rains = statisticsOf(clearness, (at) => [6, 7].includes(days[at]?.month ?? -1));
  expect(dry.deviation).toBeGreaterThan(0.05);
  expect(dry.deviation).toBeLessThan(0.09);
  expect(dry.nextDay).toBeGreaterThan(0.25);
  expect(dry.nextDay).toBeLessThan(0.5);
  expect(rains.deviation).toBeGreaterThan(0.1);
  expect(rains.deviation).toBeLessThan(0.15);
  expect(Math.abs(rains.nextDay)).toBeLessThan(0.2);
  expect(Math.max(...clearness)).toBeLessThan(0.725);
  expect(Math.min(...clearness)).toBeGreaterThan(0.14);
});

test("minutes change more under the clouds of August than in the haze of January", () => {
  const january = changeOfMinutes_W_per_m2(0, 0);
  const august = changeOfMinutes_W_per_m2(7, 1);
  expect(january).toBeLessThan(10);
  expect(august).toBeGreaterThan(2 * january);
});

/** By how much, on average over 40 days, light differs from one minute of broad daylight to the next. */
function changeOfMinutes_W_per_m2(month: number, wetness: number): number {
  const sun = new SunDay(placeOf("kayes"));
  const light = new SiteLight(climateOf("kayes"), sun, randomOf(3, "clouds"));
  sun.moveTo(Date.UTC(2025, month, 15));
  let sum = 0;
  for (let day = 0; day < 40; day++) {
    light.draw();
    const weather = { clearnessRank: day / 40, wetness, rain_mm: 0, warmth: 0, dust: 1, cloudDraw: 0.5 };
    light.update(weather, 0, Date.UTC(2025, month, 15, 12));
    for (let minute = 600; minute < 1020; minute++) {
      sum += Math.abs((light.level_W_per_m2[minute] ?? 0) - (light.level_W_per_m2[minute - 1] ?? 0));
    }
  }
  return sum / (40 * 420);
}

function statisticsOf(values: number[], counts: (at: number) => boolean): { deviation: number; nextDay: number } {
  const chosen = values.filter((_value, at) => counts(at));
  const mean = chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
  const variance = chosen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / chosen.length;
  let product = 0;
  let pairs = 0;
  for (let at = 1; at < values.length; at++) {
    if (!counts(at) || !counts(at - 1)) continue;
    product += ((values[at] ?? 0) - mean) * ((values[at - 1] ?? 0) - mean);
    pairs++;
  }
  return { deviation: Math.sqrt(variance), nextDay: product / pairs / variance };
}
