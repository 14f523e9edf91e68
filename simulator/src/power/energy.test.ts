import fc from "fast-check";
import { expect, test } from "vitest";
import { type Condition, soundCondition } from "../life/condition";
import { batteryNames, type KitType } from "./kitType";
import { drawParts } from "./parts";
import { PowerSystem } from "./powerSystem";
import { randomOf } from "../random";
import { asRated, kitType, live, sun_W_per_m2 } from "./testDays";

const MINUTES = 1440;

const types = fc.record({
  panel_Wp: fc.double({ min: 5, max: 60, noNaN: true }),
  battery: fc.constantFrom(...batteryNames),
  battery_Ah: fc.double({ min: 5, max: 30, noNaN: true }),
  controller: fc.constantFrom("mppt" as const, "pwm" as const),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const faults: fc.Arbitrary<Partial<Condition>> = fc.record(
  {
    panelOutput: share,
    panelVoltage: fc.double({ min: 0.5, max: 1, noNaN: true }),
    panelDirt: share,
    batteryContact: fc.boolean(),
    batteryCapacityLost: fc.double({ min: 0, max: 0.7, noNaN: true }),
    batteryResistance: fc.double({ min: 1, max: 8, noNaN: true }),
    batteryDeadCells: fc.integer({ min: 0, max: 2 }),
    lampOpen: fc.integer({ min: 0, max: 7 }),
    lampShort: fc.integer({ min: 0, max: 7 }),
    usbShort: fc.integer({ min: 0, max: 3 }),
    controllerHeat_K: fc.double({ min: 0, max: 30, noNaN: true }),
  },
  { requiredKeys: [] },
);
/** Light, what is wanted and what is off change by their own stream of random numbers, every so many minutes. */
const days = fc.record({
  seed: fc.nat(),
  cloudiness: share,
  every_min: fc.integer({ min: 1, max: 120 }),
  off: fc.nat(63),
});

function liveDays(
  power: PowerSystem,
  day: { seed: number; cloudiness: number; every_min: number; off: number },
  count: number,
): void {
  const random = randomOf(day.seed, "weather");
  let light = 1;
  let demand = 0;
  for (let step = 0; step < count * MINUTES; step++) {
    if (step % day.every_min === 0) {
      light = 1 - day.cloudiness * random();
      demand = (random() * 1024) | 0;
    }
    const minute = step % MINUTES;
    power.step(
      minute,
      light * sun_W_per_m2(minute, 1000, 12),
      20 + 15 * light,
      demand,
      day.off,
      random() > 0.02,
      random(),
    );
    if (!(power.stateOfCharge >= 0 && power.stateOfCharge <= 1)) throw new Error(`charge ${power.stateOfCharge}`);
  }
}

test("energy is neither made nor lost, whatever happens, and the charge stays between empty and full", () => {
  fc.assert(
    fc.property(types, faults, faults, days, (type, before, after, day) => {
      const condition = { ...soundCondition(), ...before };
      const power = new PowerSystem({ ...kitType, ...type }, drawParts(randomOf(day.seed, "parts")), condition);
      const start_Wh = power.stored_Wh();
      liveDays(power, day, 3);
      Object.assign(condition, after);
      liveDays(power, day, 3);
      const { panel_Wh, load_Wh, controller_Wh, conversion_Wh, batteryHeat_Wh } = power.energy;
      const stored_Wh = power.stored_Wh() - start_Wh;
      const difference_Wh = panel_Wh - load_Wh - controller_Wh - conversion_Wh - batteryHeat_Wh - stored_Wh;
      expect(Math.abs(difference_Wh)).toBeLessThan(1e-4 + 0.001 * (panel_Wh + load_Wh + controller_Wh));
    }),
    { numRuns: 60 },
  );
});

test("without light nothing is charged", () => {
  fc.assert(
    fc.property(types, days, (type, day) => {
      const power = new PowerSystem({ ...kitType, ...type }, asRated, soundCondition());
      const random = randomOf(day.seed, "night");
      let charge = power.stateOfCharge;
      for (let minute = 0; minute < MINUTES; minute++) {
        power.step(minute, 0, 30, (random() * 1024) | 0, day.off, true, 1);
        expect(power.batteryCurrent_A).toBeLessThanOrEqual(0);
        expect(power.stateOfCharge).toBeLessThanOrEqual(charge);
        charge = power.stateOfCharge;
      }
      expect(power.energy.panel_Wh).toBe(0);
    }),
    { numRuns: 20 },
  );
});

test("the longer the nights, the less energy", () => {
  fc.assert(
    fc.property(types, fc.double({ min: 8, max: 12, noNaN: true }), (type, daylight_h) => {
      const [short_Wh, long_Wh] = [daylight_h, daylight_h + 2].map((daylight_h) => {
        const power = new PowerSystem(
          { ...kitType, ...type, battery_Ah: 60 },
          { ...asRated, stateOfCharge: 0.05 },
          soundCondition(),
        );
        live(power, 0, 24, { daylight_h });
        return power.energy.panel_Wh;
      }) as [number, number];
      expect(short_Wh).toBeLessThan(long_Wh);
    }),
    { numRuns: 20 },
  );
});

test("the more worn a battery, the earlier it is down at a voltage under the same use", () => {
  const minutesUntil = (type: Partial<KitType>, condition: Partial<Condition>, cell_V: number): number => {
    const power = new PowerSystem(
      { ...kitType, ...type },
      { ...asRated, stateOfCharge: 0.9 },
      { ...soundCondition(), ...condition },
    );
    const until_V = cell_V * (type.battery === "lifepo4-4s" ? 4 : 6);
    for (let minute = 0; minute < 4 * MINUTES; minute++) {
      power.step(minute % MINUTES, 0, 30, 0b111111, 0, true, 0);
      if (power.batteryVoltage_V < until_V) return minute;
    }
    return Infinity;
  };
  for (const [battery, cell_V] of [
    ["lifepo4-4s", 3.1],
    ["lead-acid-6s", 1.95],
  ] as const) {
    const wear: Partial<Condition>[] = [
      {},
      { batteryCapacityLost: 0.2 },
      { batteryCapacityLost: 0.2, batteryResistance: 2 },
      { batteryCapacityLost: 0.5, batteryResistance: 2 },
      { batteryCapacityLost: 0.5, batteryResistance: 2, batteryDeadCells: 1 },
    ];
    const minutes = wear.map((condition) => minutesUntil({ battery }, condition, cell_V));
    expect(minutes).toEqual(minutes.toSorted((a, b) => b - a));
    expect(new Set(minutes).size).toBe(wear.length);
  }
});
