import { Point } from "@influxdata/influxdb-client";
import { chargeStates, lampConditions, offReasons, outputs } from "@yeelen/shared/vocabulary";
import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import type { PlacedReading } from "../journal/readings";
import { putThousandths } from "./digits";
import { fields } from "./fields";
import { Lines, type States } from "./lines";

/** The same reading through the client's own builder, field by field as it is documented. */
function throughPoint({ kit, site, sequence, incarnation, row, estimated, late, time_ms }: PlacedReading): string {
  const point = new Point("reading").tag("kit", kit).tag("site", site);
  point.intField("sequence", sequence).intField("incarnation", incarnation);
  const quantities: [string, Column, number][] = [
    ["battery_voltage_V", Column.BatteryVoltage_mV, 1000],
    ["battery_current_A", Column.BatteryCurrent_mA, 1000],
    ["battery_temperature_degC", Column.BatteryTemperature_degC, 1],
    ["battery_stateOfCharge_pct", Column.BatteryStateOfCharge_pct, 1],
    ["panel_voltage_V", Column.PanelVoltage_mV, 1000],
    ["panel_current_A", Column.PanelCurrent_mA, 1000],
    ["usb1_current_A", Column.Usb1Current_mA, 1000],
    ["usb2_current_A", Column.Usb2Current_mA, 1000],
    ["radio_current_A", Column.RadioCurrent_mA, 1000],
    ["radio_light_pct", Column.RadioLight_pct, 1],
    ["controller_temperature_degC", Column.ControllerTemperature_degC, 1],
    ["lamp1_current_A", Column.Lamp1Current_mA, 1000],
    ["lamp2_current_A", Column.Lamp2Current_mA, 1000],
    ["lamp3_current_A", Column.Lamp3Current_mA, 1000],
    ["lamp1_commanded_pct", Column.Lamp1Commanded_pct, 1],
    ["lamp2_commanded_pct", Column.Lamp2Commanded_pct, 1],
    ["lamp3_commanded_pct", Column.Lamp3Commanded_pct, 1],
  ];
  for (const [name, column, divisor] of quantities) {
    const value = row[column] as number;
    if (value !== NOT_MEASURED) point.floatField(name, value / divisor);
  }
  const state = (name: string, text: string | undefined) => text && point.stringField(name, text);
  state("controller_chargeState", chargeStates[row[Column.ChargeState] as number]);
  state("lamp1_condition", lampConditions[row[Column.Lamp1Condition] as number]);
  state("lamp2_condition", lampConditions[row[Column.Lamp2Condition] as number]);
  state("lamp3_condition", lampConditions[row[Column.Lamp3Condition] as number]);
  const off = row[Column.Off] as number;
  if (off > 0) outputs.forEach((output, i) => state(`${output}_off`, offReasons[((off >> (4 * i)) & 15) - 1]));
  if (estimated) point.booleanField("time_estimated", true);
  if (late) point.booleanField("late", true);
  point.timestamp((BigInt(time_ms) * 1_000_000n + BigInt(sequence % 1_000_000)).toString());
  return point.toLineProtocol() ?? "";
}

/** Numbers that look random and are the same every time (Park and Miller's generator). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

const names = ["Mopti", "Gao, nord", "a=b", "tab\tbed", "a\nb", "a\\b", "Ménaka", "", 'quoted "site"', " "];

function anyReading(next: (below: number) => number): PlacedReading {
  const row = emptyRow().map(() => {
    const kind = next(5);
    return kind === 0 ? NOT_MEASURED : kind === 1 ? next(200) - 100 : kind === 2 ? next(90_000) - 45_000 : next(30_000);
  });
  row[Column.ChargeState] = next(6) - 1;
  for (const column of [Column.Lamp1Condition, Column.Lamp2Condition, Column.Lamp3Condition]) row[column] = next(4);
  row[Column.Off] = next(3) === 0 ? next(0x666666) : 0;
  return {
    kit: `kit-${next(1000)}`,
    site: names[next(names.length)] as string,
    incarnation: next(2 ** 31),
    sequence: next(3) === 0 ? next(2 ** 31) : next(100),
    time_ms: 9.5e11 + next(2 ** 31) * 1400,
    estimated: next(4) === 0,
    late: next(4) === 0,
    row,
  };
}

function lineOf(reading: PlacedReading, states: States = "names"): string {
  const lines = new Lines(states);
  lines.add(reading);
  return lines.text();
}

describe("a line", () => {
  it("is what the client's own Point makes of 5000 generated readings", () => {
    const next = generator(2026);
    const lines = new Lines("names");
    const readings = Array.from({ length: 5000 }, () => anyReading(next));
    for (const reading of readings) lines.add(reading);
    expect(lines.count).toBe(5000);
    const found = readings.map((_, i) => lines.text(i, i + 1));
    expect(found.filter((line, i) => line !== throughPoint(readings[i] as PlacedReading))).toEqual([]);
    expect(lines.text()).toBe(readings.map(throughPoint).join("\n"));
  });

  it("has only fields that are listed, and in some reading each of them", () => {
    const next = generator(7);
    const found = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const line = lineOf({ ...anyReading(next), kit: "k", site: "s" }, "numbers");
      for (const pair of (line.split(" ")[1] as string).split(",")) found.add(pair.split("=")[0] as string);
    }
    expect([...found].toSorted()).toEqual(fields.map(({ name }) => name).toSorted());
  });

  it.each<[States, string]>([
    ["names", 'controller_chargeState="float",incarnation=1i,lamp2_condition="ok",radio_off="short",sequence=5i'],
    ["numbers", "controller_chargeState=3,incarnation=1i,lamp2_condition=0,radio_off=3,sequence=5i"],
  ])("holds states as %s", (states, expected) => {
    const row = emptyRow();
    row[Column.ChargeState] = 3;
    row[Column.Lamp2Condition] = 0;
    row[Column.Off] = 3 << 20;
    const reading = {
      kit: "k",
      site: "s",
      incarnation: 1,
      sequence: 5,
      time_ms: 1e12,
      estimated: false,
      late: false,
      row,
    };
    expect(lineOf(reading, states)).toBe(`reading,kit=k,site=s ${expected} 1000000000000000005`);
  });

  it("cannot be swallowed by a site that ends in a backslash", () => {
    const reading = { ...anyReading(generator(1)), kit: "k", site: "Gao\\" };
    expect(lineOf(reading)).toMatch(/^reading,kit=k,site=Gao [a-z]/);
  });
});

it.each([
  [{ time_ms: 1_700_000_000_000, sequence: 12 }, "1700000000000000012"],
  [{ time_ms: 1_700_000_000_000, sequence: 7_000_001 }, "1700000000000000001"],
  [{ time_ms: Date.UTC(2000, 0, 1), sequence: 999_999 }, "946684800000999999"],
])("the timestamp of %j is %s ns", (placed, expected) => {
  const line = lineOf({
    kit: "k",
    site: "s",
    incarnation: 0,
    estimated: false,
    late: false,
    row: emptyRow(),
    ...placed,
  });
  expect(line.split(" ").at(-1)).toBe(expected);
});

it("writes every thousandth as JavaScript does", () => {
  const bytes = Buffer.alloc(20);
  const different: number[] = [];
  for (let value = -70_000; value <= 70_000; value++) {
    const end = putThousandths(bytes, 0, value);
    if (bytes.toString("latin1", 0, end) !== String(value / 1000)) different.push(value);
  }
  expect(different).toEqual([]);
});
