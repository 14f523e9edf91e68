import { lampConditions, offReasons, outputs } from "@yeelen/shared/vocabulary";
import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { expect, it } from "vitest";
import { batteryProfile } from "./battery";
import { Electrics } from "./electrics";

const READING_s = 900;
const MINUTE_s = 60;

/** Readings every quarter of an hour, and after each: the lamp's condition, and what is off with its reason. */
interface Step {
  readings: number;
  commanded_pct?: number;
  lamp_mA?: number;
  usb_mA?: number;
  controller_degC?: number;
  is: string;
  off: string;
}

const lampOpens: Step[] = [
  { readings: 3, commanded_pct: 0, lamp_mA: 0, is: "unknown", off: "" },
  { readings: 2, commanded_pct: 100, lamp_mA: 180, is: "ok", off: "" },
  { readings: 1, commanded_pct: 100, lamp_mA: 3, is: "ok", off: "" },
  { readings: 1, commanded_pct: 30, lamp_mA: 3, is: "open", off: "" },
  { readings: 9, commanded_pct: 0, lamp_mA: 0, is: "open", off: "" },
  { readings: 1, commanded_pct: 30, lamp_mA: 22, is: "ok", off: "" },
];

const lampShorts: Step[] = [
  { readings: 1, commanded_pct: 100, lamp_mA: 230, is: "ok", off: "" },
  { readings: 1, commanded_pct: 100, lamp_mA: 1000, is: "short", off: "lamp1 short" },
  // tried again before the next reading, which finds it well
  { readings: 1, commanded_pct: 100, lamp_mA: 180, is: "ok", off: "" },
  // four readings, three attempts
  { readings: 3, commanded_pct: 100, lamp_mA: 1000, is: "short", off: "lamp1 short" },
  { readings: 1, commanded_pct: 100, lamp_mA: 1000, is: "short", off: "lamp1 short" },
  { readings: 200, commanded_pct: 100, lamp_mA: 180, is: "short", off: "lamp1 short" },
];

const unlit: Step[] = [
  { readings: 1, commanded_pct: 100, lamp_mA: 1000, is: "short", off: "lamp1 short" },
  { readings: 9, commanded_pct: 0, lamp_mA: 0, is: "short", off: "" },
  { readings: 1, commanded_pct: 100, lamp_mA: 1000, is: "short", off: "lamp1 short" },
];

const port: Step[] = [
  { readings: 9, usb_mA: 460, is: "unknown", off: "" },
  { readings: 1, usb_mA: 780, is: "unknown", off: "" },
  { readings: 1, usb_mA: 460, is: "unknown", off: "" },
  { readings: 1, usb_mA: 780, is: "unknown", off: "" },
  { readings: 1, usb_mA: 780, is: "unknown", off: "usb2 overload" },
  { readings: 1, usb_mA: 780, is: "unknown", off: "usb2 overload" },
  { readings: 1, usb_mA: 0, is: "unknown", off: "" },
];

const heat: Step[] = [
  { readings: 1, controller_degC: 80, is: "unknown", off: "" },
  { readings: 1, controller_degC: 81, is: "unknown", off: "usb1 hot, usb2 hot" },
  { readings: 1, controller_degC: 70, is: "unknown", off: "usb1 hot, usb2 hot" },
  { readings: 1, is: "unknown", off: "usb1 hot, usb2 hot" },
  { readings: 1, controller_degC: 69, is: "unknown", off: "" },
];

function whatIsOff(off: number): string {
  return outputs
    .map((output, i) => [output, (off >> (4 * i)) & 15] as const)
    .filter(([, reason]) => reason > 0)
    .map(([output, reason]) => `${output} ${offReasons[reason - 1]}`)
    .join(", ");
}

it.each([
  ["a lamp that does not burn is open after two readings", lampOpens],
  ["a short is switched off and tried again three times", lampShorts],
  ["an attempt while nobody wants light says nothing", unlit],
  ["a port that gives too much is off after two readings", port],
  ["a hot controller charges no phones", heat],
] as const)("%s", (_, steps) => {
  const kit = new Electrics(batteryProfile("lifepo4-4s"), []);
  let uptime_s = 0;
  steps.forEach((step, i) => {
    let row = emptyRow();
    for (let reading = 0; reading < step.readings; reading++) {
      const battery = emptyRow();
      battery[Column.BatteryVoltage_mV] = 13_200;
      for (let at_s = MINUTE_s; at_s < READING_s; at_s += MINUTE_s) kit.look(battery, uptime_s + at_s);
      uptime_s += READING_s;
      const isOff = (kit.off & 1) !== 0;
      row = battery;
      row[Column.Lamp1Commanded_pct] = step.commanded_pct ?? NOT_MEASURED;
      row[Column.Lamp1Current_mA] = step.lamp_mA === undefined ? NOT_MEASURED : isOff ? 0 : step.lamp_mA;
      row[Column.Usb2Current_mA] = step.usb_mA ?? NOT_MEASURED;
      row[Column.ControllerTemperature_degC] = step.controller_degC ?? NOT_MEASURED;
      kit.take(row, uptime_s);
    }
    const condition = row[Column.Lamp1Condition] as number;
    const is = condition === NOT_MEASURED ? "unknown" : lampConditions[condition];
    expect([i, is, whatIsOff(kit.reasons)]).toEqual([i, step.is, step.off]);
  });
});
