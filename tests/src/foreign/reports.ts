import type { Report } from "@yeelen/shared/report";
import { frameOfReport } from "@yeelen/shared/reportFrame";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";

/** What a reading says, by its number alone, so that contents can be compared. */
export const voltageOf_mV = (sequence: number) => 12_000 + (sequence % 1000);

/** A report with so many readings, the first of which has this number. The report has the same. */
export function reportOf(first: number, readings = 1): Report {
  const numbers = Array.from({ length: readings }, (_, i) => first + i);
  return {
    version: "1.0",
    report: first,
    incarnation: 1,
    uptime_s: 60 * (first + readings),
    boots: [
      {
        boot: 1,
        readings: numbers.map((sequence) => ({
          sequence,
          uptime_s: 60 * sequence,
          battery: { voltage_mV: voltageOf_mV(sequence) },
        })),
      },
    ],
  };
}

/** The bytes of such a report in one form or the other. */
export function reportBytes(form: "binary" | "json", first: number, readings = 1): Buffer {
  const report = reportOf(first, readings);
  if (form === "json") return Buffer.from(JSON.stringify(report));
  return Buffer.from(encodeReport(frameOfReport(report), Buffer.alloc(16 * 1024)));
}
