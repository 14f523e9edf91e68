import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { Stage } from "./attempts";
import { Sending } from "./sending";

const HOUR_s = 3600;

function aSending({ incarnation = 7, boot = 3, upload_s = 6 * HOUR_s, dataSaving = 0 } = {}) {
  const sending = new Sending(incarnation, boot, upload_s, dataSaving);
  let report = 0;
  return {
    sending,
    /** An upload that works, whole. */
    uploads: (uptime_s: number) => {
      report += 1;
      sending.sent(report, uptime_s);
      sending.delivered(uptime_s + 2, true);
    },
    /** The first second from `from_s` on in which it wants to send. */
    dueFrom: (from_s: number, until_s: number) => {
      for (let uptime_s = from_s; uptime_s <= until_s; uptime_s++) if (sending.due(uptime_s, true)) return uptime_s;
      return undefined;
    },
  };
}

function rowWith(values: Partial<Record<Column, number>>): number[] {
  const row = emptyRow();
  row[Column.Off] = 0;
  for (const [column, value] of Object.entries(values)) row[Number(column)] = value;
  return row;
}

describe("when a kit sends", () => {
  it("is at once after a start, then at its marks, and never with nothing to send", () => {
    const { sending, uploads, dueFrom } = aSending();
    expect(sending.due(900, true)).toBe(true);
    expect(sending.due(900, false)).toBe(false);
    uploads(900);
    expect(dueFrom(902, 7 * HOUR_s)).toBe(6 * HOUR_s);
    expect(sending.due(6 * HOUR_s, false)).toBe(false);
    // an upload that comes late leaves the next one where it was
    uploads(11 * HOUR_s);
    expect(dueFrom(11 * HOUR_s + 2, 13 * HOUR_s)).toBe(12 * HOUR_s);
  });

  it.each([
    [0, 6 * HOUR_s, 1],
    [1, 12 * HOUR_s, 1],
    [2, 24 * HOUR_s, 1],
    [3, 24 * HOUR_s, 4],
  ])("at level %i of data saving is every %i s, with one reading in %i", (dataSaving, upload_s, every) => {
    const { sending, uploads, dueFrom } = aSending({ dataSaving });
    uploads(900);
    expect(dueFrom(902, 30 * HOUR_s)).toBe(upload_s);
    expect(sending.keepEvery()).toBe(every);
  });

  it("is at every reading where the setup says so, at every level but the last", () => {
    const { sending, uploads } = aSending({ upload_s: 0 });
    uploads(900);
    expect(sending.due(902, true)).toBe(true);
    sending.configure(0, 3);
    expect(sending.due(902, true)).toBe(false);
  });

  it("changes with a command", () => {
    const { sending, uploads, dueFrom } = aSending();
    uploads(900);
    sending.configure(HOUR_s, 0);
    expect(dueFrom(902, 7 * HOUR_s)).toBe(HOUR_s);
  });

  it("is once for each report, until 30 s have passed or the connection is gone", () => {
    const { sending } = aSending();
    expect(sending.maySend(900)).toBe(true);
    sending.sent(5, 900);
    expect([sending.awaits(5), sending.awaits(4), sending.isWaiting()]).toEqual([true, false, true]);
    expect(sending.maySend(929)).toBe(false);
    expect(sending.maySend(930)).toBe(true);
    sending.disconnected();
    expect([sending.maySend(901), sending.awaits(5), sending.isWaiting()]).toEqual([true, false, false]);
  });
});

describe("what does not wait for the mark", () => {
  it.each([
    ["a lamp that is open", rowWith({ [Column.Lamp2Condition]: 1 }), true],
    ["a lamp that is short", rowWith({ [Column.Lamp3Condition]: 2 }), true],
    ["an output off because the battery is low", rowWith({ [Column.Off]: 0x000001 }), true],
    ["an output off because it is hot", rowWith({ [Column.Off]: 0x400000 }), true],
    ["an output off by command", rowWith({ [Column.Off]: 0x555555 }), false],
    ["nothing", rowWith({ [Column.Lamp1Condition]: 0 }), false],
    ["what was not measured", emptyRow(), false],
  ])("%s", (_, row, isUrgent) => {
    const { sending, uploads } = aSending();
    uploads(900);
    sending.watch(row);
    expect(sending.due(1800, true)).toBe(isUrgent);
  });

  it("is told once, until it has gone and the next mark has passed", () => {
    const { sending, uploads } = aSending();
    const fine = rowWith({});
    const broken = rowWith({ [Column.Lamp1Condition]: 1 });
    uploads(900);
    const seen: [number, number[], boolean][] = [
      [1800, broken, true],
      [2700, broken, false],
      [3600, fine, false],
      // it comes and goes: the mark is soon enough
      [4500, broken, false],
      [6 * HOUR_s, fine, true],
      [6 * HOUR_s + 900, broken, true],
    ];
    for (const [uptime_s, row, isDue] of seen) {
      sending.watch(row);
      expect([uptime_s, sending.due(uptime_s, true)]).toEqual([uptime_s, isDue]);
      if (isDue) uploads(uptime_s);
    }
  });

  it("a second fault is told while the first one lasts", () => {
    const { sending, uploads } = aSending();
    uploads(900);
    sending.watch(rowWith({ [Column.Lamp1Condition]: 1 }));
    uploads(1800);
    sending.watch(rowWith({ [Column.Lamp1Condition]: 1, [Column.Lamp2Condition]: 1 }));
    expect(sending.due(2700, true)).toBe(true);
  });

  it("ends a pause: somebody asks for help", () => {
    const { sending } = aSending();
    sending.refused(900);
    expect(sending.due(910, true)).toBe(false);
    sending.wantsSoon();
    expect(sending.due(910, true)).toBe(true);
  });
});

describe("after a refusal or a connection that brought nothing", () => {
  /** Lengths of ten pauses on end. */
  function pausesAfter(fail: (sending: Sending, uptime_s: number) => void, boot: number): number[] {
    const { sending } = aSending({ boot });
    const pauses: number[] = [];
    let uptime_s = 900;
    for (let i = 0; i < 12; i++) {
      const from_s = uptime_s;
      fail(sending, uptime_s);
      while (sending.isPaused(uptime_s)) uptime_s += 1;
      pauses.push(uptime_s - from_s);
    }
    return pauses;
  }

  it.each<[string, (sending: Sending, uptime_s: number) => void, number]>([
    ["refused", (sending, uptime_s) => sending.refused(uptime_s), 21_600],
    ["not let into the hotspot", (sending, uptime_s) => sending.attempted(Stage.Hotspot, uptime_s), 900],
    ["joined to a phone without credit", (sending, uptime_s) => sending.attempted(Stage.Joined, uptime_s), 900],
    ["hung up on", (sending, uptime_s) => sending.attempted(Stage.Connected, uptime_s), 3600],
    ["not answered", (sending, uptime_s) => sending.attempted(Stage.Accepted, uptime_s), 3600],
  ])("a kit that was %s waits twice as long each time, and a little longer by chance", (_, fail, longest_s) => {
    const pauses = pausesAfter(fail, 1);
    for (const [i, pause_s] of pauses.entries()) {
      const least_s = Math.min(longest_s, 60 * 2 ** i);
      // it counts from the minute that has begun
      expect(pause_s).toBeGreaterThan(least_s - 60);
      expect(pause_s).toBeLessThanOrEqual(1.25 * least_s);
    }
    expect(pausesAfter(fail, 1)).toEqual(pauses);
    expect(pausesAfter(fail, 2)).not.toEqual(pauses);
  });

  it("a kit that finds no hotspot goes on looking, and begins with a short wait at the next one", () => {
    const { sending } = aSending();
    for (let i = 0; i < 8; i++) sending.attempted(Stage.Joined, 900);
    sending.attempted(Stage.NoHotspot, 2100);
    expect(sending.due(2100, true)).toBe(true);
    sending.attempted(Stage.Joined, 2220);
    expect(sending.isPaused(2220 + 59)).toBe(true);
    expect(sending.isPaused(2220 + 76)).toBe(false);
  });

  it("a kit that was heard begins with a short wait again", () => {
    const { sending, uploads } = aSending();
    for (let i = 0; i < 8; i++) sending.refused(900);
    uploads(900_000);
    sending.refused(900_100);
    expect(sending.isPaused(900_100 + 76)).toBe(false);
  });

  it("a kit that was put up with the highest numbers waits too", () => {
    const { sending } = aSending({ incarnation: 0xffffffff, boot: 0x7fffffff });
    sending.refused(900);
    expect(sending.isPaused(959)).toBe(true);
    expect(sending.isPaused(976)).toBe(false);
  });
});

describe("uploads of kits whose network is always there", () => {
  const MARK_s = 6 * HOUR_s;

  /** How late after each mark a kit wants to send. */
  function delays(incarnation: number, isThere: (mark: number) => boolean): number[] {
    const { sending, uploads, dueFrom } = aSending({ incarnation });
    const late: number[] = [];
    uploads(900);
    for (let mark = 1; mark <= 12; mark++) {
      const due_s = dueFrom(mark * MARK_s - 60, mark * MARK_s + HOUR_s) as number;
      late.push(due_s - mark * MARK_s);
      if (!isThere(mark)) {
        sending.attempted(Stage.NoHotspot, due_s);
        expect(sending.due(due_s + 1, true)).toBe(true);
      }
      uploads(due_s + 100);
    }
    return late;
  }

  it("spread over ten minutes after the mark, each kit in its own way", () => {
    const late = delays(7, () => true);
    expect(late.slice(0, 3)).toEqual([0, 0, 0]);
    const spread = late.slice(3);
    expect(Math.max(...spread)).toBeLessThanOrEqual(600);
    expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(200);
    expect(delays(8, () => true)).not.toEqual(late);
  });

  it("do not where the hotspot comes and goes: it may be on for ten minutes only", () => {
    expect(delays(7, (mark) => mark % 3 !== 0)).toEqual(Array.from({ length: 12 }, () => 0));
  });

  it("come at the mark again once the network was missing", () => {
    const late = delays(7, (mark) => mark !== 6);
    expect(late[4]).toBeGreaterThan(0);
    expect(late.slice(6, 9)).toEqual([0, 0, 0]);
  });

  it("of every half an hour spread over less than that", () => {
    const { uploads, dueFrom } = aSending({ upload_s: 1000 });
    uploads(900);
    for (let mark = 1; mark <= 30; mark++) {
      const due_s = dueFrom(mark * 1000 - 1, mark * 1000 + 999) as number;
      expect(due_s - mark * 1000).toBeLessThanOrEqual(500);
      uploads(due_s);
    }
  });
});
