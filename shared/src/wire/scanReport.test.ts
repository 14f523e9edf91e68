import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Column, FIRST_LAMP_COLUMN, type Group, NOT_MEASURED, Section } from "./columns";
import { decodeReport } from "./decodeReport";
import { encodeReport } from "./encodeReport";
import { LONGEST_REPORT_bytes } from "./fastRows";
import type { ScannedGroup } from "./scanGroups";
import { scanReport } from "./scanReport";
import { takeSection } from "./sections";
import { anyFrame, emptyFrame } from "./testReports";
import vectors from "./vectors.json";

const buffer = () => Buffer.alloc(64 * 1024);

/** What a scan should say of a group. */
function scannedOf({ rows, ...head }: Group): ScannedGroup {
  const sequences = rows.map((row) => row[Column.Sequence] as number);
  const times = rows.map((row) => row[Column.Time] as number);
  return {
    ...head,
    count: rows.length,
    firstSequence: sequences[0] ?? NOT_MEASURED,
    lastSequence: sequences.at(-1) ?? NOT_MEASURED,
    isConsecutive: sequences.every((sequence, i) => i === 0 || sequence === (sequences[i - 1] as number) + 1),
    firstTime: times[0] ?? NOT_MEASURED,
    lastTime: times.at(-1) ?? NOT_MEASURED,
    lowestTime: times.length > 0 ? Math.min(...times) : NOT_MEASURED,
    highestTime: times.length > 0 ? Math.max(...times) : NOT_MEASURED,
  };
}

describe("a scanned report", () => {
  it("says of a report what its rows say", () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const bytes = encodeReport(frame, buffer());
        const scanned = scanReport(bytes);
        const { groups, ...head } = frame;
        expect(scanned).toMatchObject({ ...head, minor: 0, unknownSections: 0 });
        expect(scanned.groups).toEqual(groups.map(scannedOf));
        const rows = groups.flatMap((group) => group.rows);
        for (let column = 2; column < Column.Count; column++) {
          const measured = rows.map((row) => row[column] as number).filter((value) => value !== NOT_MEASURED);
          if (measured.length === 0) expect(scanned.high[column]).toBeLessThan(scanned.low[column] as number);
          else {
            expect([scanned.low[column], scanned.high[column]]).toEqual([Math.min(...measured), Math.max(...measured)]);
          }
        }
        const section = takeSection(bytes, Section.Lamps).section;
        expect(bytes.subarray(scanned.lampsStart, scanned.lampsEnd)).toEqual(section ?? Buffer.alloc(0));
      }),
      { numRuns: 300 },
    );
  });

  it("without its lamp section has no lamps, also where the report before had", () => {
    const withLamps = vectors.reports.map(({ hex }) => Buffer.from(hex, "hex"));
    expect(withLamps.some((bytes) => scanReport(bytes).lampsEnd > 0)).toBe(true);
    for (const bytes of withLamps) {
      const { rest, section } = takeSection(bytes, Section.Lamps);
      if (section) rest[2] = (rest[2] as number) - 1;
      scanReport(bytes);
      const scanned = scanReport(rest);
      expect([scanned.lampsStart, scanned.lampsEnd]).toEqual([0, 0]);
      for (let column: number = FIRST_LAMP_COLUMN; column < Column.Count; column++) {
        expect(scanned.high[column]).toBeLessThan(scanned.low[column] as number);
      }
      for (const row of decodeReport(rest).frame.groups.flatMap(({ rows }) => rows)) {
        expect(row.slice(FIRST_LAMP_COLUMN)).toEqual(new Array(Column.Count - FIRST_LAMP_COLUMN).fill(NOT_MEASURED));
      }
    }
  });

  it("shares its empty lists, which nobody can change; a decoded report has its own", () => {
    const bytes = encodeReport(emptyFrame, buffer());
    const scanned = scanReport(bytes);
    expect(scanned.events).toBe(scanReport(bytes).dropped);
    expect(() => (scanned.events as number[]).push(1)).toThrow(TypeError);
    const { frame } = decodeReport(bytes);
    frame.events.push(1, 2, 3);
    expect(decodeReport(bytes).frame.events).toEqual([]);
  });

  it.each([
    [
      "numbers that follow each other",
      [7, 8, 9],
      [0, 900, 1800],
      { isConsecutive: true, lowestTime: 0, highestTime: 1800 },
    ],
    ["one that is left out", [7, 9], [0, 900], { isConsecutive: false, firstSequence: 7, lastSequence: 9 }],
    ["one that comes twice", [7, 7], [0, 0], { isConsecutive: false, count: 2 }],
    [
      "times that go back",
      [1, 2, 3],
      [900, 100, 500],
      { firstTime: 900, lastTime: 500, lowestTime: 100, highestTime: 900 },
    ],
    ["nothing", [], [], { isConsecutive: true, firstSequence: NOT_MEASURED, highestTime: NOT_MEASURED }],
  ])("knows a group of %s", (_, sequences, times, expected) => {
    const rows = sequences.map((sequence, i) => {
      const row = new Array<number>(Column.Count).fill(NOT_MEASURED);
      row[Column.Sequence] = sequence;
      row[Column.Time] = times[i] as number;
      return row;
    });
    const group = { boot: 1, resetCause: 0, anchorUptime_s: NOT_MEASURED, anchorTime_s: NOT_MEASURED, clock: 0, rows };
    expect(scanReport(encodeReport({ ...emptyFrame, groups: [group] }, buffer())).groups).toMatchObject([expected]);
  });
});

describe("a report is refused", () => {
  const sound = encodeReport(emptyFrame, buffer());
  const changed = (at: number, ...bytes: number[]) =>
    Buffer.concat([sound.subarray(0, at), Buffer.from(bytes), sound.subarray(at + bytes.length)]);
  const withSections = (count: number, ...bytes: number[]) =>
    Buffer.concat([Buffer.from([1, 0, count]), Buffer.from(bytes)]);
  const envelope = [1, 8, 2, 2, 1, 0, 0, 0, 0, 0];
  const nothing = [4, 1, 0];

  it.each<[string, Buffer, string]>([
    ["of no bytes", Buffer.alloc(0), "truncated at byte 0"],
    ["of another major version", changed(0, 2), "report version 2.0: only 1.x is known"],
    [
      "with a section of a later version",
      withSections(3, ...envelope, ...nothing, 9, 0),
      "section 9 is not part of version 1.0",
    ],
    ["with section 0", withSections(3, ...envelope, ...nothing, 0, 0), "section 0 is not part of version 1.0"],
    ["with a section twice", withSections(3, ...envelope, ...nothing, ...nothing), "section 4 comes twice"],
    ["with an empty section twice", withSections(4, ...envelope, 3, 0, 3, 0, ...nothing), "section 3 comes twice"],
    ["with fewer sections than it says", withSections(3, ...envelope, ...nothing), "truncated: 2 of 3 sections"],
    ["without readings", withSections(1, ...envelope), "the envelope or the readings are missing"],
    ["without an envelope", withSections(1, ...nothing), "the envelope or the readings are missing"],
    [
      "with more in a section than belongs there",
      withSections(2, 1, 9, ...envelope.slice(2), 0, ...nothing),
      "section 1 has 1 bytes too many",
    ],
    ["with five counters", withSections(3, ...envelope, 2, 5, 1, 1, 1, 1, 1, ...nothing), "six counters are expected"],
    ["with half an event", withSections(3, ...envelope, 3, 2, 1, 1, ...nothing), "an event is incomplete"],
    [
      "with half a span of attempts",
      withSections(3, ...envelope, 6, 3, 1, 1, 1, ...nothing),
      "a span of attempts is incomplete",
    ],
    [
      "with half a dropped range",
      withSections(2, 1, 9, 2, 2, 1, 0, 0, 0, 0, 1, 5, ...nothing),
      "a dropped range is incomplete",
    ],
    [
      "with a text of 128 characters",
      withSections(2, 1, 9, 2, 2, 1, 0, 0, 0, 0x80, 1, 0, ...nothing),
      "too long at byte",
    ],
    [
      "with a number of nine bytes",
      withSections(2, 1, 17, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 1, 0, 0, 0, 0, 0, 0, ...nothing),
      "too long at byte",
    ],
    [
      "with a number beyond 2^53",
      withSections(2, 1, 15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 2, 1, 0, 0, 0, 0, 0, ...nothing),
      "too long at byte",
    ],
    [
      "with a first group of the boot before",
      withSections(2, ...envelope, 4, 3, 1, 2, 0),
      "the first group has no boot before it",
    ],
    ["with a clock that is not known", withSections(2, ...envelope, 4, 3, 1, 4, 0), "clock 4 is not known"],
    ["with 4,097 groups", withSections(2, ...envelope, 4, 2, 0x81, 0x20), "4097 groups are too many"],
    ["with 4,097 readings", withSections(2, ...envelope, 4, 7, 1, 0, 0, 0, 0, 0x81, 0x20), "more than 4096 readings"],
    ["with readings that end early", withSections(2, ...envelope, 4, 6, 1, 0, 0, 0, 0, 1), "truncated at byte"],
    [
      "of more bytes than are read",
      Buffer.alloc(LONGEST_REPORT_bytes + 1, 1),
      `more than ${LONGEST_REPORT_bytes} bytes`,
    ],
  ])("%s", (_, bytes, message) => {
    const code = message.startsWith("report version") ? "unknown-version" : "undecodable";
    const refusal = expect.objectContaining({ name: "WireError", code, message: expect.stringContaining(message) });
    expect(() => scanReport(bytes)).toThrow(refusal);
    expect(() => decodeReport(bytes)).toThrow(refusal);
  });

  it("whose bytes end early, and the next one is read as ever", () => {
    for (const { hex } of vectors.reports) {
      const bytes = Buffer.from(hex, "hex");
      for (let length = 0; length < bytes.length; length++) {
        expect(() => scanReport(bytes.subarray(0, length)), `${length} bytes`).toThrow(
          expect.objectContaining({ code: "undecodable" }),
        );
      }
      expect(scanReport(bytes)).toMatchObject({ unknownSections: 0 });
    }
  });

  it("but not for what a newer minor version adds", () => {
    const newer = withSections(4, ...envelope, ...nothing, 9, 2, 0xca, 0xfe, 200, 0);
    newer[1] = 3;
    expect(scanReport(newer)).toMatchObject({ minor: 3, unknownSections: 2 });
    const longer = withSections(2, 1, 9, ...envelope.slice(2), 0, ...nothing);
    longer[1] = 1;
    expect(scanReport(longer)).toMatchObject({ minor: 1, report: 1 });
  });
});
