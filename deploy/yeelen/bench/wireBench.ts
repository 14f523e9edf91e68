import { uploadsInNamespace } from "@yeelen/simulator/bench/namespace";
import { reportSizes } from "@yeelen/simulator/bench/reportSizes";
import type { UploadsFound } from "@yeelen/simulator/bench/uploads";
import { firmwareBytecode } from "@yeelen/simulator/vm/bytecode";
import type { Figure } from "./targets";

const FORTNIGHT_days = 14;
const MONTH_days = 30.4;
const DAY_s = 86_400;
const FOUR_UPLOADS_s = DAY_s / 4;
const TWO_UPLOADS_s = DAY_s / 2;

/** Households whose reports are weighed, and kits whose bytes are counted on the interface; the latter take their time. */
const HOUSEHOLDS = 10;
const KITS = 2;

/**
 * Asking a name server at each upload, which the namespace does not have: IP and UDP headers (28), then
 * by RFC 1035 a header (12), the question (a host name of 24 characters and 2, type and class 4), and in
 * the answer one address (16).
 */
const NAME_LOOKUP_bytes = 2 * (28 + 12 + 26 + 4) + 16;

/** What reports weigh, and what a household pays for them. */
export interface WireBench {
  /** A report and everything in it, per reading. */
  reportBytesPerReading: number;
  /** The same reports in the JSON form of the contract. */
  jsonBytesPerReading: number;
  /** The same readings as OpenPAYGO Metrics requests in the condensed form. */
  openpaygoBytesPerReading: number;
  /** What a value differs at most from what was measured, in units of its field. */
  largestError: number;
  /** All bytes on the interface in a month of 30.4 days. */
  wireBytesPerKitMonth: number;
  wireBytesPerKitMonthTwoUploads: number;
  /** By level of data saving, 0 to 3; 2 and 3 follow from the two that are counted. */
  wireBytesPerKitMonthByDataSaving: number[];
  /** What one upload costs, even if it carries nothing. */
  wireBytesPerUpload: number;
  nameLookup_bytes: number;
  runs: { reports: ReturnType<typeof reportSizes>; fourUploads: UploadsFound; twoUploads: UploadsFound };
  /** Whether less than the whole fortnight was lived through. */
  isShortened: boolean;
}

export const wireFigures: readonly Figure<WireBench>[] = [
  { name: "reportBytesPerReading", meaning: "a report, per reading", most: 10 },
  { name: "jsonBytesPerReading", meaning: "the same as JSON" },
  { name: "openpaygoBytesPerReading", meaning: "the same as OpenPAYGO Metrics" },
  { name: "largestError", meaning: "largest difference, in units of its field", most: 1 },
  { name: "wireBytesPerKitMonth", meaning: "bytes a month, four uploads a day", most: 750_000 },
  { name: "wireBytesPerKitMonthTwoUploads", meaning: "bytes a month, two uploads a day", most: 400_000 },
];

/** How many days of kits it takes. */
export function wireKitDays(days: number): number {
  return 2 * KITS * days;
}

/**
 * Weighs the reports of normal households, and counts what the firmware's uploads put on the interface.
 *
 * @param onDay told after each day of each kit
 * @throws NoNamespace where there can be no network namespace; Error where the counts contradict each other
 */
export async function benchWire(
  options: { days?: number },
  onDay: () => void,
  signal: AbortSignal,
): Promise<WireBench> {
  const days = options.days ?? FORTNIGHT_days;
  // a program that cannot be built had better fail now, and once
  firmwareBytecode();
  // where one fails, the other need not go on
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const [fourUploads, twoUploads] = await Promise.all(
    [FOUR_UPLOADS_s, TWO_UPLOADS_s].map(async (upload_s) => {
      return await uploadsInNamespace({ kits: KITS, days, upload_s }, onDay, either);
    }),
  ).finally(() => stop.abort());
  if (!fourUploads || !twoUploads) throw new Error("nothing was counted");
  const reports = reportSizes({ kits: HOUSEHOLDS, days }, FOUR_UPLOADS_s);
  const kitMonths = (KITS * days) / MONTH_days;
  const four = (fourUploads.bytes + NAME_LOOKUP_bytes * fourUploads.connections) / kitMonths;
  const two = (twoUploads.bytes + NAME_LOOKUP_bytes * twoUploads.connections) / kitMonths;
  const perUpload = ((four - two) * kitMonths) / (fourUploads.connections - twoUploads.connections);
  const one = two - perUpload * MONTH_days;
  const readings = one - perUpload * MONTH_days;
  return {
    reportBytesPerReading: rounded(reports.report_bytes / reports.readings, 2),
    jsonBytesPerReading: rounded(reports.json_bytes / reports.readings, 2),
    openpaygoBytesPerReading: rounded(reports.openpaygo_bytes / reports.readings, 2),
    largestError: reports.largestError,
    wireBytesPerKitMonth: rounded(four),
    wireBytesPerKitMonthTwoUploads: rounded(two),
    // once a day, and with a quarter of the readings
    wireBytesPerKitMonthByDataSaving: [four, two, one, one - readings * 0.75].map((bytes) => rounded(bytes)),
    wireBytesPerUpload: rounded(perUpload),
    nameLookup_bytes: NAME_LOOKUP_bytes,
    runs: { reports, fourUploads, twoUploads },
    isShortened: days < FORTNIGHT_days,
  };
}

function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
