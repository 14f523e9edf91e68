import { offReasons, outputs } from "@yeelen/shared/vocabulary";
import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { batteryProfile } from "./battery";
import { Electrics } from "./electrics";
import { LoadControl } from "./loadControl";

const ALL = "lamp1 lamp2 lamp3 usb1 usb2 radio";
const MINUTE_s = 60;

function named(off: number): string {
  return outputs.filter((_, i) => (off & (1 << i)) !== 0).join(" ");
}

/** A timeline: minutes in which the battery shows this, and what is off after them. */
type Phase = [minutes: number, voltage_mV: number, current_mA: number, charge_pct: number, off: string];

const NO = NOT_MEASURED;

const stages: Phase[] = [
  [9, 12_850, 0, NO, ""],
  [5, 12_790, 0, NO, ""], // a phone that was just plugged in settles in five minutes
  [1, 12_790, 0, NO, "usb1 usb2"],
  [9, 12_640, 0, NO, "usb1 usb2"],
  [6, 12_590, 0, NO, "usb1 usb2 radio"],
  [6, 12_390, 0, NO, "lamp3 usb1 usb2 radio"],
  [6, 12_190, 0, NO, "lamp2 lamp3 usb1 usb2 radio"],
  [60, 12_000, 0, NO, "lamp2 lamp3 usb1 usb2 radio"],
  [1, 11_999, 0, NO, ALL], // the last at once
  [60, 12_600, 0, NO, ALL], // between its thresholds nothing changes
  [1, 12_601, 0, NO, "lamp2 lamp3 usb1 usb2 radio"],
  [1, 12_721, 0, NO, "lamp3 usb1 usb2 radio"],
  [1, 12_841, 0, NO, "usb1 usb2 radio"],
  [1, 12_961, 0, NO, "usb1 usb2"],
  [1, 13_041, 0, NO, ""],
];

const atOnce: Phase[] = [
  [60, 13_200, 0, NO, ""],
  [1, 11_900, 0, NO, ALL],
  [1, 12_700, 0, NO, "lamp2 lamp3 usb1 usb2 radio"],
];

const currents: Phase[] = [
  [60, 12_000, -100, NO, "lamp2 lamp3 usb1 usb2 radio"], // 6 mV are the current's
  [1, 11_990, -100, NO, ALL],
  [9, 12_700, 2000, NO, ALL], // the sun lifts the voltage of an empty battery
  [1, 12_730, 2000, NO, "lamp2 lamp3 usb1 usb2 radio"],
];

const counted: Phase[] = [
  [60, 13_100, 0, 30, ""],
  [6, 13_100, 0, 29, "usb1 usb2"],
  [6, 13_100, 0, 19, "usb1 usb2 radio"],
  [6, 13_100, 0, 11, "lamp3 usb1 usb2 radio"],
  [60, 13_100, 0, 0, "lamp2 lamp3 usb1 usb2 radio"], // a count that has drifted does not take the last lamp
  [1, 13_100, 0, 16, "lamp3 usb1 usb2 radio"],
  [1, 13_100, 0, 45, "usb1 usb2"],
  [1, 13_100, 0, 46, ""],
];

const silent: Phase[] = [
  [9, NO, -100, NO, ""],
  [1, 11_000, NO, NO, ALL],
  [9, NO, NO, NO, ALL],
];

const lead: Phase[] = [
  [60, 12_001, 0, NO, ""],
  [6, 11_990, 0, NO, "usb1 usb2"],
  [60, 11_700, 0, NO, "lamp2 lamp3 usb1 usb2 radio"],
  [1, 11_540, -3000, NO, ALL],
  [9, 12_600, 0, NO, ALL],
  [1, 12_601, 0, NO, "lamp2 lamp3 usb1 usb2 radio"],
  [1, 13_600, 800, NO, ""],
  [6, 12_700, 0, 49, "usb1 usb2"],
];

describe("load control", () => {
  it.each([
    ["by voltage", "lifepo4-4s", stages],
    ["and back in stages, however fast it was empty", "lifepo4-4s", atOnce],
    ["without what the current does to it", "lifepo4-4s", currents],
    ["by charge, where it is known", "lifepo4-4s", counted],
    ["not at all without a voltage", "lifepo4-4s", silent],
    ["of lead-acid", "lead-acid-6s", lead],
  ] as const)("switches off in stages: %s", (_, battery, phases) => {
    const control = new LoadControl(batteryProfile(battery));
    let uptime_s = 0;
    phases.forEach(([minutes, voltage_mV, current_mA, charge_pct, off], i) => {
      for (let minute = 0; minute < minutes; minute++) {
        uptime_s += MINUTE_s;
        control.decide(voltage_mV, current_mA, charge_pct, uptime_s);
      }
      expect([i, named(control.outputsOff(0))]).toEqual([i, off]);
    });
  });

  it.each([
    [0, "lamp3", "lamp2 lamp3"],
    [1, "lamp3", "lamp1 lamp3"],
    [2, "lamp2", "lamp1 lamp2"],
  ])("keeps lamp %d longest", (lamp, first, both) => {
    const control = new LoadControl(batteryProfile("lifepo4-4s"));
    const offAfter = (voltage_mV: number, uptime_s: number) => {
      control.decide(voltage_mV, 0, NOT_MEASURED, uptime_s);
      control.decide(voltage_mV, 0, NOT_MEASURED, uptime_s + 300);
      return named(control.outputsOff(lamp) & 7);
    };
    expect([offAfter(12_300, 60), offAfter(12_100, 600)]).toEqual([first, both]);
  });

  it("says once that the battery is empty", () => {
    const control = new LoadControl(batteryProfile("lifepo4-4s"));
    const said = [12_100, 11_900, 11_800, 12_700, 11_900].map((mV, i) => control.decide(mV, 0, NOT_MEASURED, 60 * i));
    expect(said).toEqual([false, true, false, false, true]);
  });
});

it("a reading says what was off while it was taken, and that an output that is off is asked for nothing", () => {
  const kit = new Electrics(batteryProfile("lifepo4-4s"), []);
  const rowOf = (voltage_mV: number) => {
    const row = emptyRow();
    row[Column.BatteryVoltage_mV] = voltage_mV;
    row[Column.BatteryCurrent_mA] = -400;
    row[Column.Lamp1Commanded_pct] = 100;
    return row;
  };
  const low = rowOf(11_900);
  kit.take(low, 900);
  expect([low[Column.Off], low[Column.Lamp1Commanded_pct], named(kit.off)]).toEqual([0, 100, ALL]);
  const disconnected = rowOf(12_100);
  kit.take(disconnected, 1800);
  const reason = 1 + offReasons.indexOf("low-battery");
  expect([disconnected[Column.Off], disconnected[Column.Lamp1Commanded_pct]]).toEqual([0x111111 * reason, 0]);
  kit.look(rowOf(13_100), 1860);
  expect(kit.off).toBe(0);
});
