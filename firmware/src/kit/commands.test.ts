import { describe, expect, it } from "vitest";
import { Command, Commands, Outcome } from "./commands";

const nothing = Buffer.alloc(0);

describe("the commands of a kit", () => {
  it("are none at the beginning", () => {
    const commands = new Commands(nothing);
    expect(commands.revision).toBe(0);
    expect(commands.value(Command.Interval_s, 900)).toBe(900);
    expect(commands.isToDo(Command.Restart)).toBe(false);
  });

  it("are applied as a whole; what is not said stays as it was", () => {
    const commands = new Commands(nothing);
    expect(commands.take([1, Command.Interval_s, 1800, Command.DisconnectShift_mV, -100])).toBe(Outcome.Applied);
    expect(commands.take([4, Command.DisconnectShift_mV, 600, Command.Light, 1])).toBe(Outcome.Applied);
    expect(commands.revision).toBe(4);
    expect(
      [Command.Interval_s, Command.Upload_s, Command.DataSaving, Command.DisconnectShift_mV, Command.Light].map((id) =>
        commands.value(id, -1),
      ),
    ).toEqual([1800, -1, -1, 600, 1]);
  });

  it("that act once are done once", () => {
    const commands = new Commands(nothing);
    commands.take([1, Command.LampTest, 1]);
    // not before flash was given them: after a restart nobody would know that they were done
    expect([commands.isToDo(Command.LampTest), commands.confirmed]).toEqual([false, 0]);
    commands.written(true);
    expect(commands.confirmed).toBe(1);
    expect([
      commands.isToDo(Command.Restart),
      commands.isToDo(Command.LampTest),
      commands.isToDo(Command.LampTest),
    ]).toEqual([false, true, false]);
    // the acknowledgements of the next reports carry it still
    expect(commands.take([1, Command.LampTest, 1])).toBe(Outcome.Nothing);
    expect(commands.isToDo(Command.LampTest)).toBe(false);
  });

  it.each([
    ["no commands", []],
    ["no revision that is higher", [5, Command.Interval_s, 600]],
    ["a lower revision", [4, Command.Interval_s, 600]],
    ["a revision alone", [6]],
  ])("%s change nothing", (_, list) => {
    const commands = new Commands(nothing);
    commands.take([5, Command.Interval_s, 300]);
    expect(commands.take(list)).toBe(Outcome.Nothing);
    expect([commands.revision, commands.value(Command.Interval_s, -1)]).toEqual([5, 300]);
  });

  it.each([
    ["an interval that is too short", [Command.Interval_s, 240]],
    ["an interval that is too long", [Command.Interval_s, 3660]],
    ["an interval between two minutes", [Command.Interval_s, 930]],
    ["more than a day between uploads", [Command.Upload_s, 86_401]],
    ["uploads before the last", [Command.Upload_s, -1]],
    ["a level of data saving that there is not", [Command.DataSaving, 4]],
    ["outputs that are shed too late", [Command.DisconnectShift_mV, -101]],
    ["outputs that are shed too early", [Command.DisconnectShift_mV, 601]],
    ["a light that there is not", [Command.Light, 3]],
    ["half a lamp test", [Command.LampTest, 0]],
    ["two restarts", [Command.Restart, 2]],
    ["a command that there is not", [7, 1]],
    ["a command without a value", [Command.Light]],
    ["a good one beside a bad one", [Command.Light, 1, Command.Interval_s, 0]],
  ])("%s: everything stays as it was, and it is told once", (_, list) => {
    const commands = new Commands(nothing);
    commands.take([5, Command.Interval_s, 600, Command.Light, 2]);
    expect(commands.take([6, Command.Upload_s, 3600, ...list])).toBe(Outcome.Refused);
    expect(commands.take([6, Command.Upload_s, 3600, ...list])).toBe(Outcome.Nothing);
    expect(commands.revision).toBe(5);
    expect([Command.Interval_s, Command.Upload_s, Command.Light].map((id) => commands.value(id, -1))).toEqual([
      600, -1, 2,
    ]);
    expect(commands.isToDo(Command.Restart)).toBe(false);
    // the next revision is looked at again
    expect(commands.take([7, Command.Light, 0])).toBe(Outcome.Applied);
  });

  it("survive a reset, and a restart is not done again after it", () => {
    const commands = new Commands(nothing);
    commands.take([0x7ffffffe, Command.DisconnectShift_mV, -100, Command.Upload_s, 86_400, Command.Restart, 1]);
    const record = commands.record();
    expect(record.length).toBeLessThanOrEqual(33);
    const next = new Commands(record);
    expect([next.revision, next.value(Command.DisconnectShift_mV, 0), next.value(Command.Upload_s, 0)]).toEqual([
      0x7ffffffe, -100, 86_400,
    ]);
    expect([next.value(Command.Light, -1), next.isToDo(Command.Restart)]).toEqual([-1, false]);
    expect(next.take([0x7ffffffe, Command.Restart, 1])).toBe(Outcome.Nothing);
  });

  it("begin anew where the record is broken", () => {
    const commands = new Commands(nothing);
    commands.take([3, Command.Interval_s, 600]);
    const record = commands.record();
    for (let i = 0; i < record.length; i++) {
      const broken = Buffer.from(record);
      broken[i] = (broken[i] as number) ^ 4;
      expect(new Commands(broken).revision).toBe(0);
    }
  });
});
