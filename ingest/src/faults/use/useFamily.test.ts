import { Column } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { but, found, home, type Life } from "../battery/testBattery";
import type { AnyFamily } from "../engine/family";
import { useFamily } from "./useFamily";

/** Evenings that differ a little from each other. */
const household: Life = (day, hour) => home(1, 1 + 0.15 * Math.sin(day * 2.4))(day, hour);
/** So much more on these days. */
const more =
  (times: number, from: number, until: number): Life =>
  (day, hour) =>
    day >= from && day < until ? home(1, times * (1 + 0.15 * Math.sin(day * 2.4)))(day, hour) : household(day, hour);
const radio: Life = but(household, (measured, day) => ({ ...measured, [Column.RadioCurrent_mA]: day >= 20 ? 90 : 0 }));
const away: Life = but(household, (measured, day) =>
  day >= 20 && day < 34 ? { ...measured, [Column.Lamp1Current_mA]: 0, [Column.Lamp3Current_mA]: 0 } : measured,
);
const brokenThenWhole: Life = but(household, (measured, day) => ({
  ...measured,
  [Column.Lamp2Current_mA]: day >= 15 ? (measured[Column.Lamp1Current_mA] ?? 0) : 0,
}));

describe("overuse", () => {
  it.each<[string, Life, Life, string[]]>([
    ["a household as ever", household, household, []],
    ["three weeks of guests", more(1.65, 20, 41), household, ["overuse"]],
    ["one market day", more(1.7, 20, 21), household, []],
    ["a feast that all have", more(1.65, 20, 41), more(1.65, 20, 41), []],
    ["a radio that is never off", radio, household, []],
    ["back from two weeks away", away, household, []],
    ["a lamp that is repaired", brokenThenWhole, household, []],
  ])("%s", (_, life, neighbour, expected) => {
    const lives = [life, neighbour, neighbour, neighbour, neighbour];
    const kinds = found([useFamily as AnyFamily], 60, lives, "lifepo4-4s").map((one) => one.split(" ")[0]);
    expect(kinds).toEqual(expected);
  });
});
