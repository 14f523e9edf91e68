import { Column } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import type { Battery } from "../journal/kits";
import { afterReading, batteryUndervoltage, noUndervoltage } from "./batteryUndervoltage";
import { reading } from "./testReadings";

/** The fault after voltages at hours, as [since hour, lowest voltage], or undefined. */
function after(voltages: [hour: number, voltage_V: number][], battery: Battery = "lifepo4-4s") {
  const state = voltages.reduce(
    (before, [hour, voltage_V]) =>
      afterReading(before, reading(hour, { [Column.BatteryVoltage_mV]: Math.round(voltage_V * 1000) }), battery),
    noUndervoltage,
  );
  const fault = batteryUndervoltage(state, battery);
  return fault && [fault.since_ms / 3600_000, fault.evidence.lowest_V];
}

describe("battery undervoltage", () => {
  it.each<[string, [number, number][], [number, number] | undefined]>([
    [
      "a healthy night",
      [
        [0, 13.2],
        [6, 12.9],
        [12, 12.7],
      ],
      undefined,
    ],
    [
      "one low reading",
      [
        [0, 13],
        [1, 11.5],
      ],
      undefined,
    ],
    [
      "low for half an hour",
      [
        [1, 11.9],
        [1.5, 11.8],
      ],
      undefined,
    ],
    [
      "low for an hour",
      [
        [1, 11.9],
        [1.5, 11.8],
        [2, 11.85],
      ],
      [1, 11.8],
    ],
    [
      "a peak of load between two good readings",
      [
        [1, 11.5],
        [1.25, 12.4],
        [2, 11.5],
        [2.5, 12.4],
      ],
      undefined,
    ],
    [
      "two low readings a day apart say nothing",
      [
        [1, 11.9],
        [25, 11.9],
      ],
      undefined,
    ],
    [
      "raised, then between the two voltages: stays",
      [
        [1, 11.9],
        [2, 11.8],
        [3, 12.4],
      ],
      [1, 11.8],
    ],
    [
      "raised, then at reconnect: cleared",
      [
        [1, 11.9],
        [2, 11.8],
        [3, 12.6],
      ],
      undefined,
    ],
    [
      "cleared, then low again for an hour",
      [
        [1, 11],
        [2, 11],
        [3, 12.7],
        [4, 11.9],
        [5, 11.9],
      ],
      [4, 11.9],
    ],
    [
      "exactly at the threshold is not below it",
      [
        [1, 12],
        [2, 12],
        [3, 12],
      ],
      undefined,
    ],
  ])("%s", (_, voltages, fault) => {
    expect(after(voltages)).toEqual(fault);
  });

  it("has other thresholds for lead-acid", () => {
    expect(
      after(
        [
          [1, 11.8],
          [2, 11.8],
        ],
        "lead-acid-6s",
      ),
    ).toBeUndefined();
    expect(
      after(
        [
          [1, 11.6],
          [2, 11.6],
        ],
        "lead-acid-6s",
      ),
    ).toEqual([1, 11.6]);
  });

  it("takes a reading without a voltage for no reading", () => {
    const state = afterReading(noUndervoltage, reading(1, {}), "lifepo4-4s");
    expect(state).toBe(noUndervoltage);
  });
});
