import { ina226Bus_V, ina226Shunt_uV } from "@yeelen/firmware/board/drivers/ina226Registers";
import {
  INA3221_SETTING,
  ina3221Bus,
  ina3221Bus_V,
  ina3221Shunt,
  ina3221Shunt_uV,
} from "@yeelen/firmware/board/drivers/ina3221Registers";
import { NO_LAMP, pressedLamp } from "@yeelen/firmware/board/drivers/ladder";
import { current_A, signed16 } from "@yeelen/firmware/board/drivers/registers";
import { thermistor_degC } from "@yeelen/firmware/board/drivers/thermistor";
import { describe, expect, it } from "vitest";

const word = (hex: number) => signed16(hex >> 8, hex & 0xff);

describe("INA3221 registers", () => {
  // SBOS576, "Channel-1 Shunt-Voltage Register (address = 01h)" and "… Bus-Voltage Register (address = 02h)"
  it.each([
    ["-80 mV, the data sheet's example", 0xc180, -80_000],
    ["full scale, 163.8 mV", 0x7ff8, 163_800],
    ["one step", 0x0008, 40],
    ["one step below zero", 0xfff8, -40],
    ["nothing", 0x0000, 0],
  ])("shunt: %s", (_, hex, uV) => {
    expect(ina3221Shunt_uV(word(hex))).toBe(uV);
  });

  it("bus: 32.76 V at full scale, 8 mV a step", () => {
    expect(ina3221Bus_V(word(0x7ff8))).toBe(32.76);
    expect(ina3221Bus_V(word(0x0008))).toBe(0.008);
  });

  it("has its channels and its setting where the data sheet has them", () => {
    expect([1, 2, 3].map((channel) => [ina3221Shunt(channel), ina3221Bus(channel)])).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    // the reset value 7127h differs by the averaging alone
    expect(INA3221_SETTING & ~0x0e00).toBe(0x7127);
  });
});

describe("INA226 registers", () => {
  // SBOS547, table "Configure/Measure/Calculate Example": 10 A through 2 mΩ, chosen for 15 A at most
  it("the data sheet's example: 20 mV, 10 A, 11.98 V", () => {
    expect(ina226Shunt_uV(word(0x1f40))).toBe(20_000);
    expect(current_A(ina226Shunt_uV(word(0x1f40)), 2)).toBe(10);
    expect(ina226Bus_V(word(0x2570))).toBe(11.98);
  });

  // SBOS547, "Shunt Voltage Register (01h)": -80 mV is 8300h; full scale 81.92 mV
  it("is signed", () => {
    expect(ina226Shunt_uV(word(0x8300))).toBe(-80_000);
    expect(ina226Shunt_uV(word(0x7fff))).toBe(81_917.5);
  });
});

describe("thermistor", () => {
  const HALF = 1.65 / 2.9;
  /** What the pin shows of a resistance to ground, at 3.3 V and a full scale of 2.9 V. */
  const pin = (ohm: number) => Math.min(1, (3.3 * ohm) / (ohm + 27_000) / 2.9);

  // Vishay 29049: what its coefficients for 3977 K (A1 3.354016E-03, B1 2.569850E-04, C1 2.620131E-06,
  // D1 6.383091E-08) make of 10 kΩ; they give these temperatures to 0.1 K
  it.each([
    [0, 32_650],
    [25, 10_000],
    [60, 2490],
    [85, 1070],
  ])("%s °C within a degree", (degC, ohm) => {
    expect(Math.abs(thermistor_degC(pin(ohm), HALF) - degC)).toBeLessThan(1);
  });

  it.each([
    ["a broken wire", pin(1e9), HALF],
    ["a shorted wire", pin(5), HALF],
    ["a broken wire of the reference", pin(10_000), 0],
    ["a reference at the supply", pin(10_000), 1],
    ["a pin that cannot be read", Number.NaN, HALF],
  ])("%s is not measured", (_, value, reference) => {
    expect(thermistor_degC(value, reference)).toBeNaN();
  });
});

describe("the lamps' buttons", () => {
  /** Full scales of the converter, in volts at a supply of 3.3 V, and how far off each resistor is. */
  const FULL_SCALES_V = [2.5, 2.9, 3.3];
  const TOLERANCES = [-0.05, 0, 0.05];

  /** What the pin shows with `ohm` pressed beside the lower 10 kΩ, over all tolerances. */
  function* shown(ohm: number): Generator<number> {
    for (const full_V of FULL_SCALES_V)
      for (const top of TOLERANCES)
        for (const bottom of TOLERANCES)
          for (const pressed of TOLERANCES) {
            const lower_Ohm = 1 / (1 / (10_000 * (1 + bottom)) + 1 / (ohm * (1 + pressed)));
            yield Math.min(1, (3.3 * lower_Ohm) / (lower_Ohm + 10_000 * (1 + top)) / full_V);
          }
  }

  it.each([
    ["none", Number.POSITIVE_INFINITY, NO_LAMP],
    ["lamp 1", 10_000, 0],
    ["lamp 2", 3300, 1],
    ["lamp 3", 1000, 2],
    ["a shorted wire", 1, NO_LAMP],
  ])("%s, whatever the converter's range, with resistors of 5 %", (_, ohm, lamp) => {
    for (const value of shown(ohm)) expect(pressedLamp(value)).toBe(lamp);
  });

  it("a pin that cannot be read is no button", () => {
    expect(pressedLamp(Number.NaN)).toBe(NO_LAMP);
  });

  it("while one is pressed, no temperature is measured", () => {
    for (const ohm of [10_000, 3300, 1000]) {
      for (const value of shown(ohm)) expect(thermistor_degC(0.3, value)).toBeNaN();
    }
  });
});
