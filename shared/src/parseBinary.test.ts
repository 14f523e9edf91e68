import { describe, expect, it } from "vitest";
import { parseBinaryReport, parseScan } from "./parseBinary";
import { ReportRefused } from "./reportRefused";
import { Column, emptyRow, GroupClock, NOT_MEASURED, type ReportFrame } from "./wire/columns";
import { encodeReport } from "./wire/encodeReport";
import { emptyFrame } from "./wire/testReports";

interface Change {
  frame?: Partial<ReportFrame>;
  resetCause?: number;
  /** Values of rows, one after the other. */
  rows?: Partial<Record<Column, number>>[];
  minor?: number;
}

function reportWith({ frame, resetCause = NOT_MEASURED, rows = [], minor = 0 }: Change): Buffer {
  const group = {
    boot: 3,
    resetCause,
    anchorUptime_s: NOT_MEASURED,
    anchorTime_s: NOT_MEASURED,
    clock: GroupClock.Uptime_s,
    rows: rows.map((values, i) => {
      const row = emptyRow();
      Object.assign(row, { [Column.Sequence]: i, [Column.Time]: 900 * i }, values);
      return row;
    }),
  };
  const bytes = encodeReport({ ...emptyFrame, groups: [group], ...frame }, Buffer.alloc(16_384));
  bytes[1] = minor;
  return bytes;
}

describe("names of a binary report", () => {
  it.each<[string, Change, string]>([
    ["a firmware that is no version", { frame: { firmware: "latest" } }, "firmware: must be a version, such as 0.1.0"],
    ["the same of a newer minor version", { frame: { firmware: "latest" }, minor: 1 }, "firmware: must be a version"],
    ["an event", { frame: { events: [0, 1, 1, 3, 1, 1] } }, "event 3 is not known"],
    ["a stage", { frame: { attempts: [1, 6, 1, 1, 1] } }, "connection stage 6 is not known"],
    ["attempts without a boot", { frame: { attempts: [NOT_MEASURED, 1, 1, 1, 1] } }, "attempts: something is absent"],
    ["a reset cause", { resetCause: 5 }, "reset cause 5 is not known"],
    ["a charge state", { rows: [{}, { [Column.ChargeState]: 4 }, {}] }, "charge state 4 is not known"],
    ["a charge state below 0", { rows: [{ [Column.ChargeState]: -1 }] }, "charge state -1 is not known"],
    ["a lamp's condition", { rows: [{}, { [Column.Lamp2Condition]: 3 }] }, "lamp condition 3 is not known"],
    ["a reason of an output", { rows: [{ [Column.Off]: 0x60 }] }, "off bits 96 are not known"],
    ["a seventh output", { rows: [{ [Column.Off]: 0x1000000 }] }, "off bits 16777216 are not known"],
    ["off bits below 0", { rows: [{ [Column.Off]: -1 }] }, "off bits -1 are not known"],
  ])("%s: refused", (_, change, message) => {
    const bytes = reportWith(change);
    for (const parse of [parseBinaryReport, parseScan]) {
      const refusal = { reason: "invalid-field", message: expect.stringContaining(message), report: 1 };
      expect(() => parse(bytes), `by ${parse.name}`).toThrow(expect.objectContaining(refusal));
      expect(() => parse(bytes), `by ${parse.name}`).toThrow(ReportRefused);
    }
  });

  it.each<[string, Change]>([
    ["the highest of each", { resetCause: 4, rows: [{ [Column.ChargeState]: 3, [Column.Lamp3Condition]: 2 }] }],
    ["every output off for the last reason", { rows: [{ [Column.Off]: 0x555555 }, { [Column.Off]: 0 }] }],
    ["two reasons whose bits together are those of none", { rows: [{ [Column.Off]: 3 }, { [Column.Off]: 4 }] }],
    ["nothing", { frame: { groups: [] } }],
    ["numbers that a newer minor version may know", { minor: 1, resetCause: 9, rows: [{ [Column.ChargeState]: 9 }] }],
  ])("%s: taken", (_, change) => {
    const bytes = reportWith(change);
    const { frame } = parseBinaryReport(bytes);
    expect(parseScan(bytes)).toMatchObject({ report: frame.report, minor: change.minor ?? 0 });
    const rows = frame.groups.flatMap((group) => group.rows);
    const states = rows.map((row) => row[Column.ChargeState] as number).filter((state) => state !== NOT_MEASURED);
    if (states.length > 0) expect(parseScan(bytes).high[Column.ChargeState]).toBe(Math.max(...states));
  });

  it("of firmware are looked at again however many come", () => {
    for (let i = 0; i < 200; i++) parseScan(reportWith({ frame: { firmware: `1.0.${i}` } }));
    for (const firmware of ["x.1.0", "1.0", "1.0.0-"]) {
      for (let again = 0; again < 2; again++) {
        expect(() => parseScan(reportWith({ frame: { firmware } })), `firmware ${firmware}`).toThrow(
          "must be a version",
        );
      }
    }
  });

  it("bytes that are no report are refused with the reason of the decoder", () => {
    for (const parse of [parseBinaryReport, parseScan]) {
      expect(() => parse(Buffer.from("hello"))).toThrow(expect.objectContaining({ reason: "unknown-version" }));
      expect(() => parse(Buffer.from([1, 0, 2]))).toThrow(expect.objectContaining({ reason: "undecodable" }));
    }
  });
});
