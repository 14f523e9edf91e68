import { chargeStates, outputs } from "@yeelen/shared/vocabulary";
import { expect, test } from "vitest";
import { type Condition, soundCondition } from "../life/condition";
import { lampBits, RADIO_BIT, RADIO_LIGHT_BIT, USB_BITS } from "../people/demand";
import { batteryNames, type KitType } from "./kitType";
import type { PartsStart } from "./parts";
import { PowerSystem } from "./powerSystem";
import { asRated, kitType, live } from "./testDays";

interface Kit {
  type?: Partial<KitType>;
  start?: Partial<PartsStart>;
  condition?: Partial<Condition>;
}

function kit({ type, start, condition }: Kit = {}): { power: PowerSystem; condition: Condition } {
  const whole = { ...soundCondition(), ...condition };
  return { power: new PowerSystem({ ...kitType, ...type }, { ...asRated, ...start }, whole), condition: whole };
}

const eachLamp = lampBits(0, 3) | lampBits(1, 3) | lampBits(2, 3);
const everything = eachLamp | USB_BITS[0] | USB_BITS[1] | RADIO_BIT | RADIO_LIGHT_BIT;
const bit = (output: (typeof outputs)[number]) => 1 << outputs.indexOf(output);

test("what each output draws at night, in mA", () => {
  // [demand, off, condition, lamps, USB, radio]
  const cases: [number, number, Partial<Condition>, number[], number[], number][] = [
    [0, 0, {}, [0, 0, 0], [0, 0], 0],
    [lampBits(0, 3), 0, {}, [175, 0, 0], [0, 0], 0],
    [lampBits(0, 1) | lampBits(2, 2), 0, {}, [57, 0, 108], [0, 0], 0],
    [USB_BITS[1], 0, {}, [0, 0, 0], [0, 450], 0],
    [RADIO_BIT | RADIO_LIGHT_BIT, 0, {}, [0, 0, 0], [0, 0], 129],
    [everything, bit("lamp2") | bit("usb1") | bit("radio"), {}, [177, 0, 177], [0, 455], 0],
    [eachLamp, 0, { lampOpen: 0b010 }, [175, 0, 175], [0, 0], 0],
    [eachLamp, 0, { lampDim: [0, 0, 0.5] }, [176, 176, 92], [0, 0], 0],
    [lampBits(0, 1), 0, { lampShort: 0b001 }, [1000, 0, 0], [0, 0], 0],
    [0, 0, { lampShort: 0b111, lampDim: [1, 1, 1] }, [0, 0, 0], [0, 0], 0],
    [0, 0, { usbShort: 0b10 }, [0, 0, 0], [0, 765], 0],
    [USB_BITS[0], bit("usb2"), { usbShort: 0b10 }, [0, 0, 0], [450, 0], 0],
  ];
  for (const [demand, off, condition, lamps_mA, usb_mA, radio_mA] of cases) {
    const { power } = kit({ condition });
    live(power, 0, 0.5, { demand: () => demand, off });
    const close = (current_A: number, mA: number) => expect(Math.abs(current_A * 1000 - mA)).toBeLessThan(5 + mA / 50);
    lamps_mA.forEach((mA, lamp) => close(power.lampCurrent_A[lamp] as number, mA));
    usb_mA.forEach((mA, port) => close(power.usbCurrent_A[port] as number, mA));
    close(power.radioCurrent_A, radio_mA);
  }
});

test("a switched-off lamp is not commanded", () => {
  const { power } = kit();
  live(power, 0, 0.1, { demand: () => eachLamp | RADIO_LIGHT_BIT, off: bit("lamp1") });
  expect([...power.lampCommanded_pct]).toEqual([0, 100, 100]);
  expect(power.radioLight_pct).toBe(100);
});

test("a clear day fills a battery and is seen in its stages", () => {
  for (const battery of batteryNames) {
    for (const controller of ["mppt", "pwm"] as const) {
      const { power } = kit({ type: { battery, controller } });
      const stages: string[] = [];
      live(power, 0, 24, {}, () => {
        const stage = chargeStates[power.chargeState] as string;
        if (stage !== stages.at(-1)) stages.push(stage);
      });
      const full = battery === "lifepo4-4s" ? ["idle"] : ["float", "idle"];
      expect(stages).toEqual(["idle", "bulk", "absorption", ...full]);
      expect(power.stateOfCharge).toBeGreaterThan(0.93);
    }
  }
});

test("panel voltage through a day: none at night, near most power in bulk, nearly open when the battery is full", () => {
  const { power } = kit();
  const at = new Map<number, number>();
  live(power, 0, 24, {}, (minute) => at.set(minute / 60, power.panelVoltage_V));
  expect(at.get(3)).toBe(0);
  expect(at.get(8)).toBeGreaterThan(16);
  expect(at.get(8)).toBeLessThan(18);
  expect(at.get(15)).toBeGreaterThan(19);
  expect(at.get(22)).toBe(0);
});

test("an MPPT controller takes more from a panel than a PWM controller", () => {
  const [mppt_Wh, pwm_Wh] = (["mppt", "pwm"] as const).map((controller) => {
    const { power } = kit({ type: { controller }, start: { stateOfCharge: 0.2 } });
    live(power, 0, 11, {});
    return power.energy.panel_Wh;
  }) as [number, number];
  expect(mppt_Wh).toBeGreaterThan(1.1 * pwm_Wh);
  expect(mppt_Wh).toBeLessThan(1.5 * pwm_Wh);
});

test("what is wrong with a panel shows in its voltage and current at ten in the morning", () => {
  const seen = (condition: Partial<Condition>, isPanelInContact = true) => {
    const { power } = kit({ condition, start: { stateOfCharge: 0.2 } });
    live(power, 9, 10, { isPanelInContact });
    return power;
  };
  const sound = seen({});
  expect(seen({}, false)).toMatchObject({ panelVoltage_V: 0, panelCurrent_A: 0 });
  expect(seen({ panelDirt: 0.3 }).panelCurrent_A / sound.panelCurrent_A).toBeCloseTo(0.7, 1);
  expect(seen({ panelOutput: 0.6 }).panelCurrent_A / sound.panelCurrent_A).toBeCloseTo(0.6, 1);
  expect(
    seen({ shade: 0.5, shadeFrom_min: 540, shadeUntil_min: 660 }).panelCurrent_A / sound.panelCurrent_A,
  ).toBeCloseTo(0.5, 1);
  expect(seen({ shade: 0.5, shadeFrom_min: 800, shadeUntil_min: 900 }).panelCurrent_A).toBe(sound.panelCurrent_A);
  // two thirds of the voltage are less than the battery's
  expect(seen({ panelVoltage: 0.6 }).panelCurrent_A).toBeLessThan(0.1 * sound.panelCurrent_A);
});

test("a dead cell takes its voltage with it, and lead-acid boils the others", () => {
  const voltages_V: Record<string, number[]> = {};
  for (const battery of batteryNames) {
    const { power, condition } = kit({ type: { battery }, start: { stateOfCharge: 0.8 } });
    live(power, 0, 3, {});
    const before_V = power.batteryVoltage_V;
    condition.batteryDeadCells = 1;
    live(power, 3, 5, {});
    const after_V = power.batteryVoltage_V;
    const coolest_degC = power.battery_degC;
    let highest_V = 0;
    let warmest_degC = 0;
    live(power, 5, 24, {}, () => {
      highest_V = Math.max(highest_V, power.batteryVoltage_V);
      warmest_degC = Math.max(warmest_degC, power.battery_degC);
    });
    voltages_V[battery] = [before_V, after_V, highest_V].map((voltage_V) => Math.round(voltage_V * 10) / 10);
    expect(warmest_degC > coolest_degC + 10).toBe(battery === "lead-acid-6s");
  }
  expect(voltages_V).toEqual({ "lifepo4-4s": [13.3, 10, 10.8], "lead-acid-6s": [12.4, 10.3, 14] });
});

test("without a battery the kit lives by day and with little use alone", () => {
  for (const controller of ["mppt", "pwm"] as const) {
    const { power } = kit({ type: { controller }, condition: { batteryContact: false } });
    const alive: number[] = [];
    live(power, 0, 24, {}, (minute) => minute % 180 === 0 && power.isPowered && alive.push(minute / 60));
    expect(alive).toEqual([9, 12, 15]);
    live(power, 36, 36.1, {});
    expect(power.batteryVoltage_V).toBeCloseTo(14.2, 5);
    expect(power.batteryCurrent_A).toBe(0);
    live(power, 36.1, 36.2, { demand: () => everything });
    expect(power).toMatchObject({ isPowered: false, batteryVoltage_V: 0 });
    expect(power.lampCommanded_pct[0]).toBe(0);
  }
});

test("an empty battery cuts off and comes back with the sun", () => {
  for (const battery of batteryNames) {
    const { power } = kit({ type: { battery }, start: { stateOfCharge: 0.1 } });
    live(power, 0, 72, { noon_W_per_m2: 0, demand: () => lampBits(0, 3) });
    expect(power).toMatchObject({ isPowered: false, batteryVoltage_V: 0 });
    expect(power.stateOfCharge).toBeLessThan(0.02);
    live(power, 72, 84, {});
    expect(power.isPowered).toBe(true);
    expect(power.stateOfCharge).toBeGreaterThan(0.3);
  }
});

test("voltage sags under a load and comes back after it, at once and then slowly", () => {
  for (const battery of batteryNames) {
    const { power } = kit({ type: { battery } });
    live(power, 0, 2, {});
    const rest_V = power.batteryVoltage_V;
    live(power, 2, 2.02, { demand: () => everything });
    const first_V = power.batteryVoltage_V;
    live(power, 2.02, 2.5, { demand: () => everything });
    const later_V = power.batteryVoltage_V;
    live(power, 2.5, 2.52, {});
    const released_V = power.batteryVoltage_V;
    live(power, 2.52, 5, {});
    const rested_V = power.batteryVoltage_V;
    expect([
      first_V < rest_V,
      later_V < first_V,
      released_V > later_V,
      rested_V > released_V,
      rested_V < rest_V,
    ]).toEqual(Array(5).fill(true));
  }
});

test("in half a year a battery loses a few percent of its capacity", () => {
  for (const battery of batteryNames) {
    const { power } = kit({ type: { battery }, start: { ageYears: 1 } });
    const full_Wh = power.stored_Wh() / power.stateOfCharge;
    live(power, 0, 180 * 24, { demand: (minute) => (minute > 1140 && minute < 1320 ? eachLamp : 0) });
    const lost = 1 - power.stored_Wh() / power.stateOfCharge / full_Wh;
    expect(lost).toBeGreaterThan(0.01);
    expect(lost).toBeLessThan(0.06);
  }
});

test("a repair or a sudden fault of the battery neither heats nor cools it by itself", () => {
  const { power, condition } = kit({ start: { stateOfCharge: 0.9 } });
  live(power, 0, 5, { noon_W_per_m2: 0 });
  const before_degC = power.battery_degC;
  condition.batteryDeadCells = 1;
  condition.batteryCapacityLost = 0.5;
  live(power, 5, 5.1, { noon_W_per_m2: 0 });
  condition.batteryDeadCells = 0;
  condition.batteryCapacityLost = 0;
  live(power, 5.1, 5.2, { noon_W_per_m2: 0 });
  expect(power.battery_degC).toBeCloseTo(before_degC, 1);
  expect(power.stateOfCharge).toBeCloseTo(0.45, 1);
});

test("battery and controller follow the air, damped and late; the controller warms by its own losses", () => {
  const { power } = kit({ type: { battery: "lead-acid-6s" } });
  const battery_degC: number[] = [];
  for (let day = 0; day < 4; day++) {
    for (let hour = 0; hour < 24; hour++) {
      const ambient_degC = 30 + 7 * Math.cos(((hour - 15) / 12) * Math.PI);
      live(power, hour, hour + 1, { ambient_degC, noon_W_per_m2: 0 });
      if (day === 3) battery_degC.push(power.battery_degC);
    }
  }
  const swing_K = Math.max(...battery_degC) - Math.min(...battery_degC);
  expect(swing_K).toBeGreaterThan(5);
  expect(swing_K).toBeLessThan(8);
  expect(battery_degC.indexOf(Math.max(...battery_degC))).toBeGreaterThan(18);
  const hot = kit({ condition: { controllerHeat_K: 25 } }).power;
  const sound = kit().power;
  for (const system of [hot, sound]) live(system, 7, 10, {});
  expect(hot.controller_degC - sound.controller_degC).toBeCloseTo(25, 0);
  expect(sound.controller_degC).toBeGreaterThan(33);
});
