import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { expect, it } from "vitest";
import { ReportContent, firstOf, nthOf } from "./loadReport";
import { repeatableReports } from "./loadSource";

const reports = repeatableReports(20);
const content = new ReportContent(reports);

it("has real reports of 24 readings to send", () => {
  expect(reports).toHaveLength(20);
  expect(content.readings).toBe(24);
});

it.each([0, 1, 2, 31, 1000, 16_383, 16_384, content.messages - 1])(
  "changes the numbers of a report to those of message %i as if it were encoded anew",
  (n) => {
    for (const kit of [0, 1, 199, 9999]) {
      const buffer = Buffer.alloc(1000, 0xff);
      const length = content.write(buffer, 5, kit, n);
      const frame = reports[(kit * 7 + n) % reports.length];
      if (!frame) throw new Error("no such report");
      const encoded = encodeReport(nthOf(firstOf(frame, kit), n), Buffer.alloc(1000));
      expect(buffer.subarray(5, 5 + length).toString("hex")).toBe(encoded.toString("hex"));
      // what lies around it is left alone
      expect([buffer[4], buffer[5 + length]]).toEqual([0xff, 0xff]);
    }
  },
);
