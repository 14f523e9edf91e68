import { counterNames } from "@yeelen/shared/vocabulary";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { expect, it } from "vitest";
import { Counters } from "./counters";

const NEW = [0, 0, 0, 0, NOT_MEASURED, 0];

/** Lives for hours with one voltage and current. */
function hours(counters: Counters, count: number, voltage_mV: number, current_mA: number): void {
  for (let minute = 0; minute < 60 * count; minute++) counters.count(voltage_mV, current_mA, 60);
}

/** Counters in which every number is another one. */
function lived(): Counters {
  const counters = new Counters([]);
  counters.filled(true);
  hours(counters, 10, 12_800, -500);
  hours(counters, 1, 13_000, 1000);
  counters.emptied();
  counters.filled(true);
  return counters;
}

it("counts energy by its direction, to the watt-hour", () => {
  const counters = new Counters([]);
  hours(counters, 5, 13_000, 1000);
  hours(counters, 10, 12_800, -500);
  counters.count(NOT_MEASURED, -500, 3600);
  counters.count(12_800, NOT_MEASURED, 3600);
  expect(counters.values().slice(0, 2)).toEqual([65, 64]);
  // a year at the most that a battery's shunt can show
  hours(counters, 8760, 14_000, 8000);
  expect(counters.values()[0]).toBe(65 + 8760 * 112);
});

it("learns what the battery can give from what it gave between full and empty", () => {
  const counters = new Counters([]);
  const usable_mAh = () => counters.values()[counterNames.indexOf("usableCapacity_mAh")];
  hours(counters, 10, 12_800, -500);
  counters.emptied();
  expect(usable_mAh()).toBe(NOT_MEASURED); // it was not full before
  const given: [number, number][] = [
    [6, 6000],
    [5, 5800], // 0.8 * 6000 + 0.2 * 5000
    [5, 5640],
  ];
  for (const [hoursOfUse, expected] of given) {
    counters.filled(true);
    hours(counters, hoursOfUse, 12_800, -1000);
    counters.emptied();
    expect(usable_mAh()).toBe(expected);
  }
  counters.emptied(); // without having been full in between
  expect([usable_mAh(), counters.values()[3]]).toEqual([5640, 5]);
});

it("goes on after a reset where flash kept them, and counts it", () => {
  const first = lived();
  expect(first.values()).toEqual([13, 64, 2, 1, 4000, 0]);
  const second = new Counters(first.record());
  expect(second.values()).toEqual([13, 64, 2, 1, 4000, 1]);
  expect(new Counters(second.record()).values()[5]).toBe(2);
});

it.each([
  ["nothing", []],
  ["half a record", lived().record().slice(0, 4)],
])("begins anew with %s", (_, stored) => {
  expect(new Counters(stored).values()).toEqual(NEW);
});

it("does not count with a voltage that cannot be", () => {
  const counters = new Counters([]);
  for (let hour = 0; hour < 100; hour++) counters.count(-600, hour % 2 === 0 ? 5000 : -5000, 3600);
  expect(counters.values()).toEqual(NEW);
});
