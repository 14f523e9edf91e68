import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { KitLife } from "../life/kitLife";
import { type FleetSize, normalHouseholds, siteOf } from "./fleet";
import { asJson, asOpenPaygo } from "./otherForms";

/** How large the same reports are in each form, everything in them included, nothing around them. */
export interface ReportSizes {
  reports: number;
  readings: number;
  report_bytes: number;
  json_bytes: number;
  openpaygo_bytes: number;
  /** The largest difference between a value that was measured and what the server reads, in units of its field. */
  largestError: number;
}

/** Lets normal households report natively, four times a day where `upload_s` is six hours, and weighs their reports. */
export function reportSizes(size: FleetSize, upload_s: number): ReportSizes {
  const plan = normalHouseholds(size, upload_s, "always");
  const sizes: ReportSizes = {
    reports: 0,
    readings: 0,
    report_bytes: 0,
    json_bytes: 0,
    openpaygo_bytes: 0,
    largestError: 0,
  };
  for (const kit of plan.kits) {
    const measured = new Map<number, readonly number[]>();
    const life = new KitLife({
      fleet: plan,
      plan: kit,
      happenings: [],
      onReading: (row) => measured.set(row[Column.Sequence] as number, row.slice()),
      onReport: (report) => {
        const { frame } = decodeReport(report);
        sizes.reports += 1;
        sizes.report_bytes += report.length;
        sizes.json_bytes += asJson(frame).length;
        sizes.openpaygo_bytes += asOpenPaygo(kit.kit, frame).length;
        for (const row of frame.groups.flatMap(({ rows }) => rows)) {
          sizes.readings += 1;
          sizes.largestError = Math.max(sizes.largestError, errorOf(row, measured));
        }
      },
    });
    const site = siteOf(plan, kit);
    for (let day = 0; day < plan.days; day++) life.day(site.dayOf(day));
  }
  return sizes;
}

function errorOf(row: readonly number[], measured: ReadonlyMap<number, readonly number[]>): number {
  const sequence = row[Column.Sequence] as number;
  const truth = measured.get(sequence);
  if (!truth) throw new Error(`a report has reading ${sequence}, which was never taken`);
  return Math.max(...row.map((value, column) => Math.abs(value - (truth[column] as number))));
}
