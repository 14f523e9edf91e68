import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBinaryReport, parseJsonReport } from "../parseReport";
import { reportOfFrame } from "../reportFrame";
import { decodeAck, encodeAck } from "./acknowledgement";
import { Column, type Group, GroupClock, NOT_MEASURED, type ReportFrame } from "./columns";
import { decodeReport, WireError } from "./decodeReport";
import { encodeReport } from "./encodeReport";
import vectors from "./vectors.json";

const buffer = () => Buffer.alloc(64 * 1024);

describe("golden vectors", () => {
  for (const { name, hex, report } of vectors.reports) {
    it(`${name}: JSON form → bytes`, () => {
      const { frame } = parseJsonReport(Buffer.from(JSON.stringify(report)));
      expect(encodeReport(frame, buffer()).toString("hex")).toBe(hex);
    });
    it(`${name}: bytes → JSON form`, () => {
      const { frame } = parseBinaryReport(Buffer.from(hex, "hex"));
      expect(reportOfFrame(frame)).toEqual(report);
    });
  }
  for (const { name, hex, ack } of vectors.acknowledgements) {
    it(`${name}: both ways`, () => {
      expect(encodeAck(ack, buffer()).toString("hex")).toBe(hex);
      expect(decodeAck(Buffer.from(hex, "hex"))).toEqual(ack);
    });
  }
});

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const optional = (arbitrary: fc.Arbitrary<number>) => fc.oneof(arbitrary, fc.constant(NOT_MEASURED));
const value = optional(fc.integer({ min: -0x7ffffffe, max: 0x7fffffff }));
const row = fc
  .tuple(
    u32,
    fc.integer({ min: 0, max: 4_000_000_000_000 }),
    fc.array(value, { minLength: Column.Count - 2, maxLength: Column.Count - 2 }),
  )
  .map(([sequence, time, values]) => [sequence, time, ...values]);
const group: fc.Arbitrary<Group> = fc
  .record({
    boot: optional(u32),
    resetCause: optional(fc.integer({ min: 0, max: 4 })),
    anchor: fc.option(fc.tuple(u32, u32)),
    clock: fc.constantFrom(GroupClock.Uptime_s, GroupClock.Time_ms),
    rows: fc.array(row, { maxLength: 20 }),
  })
  .map(({ anchor, ...rest }) => ({
    ...rest,
    anchorUptime_s: anchor?.[0] ?? NOT_MEASURED,
    anchorTime_s: anchor?.[1] ?? NOT_MEASURED,
  }));
const frame: fc.Arbitrary<ReportFrame> = fc.record({
  report: optional(u32),
  incarnation: optional(u32),
  uptime_s: optional(u32),
  configuration: optional(u32),
  wifiRssi_dBm: optional(fc.integer({ min: -127, max: -1 })),
  oldestHeld: optional(u32),
  firmware: fc.constantFrom("", "0.1.0", "12.34.56-rc.1"),
  dropped: fc.array(fc.tuple(u32, u32), { maxLength: 5 }).map((pairs) => pairs.flat()),
  counters: fc.oneof(fc.constant<number[]>([]), fc.array(optional(u32), { minLength: 6, maxLength: 6 })),
  events: fc
    .array(fc.tuple(fc.nat({ max: 2 }), optional(u32), optional(u32)), { maxLength: 5 })
    .map((events) => events.flat()),
  attempts: fc
    .array(fc.tuple(u32, fc.nat({ max: 5 }), u32, u32, u32), { maxLength: 5 })
    .map((attempts) => attempts.flat()),
  groups: fc.array(group, { maxLength: 4 }),
});

describe("report codec", () => {
  it("gives back every report that it was given", () => {
    fc.assert(
      fc.property(frame, (given) => {
        expect(decodeReport(encodeReport(given, buffer())).frame).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });

  it("refuses every truncation of a report, and never hangs on changed bytes", () => {
    for (const { hex } of vectors.reports) {
      const bytes = Buffer.from(hex, "hex");
      for (let length = 0; length < bytes.length; length++) {
        expect(() => decodeReport(bytes.subarray(0, length)), `${length} bytes`).toThrow(WireError);
      }
    }
    fc.assert(
      fc.property(frame, fc.nat(), fc.nat({ max: 255 }), (given, where, byte) => {
        const bytes = encodeReport(given, buffer());
        const changed = Buffer.from(bytes);
        changed[where % bytes.length] = byte;
        try {
          decodeReport(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
    );
  });

  it("keeps a section of a newer minor version, refuses it in its own", () => {
    const empty = encodeReport({ ...emptyFrame, firmware: "0.1.0" }, buffer());
    const withSection = Buffer.concat([empty, Buffer.from([9, 2, 0xca, 0xfe])]);
    expect(() => decodeReport(withSection)).toThrow("section 9 is not part of version 1.0");
    withSection[1] = 1;
    expect(() => decodeReport(withSection)).toThrow("truncated: 3 of 2 sections");
    withSection[2] = 3;
    expect(decodeReport(withSection).unknownSections).toEqual([{ section: 9, bytes: Buffer.from("cafe", "hex") }]);
  });

  it("refuses another major version by name", () => {
    const bytes = encodeReport(emptyFrame, buffer());
    bytes[0] = 2;
    expect(() => decodeReport(bytes)).toThrow("report version 2.0: only 1.x is known");
  });

  it("says so when the buffer is too small", () => {
    expect(() => encodeReport(emptyFrame, Buffer.alloc(4))).toThrow("does not fit");
  });
});

const emptyFrame: ReportFrame = {
  report: 1,
  incarnation: 1,
  uptime_s: 0,
  configuration: NOT_MEASURED,
  wifiRssi_dBm: NOT_MEASURED,
  oldestHeld: NOT_MEASURED,
  firmware: "",
  dropped: [],
  counters: [],
  events: [],
  attempts: [],
  groups: [],
};
