import type { Finding } from "./finding";
import { DAY_ms, type LampDay, REMEMBERED_days, WORKING_mW } from "./lampHours";

/**
 * A lamp hardly ever draws power while the lamps around it do. It may be broken, unplugged or not
 * wanted: telemetry cannot tell these apart, so it is a notice.
 *
 * Set when, over the last 31 days and with at least 7 days measured, a lamp has worked less than
 * a tenth as long as the median of the other lamps of its site, and that median is at least an
 * hour a day. Cleared when it has worked a fifth as long, or the median falls below half an hour a day.
 *
 * In the Kigeme field data (HEED, Cogent Labs; 60 lamps, a month) the lamps that hardly worked
 * lie below 2 % of the others' median and all other lamps above 75 %: a tenth lies well between.
 */
const RAISED_BELOW = 0.1;
const CLEARED_FROM = 0.2;
const NEIGHBOURS_RAISE_share = 1 / 24;
const NEIGHBOURS_CLEAR_share = 0.5 / 24;
const JUDGED_days = 31;
const MEASURED_AT_LEAST_ms = 7 * DAY_ms;
const NEIGHBOURS_AT_LEAST = 3;

/** The lamps of one kit. */
export interface KitLamps {
  kit: string;
  /** UTC day of event time → sums. */
  days: ReadonlyMap<number, LampDay>;
  watermark_ms: number;
}

interface Sums {
  measured_ms: number;
  worked_ms: number;
}

/** Judges all lamps of a site, day by day. Returns what is found on each kit. */
export function lampsHardlyUsed(kits: readonly KitLamps[]): Map<string, Finding[]> {
  const raised = new Map<string, { since_ms: number; finding: Finding; kit: string }>();
  const lastDay = Math.max(...kits.map((kit) => Math.floor(kit.watermark_ms / DAY_ms)));
  for (let day = lastDay - REMEMBERED_days + 1; day <= lastDay; day++) {
    const lamps = kits.flatMap((kit) =>
      ([0, 1, 2] as const).map((lamp) => ({ kit, lamp, sums: sumsOf(kit, lamp, day) })),
    );
    const shares = lamps.map(({ sums }) => shareOf(sums));
    const sorted = shares.filter((share) => share !== undefined).toSorted((a, b) => a - b);
    for (const [i, { kit, lamp, sums }] of lamps.entries()) {
      const share = shares[i];
      const isStillKnown = Math.floor(kit.watermark_ms / DAY_ms) >= day;
      if (share === undefined || !isStillKnown || sorted.length - 1 < NEIGHBOURS_AT_LEAST) continue;
      const neighbours = medianWithout(sorted, share);
      const key = `${kit.kit} ${lamp}`;
      const before = raised.get(key);
      const isFound = before
        ? share < CLEARED_FROM * neighbours && neighbours >= NEIGHBOURS_CLEAR_share
        : share < RAISED_BELOW * neighbours && neighbours >= NEIGHBOURS_RAISE_share;
      if (!isFound) {
        raised.delete(key);
        continue;
      }
      const end_ms = Math.min((day + 1) * DAY_ms, kit.watermark_ms);
      const since_ms = before?.since_ms ?? end_ms;
      const finding: Finding = {
        kind: "lamp-hardly-used",
        part: `lamp${(lamp + 1) as 1 | 2 | 3}`,
        severity: "notice",
        since_ms,
        evidence: {
          worked_h: hours(sums.worked_ms),
          neighbours_h: hours(neighbours * sums.measured_ms),
          neighbours: sorted.length - 1,
          measured_h: hours(sums.measured_ms),
          power_threshold_W: WORKING_mW / 1000,
          from: new Date(Math.max((day - JUDGED_days + 1) * DAY_ms, firstDay(kit) * DAY_ms)).toISOString(),
          to: new Date(end_ms).toISOString(),
        },
      };
      raised.set(key, { since_ms, finding, kit: kit.kit });
    }
  }
  const findings = new Map<string, Finding[]>();
  for (const { kit, finding } of raised.values()) findings.set(kit, [...(findings.get(kit) ?? []), finding]);
  return findings;
}

function sumsOf(kit: KitLamps, lamp: 0 | 1 | 2, lastDay: number): Sums {
  const sums = { measured_ms: 0, worked_ms: 0 };
  for (let day = lastDay - JUDGED_days + 1; day <= lastDay; day++) {
    const found = kit.days.get(day);
    sums.measured_ms += found?.measured_ms[lamp] ?? 0;
    sums.worked_ms += found?.worked_ms[lamp] ?? 0;
  }
  return sums;
}

/** Which part of the measured time a lamp worked, or undefined where too little was measured to judge. */
function shareOf({ measured_ms, worked_ms }: Sums): number | undefined {
  return measured_ms >= MEASURED_AT_LEAST_ms ? worked_ms / measured_ms : undefined;
}

/** The median of a sorted list from which one `value` is taken out. */
function medianWithout(sorted: readonly number[], value: number): number {
  const size = sorted.length - 1;
  // an element at or above the value's place moves down by one
  const at = (i: number) => sorted[(sorted[i] as number) < value ? i : i + 1] as number;
  const middle = Math.floor(size / 2);
  return size % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

function firstDay(kit: KitLamps): number {
  return Math.min(...kit.days.keys());
}

function hours(span_ms: number): number {
  return Math.round(span_ms / 360_000) / 10;
}
