import { chargeStates } from "@yeelen/shared/vocabulary";
import { expect, test } from "vitest";
import { ChargeController } from "./chargeController";
import { kitType } from "./testDays";

/** A timeline: minutes in which the battery shows this, and the stage after them. */
type Phase = [
  minutes: number,
  isLit: boolean,
  voltage_V: number,
  current_A: number,
  stage: (typeof chargeStates)[number],
];

function follow(controller: ChargeController, battery_degC: number, phases: Phase[]): string[] {
  return phases.map(([minutes, isLit, voltage_V, current_A]) => {
    for (let minute = 0; minute < minutes; minute++) {
      controller.decide(isLit, voltage_V, battery_degC);
      if (controller.isCharging) controller.follow(voltage_V, current_A);
    }
    return chargeStates[controller.state] as string;
  });
}

const lfp: Phase[] = [
  [60, false, 13.2, -0.1, "idle"],
  [60, true, 13.3, 0.8, "bulk"],
  [1, true, 14.2, 0.8, "absorption"],
  [30, true, 14.2, 0.75, "absorption"],
  // below a tenth of 7 Ah
  [1, true, 14.2, 0.6, "idle"],
  [60, true, 13.5, -0.1, "idle"],
  [2, true, 13.3, 0.5, "bulk"],
  [1, false, 13.3, -0.1, "idle"],
];

const lead: Phase[] = [
  [60, true, 12.9, 0.8, "bulk"],
  [1, true, 14.4, 0.8, "absorption"],
  [119, true, 14.4, 0.5, "absorption"],
  // two hours are over
  [2, true, 14.4, 0.5, "float"],
  [300, true, 13.8, 0.05, "float"],
  // a load pulls it down for longer than half an hour
  [30, true, 13, -0.3, "float"],
  [1, true, 13, -0.3, "bulk"],
];

test.each([
  { battery: "lifepo4-4s", battery_degC: 25, phases: lfp },
  { battery: "lead-acid-6s", battery_degC: 25, phases: lead },
  { battery: "lifepo4-4s", battery_degC: 51, phases: [[60, true, 13, 0, "idle"]] },
  { battery: "lifepo4-4s", battery_degC: -1, phases: [[60, true, 13, 0, "idle"]] },
  { battery: "lead-acid-6s", battery_degC: -1, phases: [[60, true, 12.5, 0.5, "bulk"]] },
] as { battery: "lifepo4-4s"; battery_degC: number; phases: Phase[] }[])(
  "stages of $battery at $battery_degC °C",
  ({ battery, battery_degC, phases }) => {
    const stages = follow(new ChargeController({ ...kitType, battery }), battery_degC, phases);
    expect(stages).toEqual(phases.map((phase) => phase[4]));
  },
);

test.each([
  ["lead-acid-6s", 25, 14.4],
  ["lead-acid-6s", 35, 14.22],
  ["lead-acid-6s", 10, 14.67],
  ["lifepo4-4s", 35, 14.2],
] as const)("%s at %d °C is charged to %d V", (battery, battery_degC, target_V) => {
  const controller = new ChargeController({ ...kitType, battery });
  controller.decide(true, 12, battery_degC);
  expect(controller.target_V).toBeCloseTo(target_V, 5);
});
