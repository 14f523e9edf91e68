import { Column } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { type Condition, soundCondition } from "../life/condition";
import { amountOf, applyHappenings, boardActOf } from "./apply";
import { faultKinds, type Happening, type HappeningKind, linkKinds, lookalikeKinds, type Part, parts } from "./kinds";
import { kindProfiles } from "./profiles";

const ONSET_ms = Date.UTC(2026, 2, 3, 10, 0);
const HOUR_ms = 3_600_000;
const kinds = [...faultKinds, ...lookalikeKinds, ...linkKinds];

function happening(kind: HappeningKind, more: Partial<Happening> = {}): Happening {
  const part = kindProfiles[kind].parts[0] as Part;
  return { kind, site: "koro", kit: "koro-3", part, onset_ms: ONSET_ms, severity: 1, course_h: 0, ...more };
}

/** What a sound kit's condition becomes some hours after an onset: only what has changed. */
function changes(happenings: Happening[], after_h: number): Partial<Condition> {
  const condition = soundCondition();
  applyHappenings(happenings, ONSET_ms + after_h * HOUR_ms, condition);
  const sound = soundCondition();
  const keys = (Object.keys(sound) as (keyof Condition)[]).filter(
    (key) => JSON.stringify(condition[key]) !== JSON.stringify(sound[key]),
  );
  return Object.fromEntries(keys.map((key) => [key, condition[key]]));
}

// each with a course of ten hours where it has one: half of it after five, all of it after ten
const gradual: [HappeningKind, Partial<Happening>, half: Partial<Condition>, full: Partial<Condition>][] = [
  [
    "battery-worn",
    {},
    { batteryCapacityLost: 0.35, batteryResistance: 1.75 },
    { batteryCapacityLost: 0.7, batteryResistance: 4 },
  ],
  [
    "battery-worn",
    { severity: 0.5 },
    { batteryCapacityLost: 0.175, batteryResistance: 1.1875 },
    { batteryCapacityLost: 0.35, batteryResistance: 1.75 },
  ],
  ["panel-disconnected", { severity: 0.5 }, { panelContact: 0.75 }, { panelContact: 0.5 }],
  ["panel-soiled", {}, { panelDirt: 0.3 }, { panelDirt: 0.6 }],
  ["panel-soiled", { severity: 0.5 }, { panelDirt: 0.15 }, { panelDirt: 0.3 }],
  ["panel-cracked", {}, { panelOutput: 0.75, panelVoltage: 0.93 }, { panelOutput: 0.5, panelVoltage: 0.86 }],
  ["lamp-dim", { part: "lamp2" }, { lampDim: [0, 0.35, 0] }, { lampDim: [0, 0.7, 0] }],
  ["lamp-dim", { part: "lamp3", severity: 0.5 }, { lampDim: [0, 0, 0.175] }, { lampDim: [0, 0, 0.35] }],
  ["controller-hot", {}, { controllerHeat_K: 17.5 }, { controllerHeat_K: 35 }],
  ["controller-resetting", { severity: 0.5 }, { controllerResetsPerDay: 5 }, { controllerResetsPerDay: 10 }],
  ["overuse", {}, { overuse: 0.5 }, { overuse: 1 }],
  ["link-lossy", {}, { loss: 0.335 }, { loss: 0.67 }],
];

// all or nothing
const sudden: [HappeningKind, Partial<Happening>, Partial<Condition>][] = [
  ["battery-cell-dead", {}, { batteryDeadCells: 1 }],
  ["battery-disconnected", {}, { batteryContact: false }],
  ["panel-stolen", {}, { panelContact: 0 }],
  ["panel-disconnected", {}, { panelContact: 0 }],
  ["lamp-open", { part: "lamp1" }, { lampOpen: 0b001 }],
  ["lamp-open", { part: "lamp3" }, { lampOpen: 0b100 }],
  ["lamp-short", { part: "lamp2" }, { lampShort: 0b010 }],
  ["usb-short", { part: "usb1" }, { usbShort: 0b01 }],
  ["usb-short", { part: "usb2" }, { usbShort: 0b10 }],
  ["sensor-stuck", { part: "battery-voltage-sensor" }, { stuckColumns: [Column.BatteryVoltage_mV] }],
  ["sensor-stuck", { part: "battery-current-sensor" }, { stuckColumns: [Column.BatteryCurrent_mA] }],
  ["sensor-stuck", { part: "panel-current-sensor" }, { stuckColumns: [Column.PanelCurrent_mA] }],
  ["sensor-stuck", { part: "battery-temperature-sensor" }, { stuckColumns: [Column.BatteryTemperature_degC] }],
  ["flash-worn", {}, { flashWorn: true }],
  ["flash-erased", {}, {}],
  ["board-swapped", {}, {}],
  ["cloudy-fortnight", {}, {}],
  ["family-away", {}, { familyAway: true }],
  ["market-day", {}, { marketDay: true }],
  ["lamp-unused", { part: "lamp2" }, { lampUnused: 0b010 }],
  ["radio-always-on", {}, { radioAlwaysOn: true }],
  ["phone-away", {}, { phoneAway: true }],
  ["phone-replaced", {}, { phoneAway: true }],
  ["credit-out", {}, { creditOut: true }],
  ["site-offline", {}, { siteOffline: true }],
  ["link-half-open", {}, { halfOpen: true }],
];

function rounded(condition: Partial<Condition>): unknown {
  return JSON.parse(
    JSON.stringify(condition, (_, value: unknown) =>
      typeof value === "number" ? Math.round(value * 1e6) / 1e6 : value,
    ),
  );
}

describe("what happenings do to a kit's condition", () => {
  it.each(gradual)("%s %o grows in a straight line", (kind, more, half, full) => {
    const course = happening(kind, { course_h: 10, ...more });
    expect(changes([course], -1)).toEqual({});
    expect(rounded(changes([course], 5))).toEqual(half);
    expect(rounded(changes([course], 10))).toEqual(full);
    expect(rounded(changes([course], 1000))).toEqual(full);
  });

  it.each(sudden)("%s %o is there at once", (kind, more, there) => {
    const once = happening(kind, { end_ms: ONSET_ms + 3 * HOUR_ms, ...more });
    expect(changes([once], -0.01)).toEqual({});
    expect(changes([once], 0)).toEqual(there);
    expect(changes([once], 2.99)).toEqual(there);
    expect(changes([once], 3)).toEqual({});
  });

  it("leaves no kind out of these tables", () => {
    const tested = new Set([...gradual, ...sudden].map(([kind]) => kind));
    const elsewhere: HappeningKind[] = ["panel-shaded", "sensor-offset"];
    expect(kinds.filter((kind) => !tested.has(kind))).toEqual(elsewhere);
  });

  it.each([
    ["battery-voltage-sensor", Column.BatteryVoltage_mV, 1000],
    ["battery-current-sensor", Column.BatteryCurrent_mA, 500],
    ["panel-current-sensor", Column.PanelCurrent_mA, 500],
    ["battery-temperature-sensor", Column.BatteryTemperature_degC, 20],
  ] as const)("%s is off by as much as its severity says, always in its direction", (part, column, worst) => {
    const signs = new Set<number>();
    for (let kit = 1; kit <= 20; kit++) {
      const off = happening("sensor-offset", { part, kit: `koro-${kit}`, severity: 0.5, course_h: 10 });
      const [[shown, half]] = changes([off], 5).offsets as [[number, number]];
      const [[, full]] = changes([off], 50).offsets as [[number, number]];
      expect(shown).toBe(column);
      expect(Math.abs(half)).toBe(worst / 4);
      expect(full).toBe(2 * half);
      signs.add(Math.sign(half));
    }
    expect(signs.size).toBe(2);
  });

  it("shades a panel in its own hours, the same every day", () => {
    const middles = [];
    for (let kit = 1; kit <= 50; kit++) {
      const wall = happening("panel-shaded", { kit: `koro-${kit}` });
      const { shade, shadeFrom_min, shadeUntil_min } = changes([wall], 1) as Condition;
      expect(changes([wall], 500)).toEqual({ shade, shadeFrom_min, shadeUntil_min });
      expect(shade).toBeCloseTo(0.85);
      expect(shadeUntil_min - shadeFrom_min).toBeGreaterThanOrEqual(180);
      expect(shadeUntil_min - shadeFrom_min).toBeLessThanOrEqual(361);
      middles.push((shadeFrom_min + shadeUntil_min) / 120);
    }
    expect(Math.min(...middles)).toBeLessThan(9);
    expect(Math.max(...middles)).toBeGreaterThan(15);
  });

  it("lets a loose terminal make contact in some hours", () => {
    const loose = happening("battery-disconnected", { severity: 0.3 });
    const hours = Array.from({ length: 1000 }, (_, hour) => changes([loose], hour).batteryContact === false);
    const share = hours.filter(Boolean).length / 1000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });
});

describe("several happenings at once", () => {
  it.each([
    ["dirt over dirt", [happening("panel-soiled"), happening("panel-soiled")], { panelDirt: 0.84 }],
    [
      "two lamps",
      [happening("lamp-open", { part: "lamp1" }), happening("lamp-open", { part: "lamp3" })],
      { lampOpen: 0b101 },
    ],
    ["a lamp that dims twice", [happening("lamp-dim"), happening("lamp-dim")], { lampDim: [0.91, 0, 0] }],
    ["two dead cells", [happening("battery-cell-dead"), happening("battery-cell-dead")], { batteryDeadCells: 2 }],
    [
      "stolen and unplugged",
      [happening("panel-disconnected", { severity: 0.5 }), happening("panel-stolen")],
      { panelContact: 0 },
    ],
    [
      "one sensor stuck twice",
      [happening("sensor-stuck"), happening("sensor-stuck")],
      { stuckColumns: [Column.BatteryVoltage_mV] },
    ],
    [
      "loss over loss",
      [happening("link-lossy", { severity: 0.5 }), happening("link-lossy", { severity: 0.5 })],
      { loss: 0.557775 },
    ],
    [
      "overuse twice",
      [happening("overuse", { severity: 0.5 }), happening("overuse", { severity: 0.7 })],
      { overuse: 0.7 },
    ],
  ] as [string, Happening[], Partial<Condition>][])("%s", (_name, both, there) => {
    expect(rounded(changes(both, 1))).toEqual(there);
    expect(rounded(changes(both.toReversed(), 1))).toEqual(there);
  });

  it("keeps the deeper of two shades", () => {
    const light = happening("panel-shaded", { severity: 0.5 });
    const deep = happening("panel-shaded", { onset_ms: ONSET_ms - HOUR_ms });
    expect(changes([light, deep], 1)).toEqual(changes([deep], 1));
    expect(changes([deep, light], 1)).toEqual(changes([deep], 1));
  });

  it("forgets what was written before", () => {
    const condition = soundCondition();
    const all = kinds.flatMap((kind) => kindProfiles[kind].parts.map((part) => happening(kind, { part })));
    applyHappenings(all, ONSET_ms, condition);
    expect(condition).not.toEqual(soundCondition());
    applyHappenings([], ONSET_ms, condition);
    expect(condition).toEqual(soundCondition());
  });
});

describe("the profiles of kinds", () => {
  it.each(kinds)("%s can be drawn", (kind) => {
    const { parts: befallen, severity, course_h, duration_h } = kindProfiles[kind];
    expect(befallen.length).toBeGreaterThan(0);
    expect(parts).toEqual(expect.arrayContaining([...befallen]));
    const [low, high] = severity;
    expect(low > 0 && low <= high && high <= 1).toBe(true);
    expect(course_h[0]).toBeLessThanOrEqual(course_h[1]);
    // faults stay until somebody comes; everything else ends by itself
    expect(duration_h === "stays").toBe((faultKinds as readonly string[]).includes(kind));
  });

  it("knows the one-time acts on the board", () => {
    const acts = kinds.map((kind) => [kind, boardActOf(kind)]).filter(([, act]) => act !== undefined);
    expect(acts).toEqual([
      ["flash-erased", "erase-flash"],
      ["board-swapped", "swap-board"],
    ]);
  });

  it("gives the sky how far a cloudy spell has got", () => {
    const spell = happening("cloudy-fortnight", { severity: 0.5, course_h: 48, end_ms: ONSET_ms + 300 * HOUR_ms });
    expect([-1, 0, 24, 48, 299, 300].map((after_h) => amountOf(spell, ONSET_ms + after_h * HOUR_ms))).toEqual([
      0, 0, 0.25, 0.5, 0.5, 0,
    ]);
  });
});
