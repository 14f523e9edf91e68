import { lampConditions } from "@yeelen/shared/vocabulary";
import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { FaultEngine } from "../engine/engine";
import type { FoldedReading } from "../engine/family";
import { lampFamily } from "./lampFamily";

const HOUR_ms = 3600_000;
/** Tests begin on the hundredth day from 1970. */
const START_day = 100;
const VOLTAGE_mV = 12_800;

/** What a lamp does on a day: hours lit from 18:00 on, at which level, with how much of its power left, in which condition. */
interface Evening {
  hours?: number;
  level_pct?: number;
  left?: number;
  condition?: (typeof lampConditions)[number];
}
type Lamps = (day: number) => readonly [Evening, Evening, Evening];

const dark: Evening = { hours: 0 };
const usual: Evening = { hours: 4 };

/** A reading every half hour of so many days. */
function readingsOf(kit: string, days: number, lamps: Lamps): FoldedReading[] {
  const readings: FoldedReading[] = [];
  for (let half = 0; half < days * 48; half++) {
    const hour = (half % 48) / 2;
    const row = emptyRow();
    row[Column.Sequence] = half;
    row[Column.BatteryVoltage_mV] = VOLTAGE_mV;
    row[Column.Off] = 0;
    lamps(Math.floor(half / 48)).forEach(({ hours = 0, level_pct = 100, left = 1, condition = "ok" }, lamp) => {
      const isLit = hour >= 18 && hour < 18 + hours;
      row[Column.Lamp1Commanded_pct + lamp] = isLit ? level_pct : 0;
      row[Column.Lamp1Current_mA + lamp] = isLit && condition === "ok" ? Math.round(1.8 * level_pct * left) : 0;
      row[Column.Lamp1Condition + lamp] = lampConditions.indexOf(condition);
    });
    const time_ms = (START_day * 24 + hour + 24 * Math.floor(half / 48)) * HOUR_ms;
    readings.push({
      kit,
      site: "Koro",
      incarnation: 1,
      sequence: half,
      time_ms,
      estimated: false,
      late: false,
      row,
      boot: 1,
    });
  }
  return readings;
}

/** Lets kits report twice a day, or in another order. */
function engineOf(kits: Record<string, FoldedReading[]>, inOrder = (list: FoldedReading[][]) => list): FaultEngine {
  const engine = new FaultEngine([lampFamily]);
  const counted = { incarnation: 1, counters: [], events: [], boots: [] };
  const reports = Object.values(kits).flatMap((readings) => {
    const chunks: FoldedReading[][] = [];
    for (let i = 0; i < readings.length; i += 24) chunks.push(readings.slice(i, i + 24));
    return chunks;
  });
  for (const readings of inOrder(reports)) {
    const { kit, site, time_ms } = readings.at(-1) as FoldedReading;
    engine.fold(
      { kit, site, battery: "lifepo4-4s" },
      { facts: { ...counted, sent_ms: time_ms, received_ms: time_ms }, readings },
    );
    engine.judge();
  }
  return engine;
}

/** `kind part from-to` of all that was raised on a kit, days counted from the first. */
function history(engine: FaultEngine, kit = "a"): string[] {
  const dayOf = (time_ms: number) => Math.floor(time_ms / HOUR_ms / 24) - START_day;
  return engine
    .historyOf(kit)
    .map(
      ({ kind, part, raised_ms, cleared_ms }) =>
        `${kind} ${part} ${dayOf(raised_ms as number)}-${cleared_ms === undefined ? "" : dayOf(cleared_ms)}`,
    );
}

const found = (days: number, lamps: Lamps) => history(engineOf({ a: readingsOf("a", days, lamps) }));
const isOf = (from: number, until: number, day: number, one: Evening, else_ = usual) =>
  day >= from && day < until ? one : else_;

describe("a lamp that is open or short", () => {
  it.each<[string, Lamps, string[]]>([
    ["works", () => [usual, usual, usual], []],
    [
      "is open until it burns again",
      (day) => [usual, isOf(3, 6, day, { hours: 4, condition: "open" }), usual],
      ["lamp-open lamp2 3-6"],
    ],
    [
      "stays open while nobody switches it on",
      (day) => [day >= 3 ? { hours: day === 3 ? 4 : 0, condition: "open" } : usual, usual, usual],
      ["lamp-open lamp1 3-"],
    ],
    [
      "is short, and found at once",
      (day) => [usual, usual, isOf(2, 4, day, { hours: 0.5, condition: "short" })],
      ["lamp-short lamp3 2-4"],
    ],
    [
      "is short and then open",
      (day) => [
        isOf(2, 4, day, { hours: 1, condition: "short" }, isOf(4, 6, day, { hours: 1, condition: "open" })),
        usual,
        usual,
      ],
      ["lamp-open lamp1 4-6", "lamp-short lamp1 2-6"],
    ],
  ])("%s", (_, lamps, expected) => {
    expect(found(10, lamps).toSorted()).toEqual(expected);
  });
});

describe("a lamp that grows dim", () => {
  /** What is left after a straight line to `left` from day 10 on. */
  const fades = (day: number, days: number, left: number) =>
    1 - (1 - left) * Math.min(1, Math.max(0, (day - 10) / days));
  it.each<[string, number, Lamps, string[]]>([
    [
      "to 70 % within two weeks",
      40,
      (day) => [{ hours: 2, left: fades(day, 14, 0.7) }, usual, usual],
      ["lamp-dim lamp1 21-"],
    ],
    [
      "to 30 % within eight weeks",
      80,
      (day) => [{ hours: 2, left: fades(day, 56, 0.3) }, usual, usual],
      ["lamp-dim lamp1 28-"],
    ],
    [
      "at once, and is replaced by one of 5 % less",
      40,
      (day) => [{ hours: 2, left: day < 10 ? 1 : day < 20 ? 0.5 : 0.95 }, usual, usual],
      ["lamp-dim lamp1 11-22"],
    ],
    ["by a tenth only", 40, (day) => [{ hours: 2, left: fades(day, 14, 0.9) }, usual, usual], []],
    [
      "at a level that is new as well",
      60,
      (day) => [{ hours: 2, level_pct: day < 20 ? 60 : 100, left: fades(day, 40, 0.5) }, usual, usual],
      ["lamp-dim lamp1 29-"],
    ],
    [
      "but it is switched to another level",
      40,
      (day) => [{ hours: 2, level_pct: day < 20 ? 100 : 30 }, usual, usual],
      [],
    ],
    [
      "but it is another lamp after a break",
      40,
      (day) => [
        isOf(10, 20, day, { hours: 4, condition: "open" }, { hours: 2, left: day < 10 ? 1 : 0.7 }),
        usual,
        usual,
      ],
      ["lamp-open lamp1 10-20"],
    ],
  ])("%s", (_, days, lamps, expected) => {
    expect(found(days, lamps)).toEqual(expected);
  });

  it("carries what it took and what it takes", () => {
    const engine = engineOf({
      a: readingsOf("a", 40, (day) => [{ hours: 2, left: day < 20 ? 1 : 0.5 }, usual, usual]),
    });
    const [fault] = engine.openOf("a");
    expect(fault?.evidence).toMatchObject({ left_pct: 50, power_W: 1.15, healthy_power_W: 2.3, evenings: 3 });
    expect(fault?.chart?.points.slice(-22).map(({ value }) => value)).toEqual([100, 100, ...Array(20).fill(50)]);
  });
});

describe("a lamp that hardly ever works while its neighbours do", () => {
  it.each<[string, number, Lamps, string[]]>([
    ["never works", 31, () => [usual, dark, usual], ["lamp-hardly-used lamp2 27-"]],
    [
      "works an hour a month",
      31,
      (day) => [usual, isOf(3, 4, day, { hours: 1 }, dark), usual],
      ["lamp-hardly-used lamp2 27-"],
    ],
    ["works a tenth as long as the others", 40, (day) => [usual, isOf(0, 1, day % 10, { hours: 4 }, dark), usual], []],
    ["has been known for three weeks only", 21, () => [usual, dark, usual], []],
    ["is not used any more", 60, (day) => [usual, isOf(30, 99, day, dark), usual], ["lamp-hardly-used lamp2 41-"]],
    [
      "is not used for three weeks",
      70,
      (day) => [usual, isOf(30, 51, day, dark), usual],
      ["lamp-hardly-used lamp2 41-52"],
    ],
    [
      "is dark while nobody is at home",
      60,
      (day) => (day >= 30 && day < 52 ? [dark, dark, dark] : [usual, usual, usual]),
      [],
    ],
    [
      "is broken",
      70,
      (day) => [usual, isOf(30, 65, day, { hours: 4, condition: "open" }), usual],
      ["lamp-open lamp2 30-65"],
    ],
  ])("%s", (_, days, lamps, expected) => {
    const neighbours = readingsOf("b", days, () => [usual, usual, usual]);
    expect(history(engineOf({ b: neighbours, a: readingsOf("a", days, lamps) }))).toEqual(expected);
  });

  it("is not found where the neighbours hardly work either", () => {
    const nobody = () => [dark, dark, dark] as const;
    const kits = {
      a: readingsOf("a", 31, nobody),
      b: readingsOf("b", 31, nobody),
      c: readingsOf("c", 31, () => [usual, usual, usual]),
    };
    expect(history(engineOf(kits))).toEqual([]);
  });

  it("carries its hours and those of its neighbours", () => {
    const kits = {
      b: readingsOf("b", 31, () => [usual, usual, usual]),
      a: readingsOf("a", 31, () => [dark, usual, usual]),
    };
    expect(engineOf(kits).openOf("a")[0]?.evidence).toMatchObject({
      worked_h: 0,
      neighbours_h: 124,
      neighbours: 5,
      measured_h: 744,
      from: new Date(START_day * 24 * HOUR_ms).toISOString(),
    });
  });
});

it("the order in which reports come changes nothing", () => {
  const kits = {
    a: readingsOf("a", 40, (day) => [
      isOf(5, 9, day, { hours: 4, condition: "open" }),
      { hours: 2, left: day < 20 ? 1 : 0.6 },
      isOf(20, 99, day, dark),
    ]),
    b: readingsOf("b", 40, () => [usual, usual, usual]),
  };
  const inOrder = engineOf(kits).historyOf("a");
  expect(inOrder.map(({ kind }) => kind)).toEqual(["lamp-open", "lamp-dim", "lamp-hardly-used"]);
  expect(engineOf(kits, (reports) => reports.toReversed()).historyOf("a")).toEqual(inOrder);
});
