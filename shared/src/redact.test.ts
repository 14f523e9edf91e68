import { expect, it } from "vitest";
import { parseJsonReport, ReportRefused } from "./parseReport";

function keptOf(report: unknown): string | undefined {
  try {
    parseJsonReport(Buffer.from(JSON.stringify(report)));
  } catch (error) {
    if (error instanceof ReportRefused) return error.redacted;
  }
  throw new Error("the report was not refused");
}

it.each([
  [
    "an unknown field keeps its name and the kind of its value",
    {
      version: "1.0",
      note: "+223 70 12 34 56",
      readings: [{ sequence: 1, uptime_s: 5, remark: { owner: "A." }, code: 70123456 }],
    },
    '{"version":"1.0","note":"(string)","readings":[{"sequence":1,"uptime_s":5,"remark":"(object)","code":"(number)"}]}',
  ],
  [
    "free text in a known field is left out, times and versions stay",
    { version: "1.0", firmware: "70 12 34 56", readings: [{ sequence: 1, time: "2026-11-23T06:00:00Z" }] },
    '{"version":"1.0","firmware":"(text)","readings":[{"sequence":1,"time":"2026-11-23T06:00:00Z"}]}',
  ],
])("%s", (_, report, kept) => {
  expect(keptOf(report)).toBe(kept);
});

it("of a report with a field about a person nothing is kept", () => {
  expect(keptOf({ version: "1.0", phone: "1", readings: [] })).toBe("");
});
