import { type AckFrame, encodeAck } from "@yeelen/shared/wire/acknowledgement";
import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { describe, expect, it } from "vitest";
import { batteryProfile } from "./battery";
import { Kit } from "./kit";
import { recordOfNumbers } from "./numberRecord";
import { type KitSettings, RING_bytes } from "./settings";

/** Of a kit in its third boot whose next reading is number 100. */
const flash = [{ key: "numbering", bytes: recordOfNumbers([7, 100, 2]) }];
const settings: KitSettings = {
  flash,
  random: 0.5,
  rest: () => undefined,
  resetCause: 0,
  firmware: "0.1.0",
  clock_s: 0,
  interval_s: 900,
  uploadInterval_s: 1800,
  ring_bytes: RING_bytes,
  readingsPerReport: 4,
  battery: batteryProfile("lifepo4-4s"),
};

/** A kit with a flash that keeps everything, and the server's side of the conversation in short words. */
function aKit(changes: Partial<KitSettings> = {}) {
  const kit = new Kit({ ...settings, ...changes });
  while (kit.flashWork(0)) kit.flashDone(true);
  let taken = 0;
  return {
    kit,
    takes: (count: number) => {
      for (let i = 0; i < count; i++) {
        const row = emptyRow();
        row[Column.BatteryVoltage_mV] = 12_800 + taken;
        taken += 1;
        kit.take(row, 900 * taken);
      }
    },
    sends: (uptime_s: number) => {
      const bytes = kit.nextReport(uptime_s, NOT_MEASURED);
      if (!bytes) return undefined;
      const { frame } = decodeReport(bytes);
      const sequences = frame.groups.flatMap((group) => group.rows.map((row) => row[Column.Sequence] as number));
      return { report: frame.report, sequences, frame };
    },
    hears: (ack: Partial<AckFrame>, uptime_s: number) => {
      const none = { accepted: [], refused: "", commands: [] };
      const full: AckFrame = { report: NOT_MEASURED, serverTime_s: 1_795_414_000, ...none, ...ack };
      kit.receive(encodeAck(full, Buffer.alloc(256)), uptime_s);
    },
  };
}

describe("a kit", () => {
  it("sends the newest reading first, then the oldest, and goes on with the oldest", () => {
    const { kit, takes, sends, hears } = aKit();
    takes(6);
    const first = sends(5400);
    expect(first?.sequences).toEqual([105, 100, 101, 102]);
    hears({ report: first?.report as number, accepted: [105, 105, 100, 102] }, 5401);
    expect(sends(5402)?.sequences).toEqual([103, 104]);
    expect(kit.held()).toBe(2);
  });

  it("keeps every reading until an acknowledgement names it", () => {
    const { kit, takes, sends, hears } = aKit();
    takes(3);
    const report = sends(2700)?.report as number;
    expect(kit.held()).toBe(3);
    hears({ report, accepted: [102, 102] }, 2701);
    expect(kit.held()).toBe(2);
  });

  it("has one report under way, and sends again what was not answered for 30 s", () => {
    const { takes, sends } = aKit();
    takes(2);
    expect(sends(1800)?.sequences).toEqual([101, 100]);
    expect(sends(1829)).toBeUndefined();
    expect(sends(1830)?.sequences).toEqual([101, 100]);
  });

  it("sends again at once when the connection was lost", () => {
    const { kit, takes, sends } = aKit();
    takes(2);
    sends(1800);
    kit.disconnected();
    expect(sends(1801)?.sequences).toEqual([101, 100]);
  });

  it("takes a late acknowledgement of an earlier report of this boot", () => {
    const { kit, takes, sends, hears } = aKit();
    takes(2);
    const first = sends(1800)?.report as number;
    sends(1830);
    hears({ report: first, accepted: [100, 101] }, 1831);
    expect(kit.held()).toBe(0);
  });

  it("does not take the second answer for a refusal when the first one came late and freed everything", () => {
    const { kit, takes, sends, hears } = aKit();
    takes(2);
    const first = sends(1800)?.report as number;
    const second = sends(1830)?.report as number;
    hears({ report: first, accepted: [100, 101] }, 1831);
    hears({ report: second, accepted: [100, 101] }, 1832);
    expect(kit.isPaused(1833)).toBe(false);
  });

  it.each([
    ["of another boot", { report: 2 * 65536, accepted: [100, 101] }],
    ["of a report that it never sent", { report: 3 * 65536 + 9, accepted: [100, 101] }],
    ["without a report", { accepted: [100, 101] }],
  ])("is not moved by an acknowledgement %s", (_, ack) => {
    const { kit, takes, sends, hears } = aKit();
    takes(2);
    sends(1800);
    hears(ack, 1801);
    expect(kit.held()).toBe(2);
  });

  it("is not moved by bytes that are no acknowledgement", () => {
    const { kit, takes, sends } = aKit();
    takes(2);
    sends(1800);
    for (const bytes of ["", "00", "0100", "02000100", "010001ff", "0100018d00818004"]) {
      kit.receive(Buffer.from(bytes, "hex"), 1801);
    }
    expect(kit.held()).toBe(2);
  });

  it("pauses after a refusal, twice as long after the next, and keeps its readings", () => {
    const { kit, takes, sends, hears } = aKit();
    takes(2);
    hears({ report: sends(1800)?.report as number, refused: "invalid-field" }, 1800);
    expect(kit.isPaused(1859)).toBe(true);
    expect(sends(1859)).toBeUndefined();
    // a quarter longer at most, by chance
    hears({ report: sends(1875)?.report as number, refused: "undecodable" }, 1875);
    expect(sends(1994)).toBeUndefined();
    expect(sends(2025)?.sequences).toEqual([101, 100]);
    expect(kit.held()).toBe(2);
  });

  it("pauses when an acknowledgement of its report frees nothing, instead of sending for ever", () => {
    const { kit, takes, sends, hears } = aKit();
    takes(1);
    hears({ report: sends(900)?.report as number, accepted: [] }, 901);
    expect(kit.isPaused(902)).toBe(true);
  });

  it("keeps the highest numbers that there are", () => {
    const { kit, sends } = aKit({ flash: [{ key: "numbering", bytes: recordOfNumbers([7, 0xfffffffe, 2]) }] });
    const row = emptyRow();
    row[Column.BatteryVoltage_mV] = 13_000;
    row[Column.BatteryCurrent_mA] = -35_000;
    kit.take(row, 0xfffffff0);
    const [kept] = sends(0xfffffff1)?.frame.groups[0]?.rows ?? [];
    expect(kept?.slice(0, 5)).toEqual([0xfffffffe, 0xfffffff0, 13_000, -35_000, NOT_MEASURED]);
  });

  it("is due at once after a start, then at its marks, and not with nothing to send", () => {
    const { kit, takes, sends, hears } = aKit();
    expect(kit.due(9999)).toBe(false);
    takes(1);
    expect(kit.due(900)).toBe(true);
    takes(1);
    expect(kit.due(1800)).toBe(true);
    hears({ report: sends(1800)?.report as number, accepted: [100, 101] }, 1801);
    takes(1);
    expect(kit.due(2700)).toBe(false);
    expect(kit.due(3599)).toBe(false);
    expect(kit.due(3600)).toBe(true);
    // an upload that comes late leaves the next one where it was
    hears({ report: sends(5300)?.report as number, accepted: [102, 102] }, 5301);
    takes(3);
    expect(kit.due(5400)).toBe(true);
  });

  it("carries the server's time as its anchor, or its own where the board has a clock", () => {
    const withoutClock = aKit();
    withoutClock.takes(2);
    const first = withoutClock.sends(1800);
    expect(first?.frame.groups[0]?.anchorUptime_s).toBe(NOT_MEASURED);
    withoutClock.hears({ report: first?.report as number, accepted: [101, 101] }, 1801);
    expect(withoutClock.sends(1802)?.frame.groups[0]).toMatchObject({
      anchorUptime_s: 1801,
      anchorTime_s: 1_795_414_000,
    });

    const withClock = aKit({ clock_s: 1_564_617_600 });
    withClock.takes(1);
    expect(withClock.sends(900)?.frame.groups[0]).toMatchObject({ anchorUptime_s: 0, anchorTime_s: 1_564_617_600 });
  });

  it("estimates its state of charge from the voltage where it has none", () => {
    const { sends, takes } = aKit();
    takes(1);
    expect(sends(900)?.frame.groups[0]?.rows[0]?.[Column.BatteryStateOfCharge_pct]).toBe(50);
  });
});
