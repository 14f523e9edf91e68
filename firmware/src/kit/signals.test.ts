import { describe, expect, it } from "vitest";
import { Column, emptyRow } from "../../../shared/src/wire/columns";
import { patternOf, Signal, Signals, signalOf } from "./signals";

/** A pattern as it looks: a dot for a short flash, a dash for a long one, = for a steady light. */
const look = (signal: Signal) =>
  patternOf(signal)
    .filter((_, i) => i % 2 === 0)
    .map((on_ms) => (on_ms < 500 ? "." : on_ms < 2000 ? "-" : "="))
    .join("");

const ROW = { off: 0, conditions: [0, 0, 0], current_mA: -200 };

function row({ off, conditions, current_mA } = ROW): number[] {
  const columns = emptyRow();
  columns[Column.Off] = off;
  columns[Column.BatteryCurrent_mA] = current_mA;
  conditions.forEach((condition, lamp) => {
    columns[Column.Lamp1Condition + lamp] = condition;
  });
  return columns;
}

describe("light signals", () => {
  it.each([
    ["all well", Signal.AllWell, "-"],
    ["charging", Signal.Charging, "--"],
    ["message received", Signal.MessageReceived, "---"],
    ["battery low", Signal.BatteryLow, ".."],
    ["a lamp has failed", Signal.LampFailed, "..."],
    ["call the focal point", Signal.CallFocalPoint, "...."],
    ["waiting for an answer", Signal.Waiting, ".-"],
    ["help was heard", Signal.Heard, "="],
    ["nothing", Signal.None, ""],
  ])("%s", (_, signal, expected) => {
    expect(look(signal)).toBe(expected);
  });

  it("go off at their end, longer than between flashes", () => {
    expect(patternOf(Signal.BatteryLow)).toEqual([200, 400, 200, 1500]);
  });

  //                            light  waiting lamp   low    charging
  it.each<[string, number, boolean, boolean, boolean, boolean]>([
    ["-", 0, false, false, false, false],
    ["--", 0, false, false, false, true],
    ["..", 0, false, false, true, true],
    ["...", 0, false, true, true, true],
    [".-", 0, true, true, true, true],
    ["....", 1, false, true, true, true],
    ["....", 1, true, true, true, true],
    ["---", 2, false, true, true, true],
    // an answer from before the call is none
    [".-", 2, true, true, true, true],
  ])("%s is the most important of light %i, waiting %s, lamp %s, low %s, charging %s", (expected, ...state) => {
    expect(look(signalOf(...state))).toBe(expected);
  });
});

describe("what a kit has to say", () => {
  it("is shown without being asked for only where there is something to do", () => {
    const signals = new Signals();
    expect([signals.next(false), signals.next(true)]).toEqual([Signal.None, Signal.AllWell]);
    signals.look(row({ ...ROW, current_mA: 900 }));
    expect([signals.next(false), signals.next(true)]).toEqual([Signal.None, Signal.Charging]);
    signals.look(row({ ...ROW, off: 0x011000 }));
    expect([signals.next(false), signals.next(true)]).toEqual([Signal.BatteryLow, Signal.BatteryLow]);
  });

  it.each([
    ["USB 1 off for a low battery", { ...ROW, off: 0x001000 }, ".."],
    ["the radio off for a low battery, USB 1 for an overload", { ...ROW, off: 0x102000 }, ".."],
    ["USB 1 off for an overload alone", { ...ROW, off: 0x002000 }, "-"],
    ["a lamp without current", { ...ROW, conditions: [0, 1, 0] }, "..."],
    ["a lamp that is shorted", { ...ROW, conditions: [0, 0, 2] }, "..."],
    ["a current of a few milliamperes", { ...ROW, current_mA: 50 }, "-"],
    ["charging", { ...ROW, current_mA: 51 }, "--"],
  ])("comes from a reading: %s", (_, state, expected) => {
    const signals = new Signals();
    signals.look(row(state));
    expect(look(signals.next(true))).toBe(expected);
  });

  it("stays while a minute's look measures the battery alone, and ends with the reason for it", () => {
    const signals = new Signals();
    signals.look(row({ ...ROW, off: 0x001000, conditions: [2, 0, 0] }));
    const minute = emptyRow();
    minute[Column.BatteryCurrent_mA] = 900;
    signals.look(minute);
    expect(signals.next(true)).toBe(Signal.LampFailed);
    signals.look(row({ ...ROW, off: 0x001000, current_mA: 900 }));
    expect(signals.next(true)).toBe(Signal.BatteryLow);
    signals.look(row({ ...ROW, current_mA: 900 }));
    expect(signals.next(true)).toBe(Signal.Charging);
  });

  it("a call for help waits for an answer that came after it", () => {
    const signals = new Signals();
    const shown: string[] = [];
    const see = () => shown.push(look(signals.next(false)));
    signals.tell(2, 7);
    signals.help();
    see();
    // the same commands are told again and again
    signals.tell(2, 7);
    see();
    signals.tell(0, 8);
    see();
    signals.tell(2, 9);
    see();
    expect(shown).toEqual([".-", ".-", ".-", "---"]);
  });

  it("a message is shown until somebody has asked for it, also where the same commands are told again", () => {
    const signals = new Signals();
    signals.tell(2, 3);
    expect(signals.next(false)).toBe(Signal.MessageReceived);
    expect(signals.next(true)).toBe(Signal.MessageReceived);
    signals.tell(2, 3);
    expect(signals.next(true)).toBe(Signal.AllWell);
  });

  it("a call for the focal point stays until it is taken back", () => {
    const signals = new Signals();
    signals.tell(1, 3);
    expect([signals.next(true), signals.next(true)]).toEqual([Signal.CallFocalPoint, Signal.CallFocalPoint]);
    signals.tell(0, 4);
    expect(signals.next(true)).toBe(Signal.AllWell);
  });
});
