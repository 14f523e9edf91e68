import { normalHouseholds, siteOf } from "@yeelen/simulator/bench/fleet";
import { KitLife } from "@yeelen/simulator/life/kitLife";
import { Column, type ReportFrame } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { isRepeatable, readingsOf } from "./loadReport";

/** Readings of a report: six hours of them, one every quarter of an hour. */
const READINGS = 24;
const UPLOAD_s = READINGS * 900;
/** A household makes four reports a day, of which the first days' are shorter. */
const DAYS = 8;

/**
 * Reports of normal simulated households whose network is always there: the current reading and 23
 * that were taken since the report before.
 *
 * @param count how many, of as many households as that takes
 */
export function repeatableReports(count: number): ReportFrame[] {
  const found: ReportFrame[] = [];
  const plan = normalHouseholds({ kits: Math.ceil(count / 20), days: DAYS }, UPLOAD_s, "always");
  for (const kit of plan.kits) {
    const site = siteOf(plan, kit);
    const life = new KitLife({
      fleet: plan,
      plan: kit,
      happenings: [],
      onReport: (report) => {
        const { frame } = decodeReport(report);
        if (readingsOf(frame) === READINGS && isRepeatable(frame)) found.push(frame);
      },
    });
    for (let day = 0; day < DAYS; day++) life.day(site.dayOf(day));
  }
  if (found.length < count) throw new Error(`only ${found.length} of ${count} reports were made`);
  return found.slice(0, count);
}

const DAY_ms = 86_400_000;
const AWAY_days = 7;
/** Readings that are taken meanwhile. */
const KEPT = AWAY_days * 96;

/**
 * What kits of normal simulated households send when their phone comes back after seven days: 672
 * readings, the newest first, then what was kept, oldest first, as many to a report as the kit sends.
 *
 * @returns the reports of so many households
 */
export function returningHouseholds(count: number): ReportFrame[][] {
  // some lose a message on the way or were resting when the phone left, and have a little more or less to send
  const plan = normalHouseholds({ kits: 2 * count, days: AWAY_days + 2 }, UPLOAD_s, "always");
  const households: ReportFrame[][] = [];
  for (const kit of plan.kits) {
    // just after an upload
    const onset_ms = plan.start_ms + DAY_ms + 30 * 60_000;
    const end_ms = plan.start_ms + (1 + AWAY_days) * DAY_ms;
    const reports = new Map<number, ReportFrame>();
    const life = new KitLife({
      fleet: plan,
      plan: kit,
      happenings: [
        { kind: "phone-away", site: kit.site, kit: kit.kit, part: "phone", onset_ms, end_ms, severity: 1, course_h: 0 },
      ],
      onReport: (report, received_ms) => {
        if (received_ms < end_ms || received_ms > end_ms + UPLOAD_s * 500) return;
        const { frame } = decodeReport(report);
        // one whose acknowledgement got lost comes again
        reports.set(oldestOf(frame), frame);
      },
    });
    const site = siteOf(plan, kit);
    for (let day = 0; day < plan.days; day++) life.day(site.dayOf(day));
    const sent = [...reports.values()];
    if (sent.reduce((sum, frame) => sum + readingsOf(frame), 0) === KEPT) households.push(sent);
  }
  if (households.length < count) throw new Error(`only ${households.length} of ${count} households came back`);
  return households.slice(0, count);
}

function oldestOf({ groups }: ReportFrame): number {
  return Math.min(...groups.flatMap(({ rows }) => rows.map((row) => row[Column.Sequence] as number)));
}
