import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import { expect, test } from "vitest";
import { FaultEngine } from "../engine/engine";
import type { FoldedReading } from "../engine/family";
import { panelFamily } from "./panelFamily";

const DAY_ms = 24 * 3600_000;
const FIRST_day = 20_000;

/** What is wrong with the panel of a kit at a time. */
interface Wrong {
  light?: number;
  voltage?: number;
  isOut?: boolean;
}
type Wrongs = (day: number, hour: number, quarter: number) => Wrong;

const well: Wrongs = () => ({});

interface Site {
  kits?: number;
  days?: number;
  every_min?: number;
  isPwm?: boolean;
  sky?: (day: number) => number;
}

/** A clear site on which the first kit is wrong; the batteries never get full. */
function openAfter(wrong: Wrongs, { kits = 8, days = 30, every_min = 15, isPwm = false, sky = () => 1 }: Site = {}) {
  const engine = new FaultEngine([panelFamily]);
  for (let kit = 0; kit < kits; kit++) {
    const readings: FoldedReading[] = [];
    for (let day = 0; day < days; day++) {
      for (let minute = 0; minute < 1440; minute += every_min) {
        const row = readingAt(minute / 60, kit, kit === 0 ? wrong(day, minute / 60, minute / 15) : {}, sky(day), isPwm);
        const time_ms = (FIRST_day + day) * DAY_ms + minute * 60_000;
        const taken = { kit: `kit${kit}`, site: "site", incarnation: 1, sequence: readings.length };
        readings.push({ ...taken, time_ms, estimated: false, late: false, row, boot: 1 });
      }
    }
    const sent_ms = (FIRST_day + days) * DAY_ms - 1;
    const facts = { sent_ms, received_ms: sent_ms, incarnation: 1, counters: [], events: [], boots: [] };
    engine.fold({ kit: `kit${kit}`, site: "site", battery: "lifepo4-4s" }, { facts, readings });
  }
  engine.judge();
  return engine;
}

function readingAt(hour: number, kit: number, wrong: Wrong, sky: number, isPwm: boolean): number[] {
  const row = emptyRow();
  const sun = Math.sin((Math.PI * (hour - 6)) / 12) * sky;
  const isLit = sun > 0.01 && !wrong.isOut;
  // panels and households differ by a few percent
  const light = sun * (1 + 0.01 * (kit % 5)) * (wrong.light ?? 1);
  row[Column.BatteryVoltage_mV] = 13_300;
  row[Column.BatteryTemperature_degC] = 30;
  row[Column.PanelCurrent_mA] = isLit ? Math.round(1000 * light) : 0;
  row[Column.PanelVoltage_mV] = isLit ? Math.round(isPwm ? 13_700 : 17_500 * (wrong.voltage ?? 1)) : 8;
  row[Column.BatteryCurrent_mA] = isLit ? Math.round(1200 * light) : -200;
  return row;
}

const from =
  (onset: number, wrong: Wrong): Wrongs =>
  (day) =>
    day >= onset ? wrong : {};

test.each<{ what: string; wrong: Wrongs; site?: Site; finds: string[] }>([
  { what: "nothing is wrong", wrong: well, finds: [] },
  { what: "the panel is gone", wrong: from(29, { isOut: true }), finds: ["panel-no-output"] },
  {
    what: "the panel is gone and the site has no neighbours",
    wrong: from(29, { isOut: true }),
    site: { kits: 1 },
    finds: ["panel-no-output"],
  },
  {
    what: "the contact fails in two readings of five",
    wrong: (day, _, quarter) => ({ isOut: day === 29 && quarter % 5 < 2 }),
    finds: ["panel-no-output"],
  },
  {
    what: "somebody pulls the plug for a quarter of an hour",
    wrong: (day, hour) => ({ isOut: day === 29 && hour === 12 }),
    finds: [],
  },
  {
    what: "dirt takes a third in three weeks",
    wrong: (day) => ({ light: 1 - 0.3 * Math.min(1, Math.max(0, (day - 8) / 20)) }),
    finds: ["panel-soiled"],
  },
  { what: "dust takes a twentieth in three weeks", wrong: (day) => ({ light: 1 - 0.0025 * day }), finds: [] },
  {
    what: "a wall shades the morning",
    wrong: (day, hour) => ({ light: day >= 27 && hour >= 8 && hour < 12 ? 0.5 : 1 }),
    finds: ["panel-shaded"],
  },
  {
    what: "a tree grows over the afternoon",
    wrong: (day, hour) => ({ light: hour >= 12 && hour < 16 ? 1 - 0.6 * Math.max(0, (day - 10) / 20) : 1 }),
    finds: ["panel-shaded"],
  },
  { what: "a panel cracks", wrong: from(29, { light: 0.75, voltage: 0.93 }), finds: ["panel-degraded"] },
  {
    what: "a panel cracks, read every half hour",
    wrong: from(29, { light: 0.75, voltage: 0.93 }),
    site: { every_min: 30 },
    finds: ["panel-degraded"],
  },
  {
    what: "a panel cracks behind a PWM charger, which hides its voltage",
    wrong: from(26, { light: 0.7 }),
    site: { isPwm: true },
    finds: ["panel-degraded"],
  },
  {
    what: "the current sensor sticks by noon",
    wrong: (day, hour) =>
      day === 29 && hour >= 8 ? { light: 0.5 / Math.max(0.1, Math.sin((Math.PI * (hour - 6)) / 12)) } : {},
    finds: [],
  },
])("$what: $finds", ({ wrong, site, finds }) => {
  const open = openAfter(wrong, site).openOf("kit0");
  expect(open.filter(({ raised_ms }) => raised_ms !== undefined).map(({ kind }) => kind)).toEqual(finds);
});

test("what has been put right ends, and stays in the history", () => {
  const engine = openAfter((day) => (day >= 12 && day < 20 ? { light: 0.6 } : {}));
  expect(engine.openOf("kit0")).toEqual([]);
  expect(engine.historyOf("kit0").map(({ kind }) => kind)).toEqual(["panel-soiled"]);
});

test("a dim fortnight over a site is one notice, and no kit's fault", () => {
  const engine = openAfter(well, { sky: (day) => (day >= 18 ? 0.45 : 1) });
  const open = Array.from({ length: 8 }, (_, kit) => engine.openOf(`kit${kit}`)).flat();
  expect(open.map(({ kind, severity }) => [kind, severity])).toEqual([["site-dim", "notice"]]);
});
