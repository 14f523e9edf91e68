import { describe, expect, it } from "vitest";
import { calendarDay } from "./calendar";
import { RADIO_BIT, USB_BITS } from "./demand";
import { energy_Wh, hours, LAMPS, type Lived, live, mean } from "./testDays";

/** Levels 2 and 3 of any lamp: not what is left low all night. */
const BRIGHT = 0b101010;

const families = Array.from({ length: 10 }, (_, one) => live("family", `family-${one}`, 365)).flat();

describe("days that are not like others", () => {
  const pick = (is: (day: Lived) => boolean) => families.filter((day) => energy_Wh(day) > 0 && is(day));
  const calendarOf = (day: Lived) => calendarDay(day.start_ms);
  const ramadan = pick((day) => calendarOf(day).isRamadan);
  const feasts = pick((day) => calendarOf(day).isFeast);
  const ordinary = pick((day) => !calendarOf(day).isRamadan && !calendarOf(day).isFeast);
  const average = (days: Lived[], from_min: number, until_min: number) =>
    mean(days.map((day) => energy_Wh(day, from_min, until_min)));

  it("Ramadan: light before dawn, and longer evenings", () => {
    expect(mean(ramadan.map((day) => hours(day, LAMPS, 240, 300)))).toBeGreaterThan(0.5);
    expect(average(ramadan, 210, 330)).toBeGreaterThan(1.8 * average(ordinary, 210, 330));
    expect(average(ramadan, 1320, 1440)).toBeGreaterThan(1.3 * average(ordinary, 1320, 1440));
  });

  it("feasts: the whole evening is bright", () => {
    expect(average(feasts, 1140, 1440)).toBeGreaterThan(1.25 * average(ordinary, 1140, 1440));
  });

  it.each([
    ["nothing unusual", {}, 27, 36],
    ["overuse by half", { overuse: 0.5 }, 40, 53],
    ["overuse in full", { overuse: 1 }, 56, 72],
    ["market day in the place", { marketDay: true }, 52, 70],
  ] as const)("%s: a family's energy a day", (_what, condition, low, high) => {
    const days = Array.from({ length: 12 }, (_, one) => live("family", `family-${one}`, 90, () => condition)).flat();
    const energy = mean(days.map((day) => energy_Wh(day)));
    expect(energy).toBeGreaterThan(low);
    expect(energy).toBeLessThan(high);
  });
});

describe("overuse", () => {
  it("is longer evenings, more phones and more radio, the more of it the more", () => {
    const [usual, half, full] = [0, 0.5, 1].map((overuse) => {
      const days = Array.from({ length: 6 }, (_, one) =>
        live("family", `family-${one}`, 90, () => ({ overuse })),
      ).flat();
      const bits = (wanted: number, from_min?: number) => mean(days.map((day) => hours(day, wanted, from_min)));
      return [bits(BRIGHT, 1320), bits(USB_BITS[0]), bits(USB_BITS[1]), bits(RADIO_BIT)];
    }) as [number[], number[], number[]];
    const growth = usual.map((value, what) => [
      (half[what] as number) / value,
      (full[what] as number) / (half[what] as number),
    ]);
    for (const factor of growth.flat()) expect(factor).toBeGreaterThan(1.1);
  });
});

describe("bedtime", () => {
  it.each([
    [0.5, 40],
    [1, 75],
  ])("overuse of %d makes it later by %d minutes or more, where it is before midnight", (overuse, later_min) => {
    const bedtime = (condition: { overuse: number }) =>
      mean(
        live("elders", "early", 60, () => condition)
          .map(({ demand }) => demand.findLastIndex((one) => (one & BRIGHT) !== 0))
          .filter((minute) => minute > 0),
      );
    expect(bedtime({ overuse }) - bedtime({ overuse: 0 })).toBeGreaterThan(later_min);
  });
});

describe("chance", () => {
  const energies = (name: string) =>
    live("family", name, 40).map((day) => [
      energy_Wh(day),
      Buffer.from(day.demand.buffer).toString("latin1"),
      day.cleansPanel,
    ]);

  it("same seed, same household; other seed, another", () => {
    expect(energies("a")).toEqual(energies("a"));
    expect(energies("a")).not.toEqual(energies("b"));
  });

  it("overuse on some days leaves the other days as they are", () => {
    const usual = live("family", "a", 40);
    const over = live("family", "a", 40, (day) => (day >= 10 && day < 13 ? { overuse: 1, marketDay: true } : {}));
    const differs = usual.map((day, index) => energy_Wh(day) !== energy_Wh(over[index] as Lived));
    // the night after the last of them is still theirs: it ends late
    expect(differs.flatMap((one, index) => (one ? [index] : [])).every((index) => index >= 10 && index <= 13)).toBe(
      true,
    );
    expect(differs.slice(10, 13)).toEqual([true, true, true]);
  });
});
