import { describe, expect, it } from "vitest";
import { lampBits, RADIO_BIT, USB_BITS } from "./demand";
import { type HouseholdType, householdTypes } from "./householdTypes";
import { energy_Wh, hours, LAMPS, type Lived, live, mean, SUNRISE_min, SUNSET_min } from "./testDays";

/** Ten households of each type through a year. */
const years = new Map(
  householdTypes.map((type) => [type, Array.from({ length: 10 }, (_, one) => live(type, `${type}-${one}`, 365))]),
);
const daysOf = (type: HouseholdType) => (years.get(type) as Lived[][]).flat();
const everyDay = householdTypes.flatMap(daysOf);

describe("a year of households", () => {
  it.each<
    [
      HouseholdType,
      energy_Wh: [number, number],
      lamp_h: [number, number],
      radio_h: [number, number],
      usb_h: [number, number],
    ]
  >([
    ["small-family", [20, 28], [3, 6.5], [0.6, 1.4], [1.8, 3.2]],
    ["family", [27, 36], [3.5, 7], [0.8, 1.6], [2.8, 4.6]],
    ["large-family", [32, 43], [4.5, 8.5], [0.9, 1.8], [3, 5]],
    ["elders", [21, 29], [3.5, 8], [1.2, 2.2], [1.8, 3.2]],
    ["shopkeeper", [35, 48], [4.5, 8.5], [1, 2], [4, 6.5]],
  ])("%s: energy %o Wh, light %o h, radio %o h, charging %o h a day", (type, energy, lamp, radio, usb) => {
    const days = daysOf(type);
    const measured = {
      energy: mean(days.map((day) => energy_Wh(day))),
      lamp: mean(days.map((day) => hours(day, LAMPS))),
      radio: mean(days.map((day) => hours(day, RADIO_BIT))),
      usb: mean(days.map((day) => hours(day, USB_BITS[0]) + hours(day, USB_BITS[1]))),
    };
    const outside = Object.entries({ energy, lamp, radio, usb }).flatMap(([name, [low, high]]) => {
      const value = measured[name as keyof typeof measured];
      return value > low && value < high ? [] : [`${name}: ${value}`];
    });
    expect(outside).toEqual([]);
  });

  it("the peak is in the evening", () => {
    const byHour = Array.from({ length: 24 }, (_, hour) =>
      mean(everyDay.map((day) => energy_Wh(day, 60 * hour, 60 * hour + 60))),
    );
    const peak = byHour.indexOf(Math.max(...byHour));
    expect(peak).toBeGreaterThanOrEqual(19);
    expect(peak).toBeLessThanOrEqual(21);
    expect(byHour[20]).toBeGreaterThan(3 * (byHour[12] as number));
    expect(byHour[20]).toBeGreaterThan(8 * (byHour[3] as number));
  });

  it("no lamp shines by day", () => {
    for (const day of everyDay) expect(hours(day, LAMPS, SUNRISE_min + 60, SUNSET_min - 60)).toBe(0);
  });

  it("days differ, and so do households", () => {
    for (const households of years.values()) {
      const energies = households.map((days) => days.map((day) => energy_Wh(day)));
      const spread = (values: number[]) =>
        Math.sqrt(mean(values.map((one) => (one - mean(values)) ** 2))) / mean(values);
      for (const one of energies) {
        expect(spread(one)).toBeGreaterThan(0.15);
        expect(spread(one)).toBeLessThan(0.6);
      }
      expect(spread(energies.map(mean))).toBeGreaterThan(0.05);
    }
  });

  it("some leave a lamp low all night, most do not", () => {
    const allNight = [...years.values()]
      .flat()
      .map((days) => mean(days.map((day) => 60 * hours(day, LAMPS, 180, 181))));
    const share = mean(allNight.map((one) => (one > 0.7 ? 1 : 0)));
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.6);
    expect(allNight.some((one) => one < 0.15)).toBe(true);
  });

  it("the main lamp hangs on another output from house to house", () => {
    const longest = [...years.values()].flat().map((days) => {
      const lit_h = [0, 1, 2].map((lamp) => mean(days.map((day) => hours(day, lampBits(lamp, 3), 1140, 1260))));
      return lit_h.indexOf(Math.max(...lit_h));
    });
    expect(new Set(longest)).toEqual(new Set([0, 1, 2]));
  });

  it("now and then nobody is at home, for some nights at most", () => {
    let longest = 0;
    let away = 0;
    for (const days of [...years.values()].flat()) {
      let dark = 0;
      for (const day of days) {
        dark = energy_Wh(day) === 0 ? dark + 1 : 0;
        if (dark > 0) away++;
        longest = Math.max(longest, dark);
      }
    }
    expect(away / everyDay.length).toBeGreaterThan(0.002);
    expect(away / everyDay.length).toBeLessThan(0.03);
    expect(longest).toBeLessThanOrEqual(3);
  });

  it("the panel is cleaned by most but not by all, and mostly in the dry season", () => {
    const households = [...years.values()].flat();
    const counts = households.map((days) => days.filter(({ cleansPanel }) => cleansPanel).length);
    const never = mean(counts.map((count) => (count === 0 ? 1 : 0)));
    expect(never).toBeGreaterThan(0.1);
    expect(never).toBeLessThan(0.5);
    expect(Math.max(...counts)).toBeGreaterThan(20);
    const inMonths = (months: number[]) =>
      everyDay.filter((day) => day.cleansPanel && months.includes(new Date(day.start_ms).getUTCMonth())).length;
    expect(inMonths([11, 0, 1, 2])).toBeGreaterThan(2 * inMonths([5, 6, 7, 8]));
  });
});
