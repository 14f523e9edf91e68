import { Column } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { type KitLamps, lampsHardlyUsed } from "./lampHardlyUsed";
import { LampHours } from "./lampHours";
import { HOUR_ms, reading } from "./testReadings";

/** From 1970 there are no days before the first; tests start on day 100. */
const START_h = 2400;

/** A kit whose lamps work for so many hours of each day. `undefined` where a lamp is not measured. */
function aKit(kit: string, days: number, hoursOfDay: (day: number) => (number | undefined)[]): KitLamps {
  const hours = new LampHours();
  let last_ms = 0;
  for (let hour = 0; hour < days * 24; hour++) {
    const lamps = hoursOfDay(Math.floor(hour / 24));
    const measured: Partial<Record<Column, number>> = { [Column.BatteryVoltage_mV]: 12_800 };
    lamps.forEach((worked, i) => {
      if (worked !== undefined) measured[(Column.Lamp1Current_mA + i) as Column] = hour % 24 < worked ? 180 : 3;
    });
    const one = reading(START_h + hour, measured);
    hours.add(one);
    last_ms = one.time_ms;
  }
  return { kit, days: hours.days, watermark_ms: last_ms };
}

const used = () => [4, 5, 6];
const found = (kits: KitLamps[]) =>
  [...lampsHardlyUsed(kits)].flatMap(([kit, findings]) => findings.map(({ part }) => `${kit} ${part}`));

describe("a lamp that hardly ever works while its neighbours do", () => {
  it.each<[string, (day: number) => (number | undefined)[], number, string[]]>([
    ["never works", () => [4, 0, 6], 10, ["a lamp2"]],
    ["works an hour a month", (day) => [4, day === 3 ? 1 : 0, 6], 28, ["a lamp2"]],
    ["works a fifth as long as the others", () => [4, 1, 6], 28, []],
    ["is not measured", () => [4, undefined, 6], 28, []],
    ["has been measured for six days only", () => [4, 0, 6], 6, []],
    ["stops working in the second half of two months", (day) => [4, day < 30 ? 5 : 0, 6], 62, ["a lamp2"]],
    ["stopped and works again for ten days", (day) => [4, day >= 10 && day < 45 ? 0 : 5, 6], 55, []],
  ])("%s", (_, lamps, days, expected) => {
    expect(found([aKit("a", days, lamps), aKit("b", days, used), aKit("c", days, used)])).toEqual(expected);
  });

  it("is not found where the neighbours hardly work either", () => {
    const dark = () => [0, 0, 0];
    expect(found([aKit("a", 28, dark), aKit("b", 28, dark), aKit("c", 28, used)])).toEqual([]);
  });

  it("needs three neighbours", () => {
    expect(found([aKit("a", 28, () => [0, 5, 5])])).toEqual([]);
  });

  it("carries its hours and those of its neighbours", () => {
    const kits = [aKit("a", 20, () => [0, 4, 4]), aKit("b", 20, () => [4, 4, 4])];
    expect(lampsHardlyUsed(kits).get("a")?.[0]?.evidence).toMatchObject({
      worked_h: 0,
      neighbours_h: 80,
      neighbours: 5,
      measured_h: 480,
      from: new Date(START_h * HOUR_ms).toISOString(),
    });
  });
});
