import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBinaryReport, parseJsonReport } from "../parseReport";
import { reportOfFrame } from "../reportFrame";
import { decodeAck, encodeAck } from "./acknowledgement";
import { decodeReport } from "./decodeReport";
import { encodeReport } from "./encodeReport";
import { anyFrame, emptyFrame } from "./testReports";
import vectors from "./vectors.json";
import { WireError } from "./wireError";

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

describe("report codec", () => {
  it("gives back every report that it was given", () => {
    fc.assert(
      fc.property(anyFrame, (given) => {
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
      fc.property(anyFrame, fc.nat(), fc.nat({ max: 255 }), (given, where, byte) => {
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
