import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { expect, it } from "vitest";
import { type BatteryName, batteryProfile } from "./battery";
import { Charge } from "./charge";

const CAPACITY_mAh = 7000;
const MINUTE_s = 60;

/** Minutes in which the battery shows this; after them the state of charge, and whether the battery has told it. */
type Phase = [minutes: number, voltage_mV: number, current_mA: number, charge_pct: number, isSure: boolean];

const NO = NOT_MEASURED;

const counts: Phase[] = [
  [1, 13_109, 0, 30, false], // a guess: LiFePO4's middle is flat
  [60, 13_300, 700, 40, false],
  [600, 13_200, 0, 40, false], // rest in the middle tells nothing
  [120, 13_150, -350, 30, false],
  [2, 13_150, NO, NO, false],
  [1, 13_150, 0, 30, false],
];

const full: Phase[] = [
  [1, 13_200, 0, 51, false],
  [30, 14_180, 1000, 58, false],
  [1, 14_180, 690, 100, true],
  [60, 13_500, 700, 100, true], // never more than full
  [60, 13_200, -700, 90, true],
];

const held: Phase[] = [
  [1, 13_200, 0, 51, false],
  [119, 14_180, 750, 72, false],
  [1, 14_180, 750, 100, true], // for two hours
];

const noBattery: Phase[] = [[300, 14_200, 0, 100, false]];

const rest: Phase[] = [
  [1, 13_250, -60, 63, false],
  [58, 12_600, -60, 63, false],
  [1, 12_600, -60, 7, true], // an hour of rest where the curve is steep
  [120, 13_050, 60, 9, true],
];

const lead: Phase[] = [
  [1, 12_060, 0, 50, false],
  [238, 12_240, 0, 50, false],
  [1, 12_240, 0, 65, true],
  [60, 14_400, 700, 75, true],
  [1, 14_380, 300, 75, true],
  [1, 14_380, 270, 100, true],
];

it.each([
  ["is counted from what the voltage said at the start", "lifepo4-4s", counts],
  ["is full when the current has tapered", "lifepo4-4s", full],
  ["is full when absorption was held", "lifepo4-4s", held],
  ["is not full where there is no battery", "lifepo4-4s", noBattery],
  ["is set right at rest, below the flat part", "lifepo4-4s", rest],
  ["of lead-acid is set right at rest and at full", "lead-acid-6s", lead],
] as [string, BatteryName, Phase[]][])("a battery's charge %s", (_, battery, phases) => {
  const charge = new Charge(batteryProfile(battery, CAPACITY_mAh));
  phases.forEach(([minutes, voltage_mV, current_mA, charge_pct, isSure], i) => {
    for (let minute = 0; minute < minutes; minute++) charge.step(voltage_mV, current_mA, MINUTE_s);
    expect([i, charge.percent(), charge.isSure]).toEqual([i, charge_pct, isSure]);
  });
});

it("an empty battery holds no more than its voltage says, and no more than was counted", () => {
  const charge = new Charge(batteryProfile("lifepo4-4s", CAPACITY_mAh));
  charge.step(13_109, 0, MINUTE_s);
  charge.emptied(11_900, -500);
  expect([charge.percent(), charge.isSure]).toEqual([4, true]);
  charge.step(11_900, -500, 3000);
  expect(charge.percent()).toBe(0);
});

it("a battery is filled once until it has given a tenth", () => {
  const charge = new Charge(batteryProfile("lifepo4-4s", CAPACITY_mAh));
  const filled = [500, 500, -500, 500, -5000, 500].map((current_mA) => {
    charge.step(14_180, current_mA, 600);
    return charge.isFilled;
  });
  expect(filled).toEqual([true, false, false, false, false, true]);
});

it("without a capacity nothing is counted", () => {
  const charge = new Charge(batteryProfile("lifepo4-4s"));
  charge.step(14_200, 0, MINUTE_s);
  expect([charge.percent(), charge.isSure, charge.isFull]).toEqual([NOT_MEASURED, false, false]);
});
