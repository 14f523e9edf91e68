import type { FaultKind } from "@yeelen/shared/faults";
import type { Happening } from "@yeelen/simulator/happenings/kinds";
import type { Seen, SeenFault } from "./detection";
import { foundAs, needed_h, noticeKinds, notScored } from "./meaning";
import type { EvaluatedFleet } from "./source";

const HOUR_ms = 3600_000;
const DAY_ms = 24 * HOUR_ms;
/** A fault may be seen to begin a little before it does (a day's sums have no finer time), and after it was repaired. */
const EARLY_ms = DAY_ms;
const LATE_ms = 3 * DAY_ms;

/** What became of a label. */
export interface JudgedLabel {
  label: Happening;
  /** The kind it should be found as. */
  kind: FaultKind;
  found: SeenFault | undefined;
  /** When the first reading that was taken after its onset came in, Unix time in ms. */
  affected_ms: number;
}

/** What was seen and what was true, set against each other. */
export interface Judgement {
  labels: JudgedLabel[];
  /** Labels that no reading of the kit could show at their full severity. */
  unseen: Happening[];
  /** Faults that were seen and are none. */
  false: SeenFault[];
  kitMonths: number;
}

/** Sets what was seen against what was true. */
export function judge(fleet: EvaluatedFleet, seen: Pick<Seen, "faults" | "readings">): Judgement {
  const end_ms = fleet.start_ms + fleet.days * DAY_ms;
  const taken = new Set<SeenFault>();
  const labels: JudgedLabel[] = [];
  const unseen: Happening[] = [];
  for (const label of fleet.labels) {
    const kinds = foundAs[label.kind];
    if (!kinds) continue;
    const matching = seen.faults.filter((fault) => isOf(fault, label, kinds, end_ms));
    for (const fault of matching) taken.add(fault);
    const affected_ms = firstAffected(label, seen, end_ms);
    const [found] = matching.toSorted((a, b) => a.shown_ms - b.shown_ms);
    if (affected_ms === undefined && !found) unseen.push(label);
    else
      labels.push({
        label,
        kind: kinds[0] as FaultKind,
        found,
        affected_ms: affected_ms ?? (found as SeenFault).shown_ms,
      });
  }
  return {
    labels,
    unseen,
    false: seen.faults.filter((fault) => !taken.has(fault) && !notScored.includes(fault.kind)),
    kitMonths: (fleet.kits.length * fleet.days) / 30,
  };
}

function isOf(fault: SeenFault, label: Happening, kinds: readonly FaultKind[], end_ms: number): boolean {
  if (!kinds.includes(fault.kind)) return false;
  if (label.kit === undefined ? fault.site !== label.site : fault.kit !== label.kit) return false;
  const isOfAPart = /^(lamp|usb)\d$|-sensor$/.test(label.part);
  if (isOfAPart && fault.part !== label.part) return false;
  const until_ms = (label.end_ms ?? end_ms) + LATE_ms;
  return fault.raised_ms >= label.onset_ms - EARLY_ms && fault.since_ms <= until_ms && fault.raised_ms <= until_ms;
}

/**
 * When the first reading that was taken after the onset came in. Undefined where the kit has not told of a time in which
 * the fault was at its full severity while it lasted: then nobody could have found it, or gone there for it.
 */
function firstAffected(label: Happening, seen: Pick<Seen, "readings">, end_ms: number): number | undefined {
  if (label.kit === undefined) return label.onset_ms;
  const { onset_ms, course_h } = label;
  const until_ms = label.end_ms ?? end_ms;
  const readings = seen.readings.get(label.kit) ?? [];
  const full_ms = onset_ms + course_h * HOUR_ms;
  const isOnce = label.end_ms === undefined && ["flash-erased", "board-swapped"].includes(label.kind);
  const needed = needed_h[label.kind] ?? 0;
  if (readings.filter(([time_ms]) => time_ms >= onset_ms && time_ms < until_ms).length < needed) return undefined;
  if (!readings.some(([time_ms]) => time_ms >= full_ms && (isOnce || time_ms < until_ms))) return undefined;
  const after = readings.filter(([time_ms]) => time_ms >= onset_ms && time_ms < until_ms);
  return after.length === 0 ? undefined : Math.min(...after.map(([, received_ms]) => received_ms));
}

/** How well one kind is found. */
export interface KindScore {
  kind: FaultKind;
  nature: "fault" | "notice";
  injected: number;
  found: number;
  /** How many of these were told only when they were over: the kit's backlog came after its repair. */
  foundAfterwards: number;
  missed: number;
  false: number;
  precision: number | null;
  precisionLow95: number | null;
  recall: number | null;
  recallLow95: number | null;
  /** From the onset until it was shown. */
  delayMedian_h: number | null;
  delayP90_h: number | null;
  /** The same from when the first affected reading came in. */
  delayFromReadingMedian_h: number | null;
  delayFromReadingP90_h: number | null;
  /** The same for a tenth, a quarter, half, three quarters and nine tenths of those found. */
  delayFromReadingCurve_h: (number | null)[];
}

export function scoreOfKind(kind: FaultKind, judgement: Judgement): KindScore {
  const labels = judgement.labels.filter((one) => one.kind === kind);
  const found = labels.filter((one) => one.found !== undefined);
  const wrong = judgement.false.filter((one) => one.kind === kind).length;
  const delays = found.map(({ label, found }) => ((found as SeenFault).shown_ms - label.onset_ms) / HOUR_ms);
  const fromReading = found.map(({ affected_ms, found }) =>
    Math.max(0, ((found as SeenFault).shown_ms - affected_ms) / HOUR_ms),
  );
  return {
    kind,
    nature: noticeKinds.includes(kind) ? "notice" : "fault",
    injected: labels.length,
    found: found.length,
    foundAfterwards: found.filter((one) => !one.found?.isSeenOpen).length,
    missed: labels.length - found.length,
    false: wrong,
    precision: share(found.length, found.length + wrong),
    precisionLow95: wilsonLow(found.length, found.length + wrong),
    recall: share(found.length, labels.length),
    recallLow95: wilsonLow(found.length, labels.length),
    delayMedian_h: quantile(delays, 0.5),
    delayP90_h: quantile(delays, 0.9),
    delayFromReadingMedian_h: quantile(fromReading, 0.5),
    delayFromReadingP90_h: quantile(fromReading, 0.9),
    delayFromReadingCurve_h: [0.1, 0.25, 0.5, 0.75, 0.9].map((part) => quantile(fromReading, part)),
  };
}

/** What faults, or notices, come to together. */
export interface Totals {
  injected: number;
  found: number;
  missed: number;
  false: number;
  precision: number | null;
  precisionLow95: number | null;
  recall: number | null;
  recallLow95: number | null;
  falseAlarmsPer100KitMonths: number;
}

/** Every label and every false alarm counts the same, whatever its kind. */
export function totalsOf(scores: readonly KindScore[], kitMonths: number): Totals {
  const sum = (of: (score: KindScore) => number) => scores.reduce((total, score) => total + of(score), 0);
  const [injected, found, wrong] = [sum((one) => one.injected), sum((one) => one.found), sum((one) => one.false)];
  return {
    injected,
    found,
    missed: injected - found,
    false: wrong,
    precision: share(found, found + wrong),
    precisionLow95: wilsonLow(found, found + wrong),
    recall: share(found, injected),
    recallLow95: wilsonLow(found, injected),
    falseAlarmsPer100KitMonths: round((100 * wrong) / kitMonths),
  };
}

/** What false alarms were raised beside. */
export interface Confusion {
  shown: FaultKind;
  /** A label of the same kit that overlaps it in time, or "nothing". */
  during: string;
  times: number;
}

export function confusionOf({ false: wrong }: Judgement, fleet: EvaluatedFleet): Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const fault of wrong) {
    const beside = new Set(besideOf(fault, fleet).map(({ kind }) => kind));
    for (const during of beside.size === 0 ? ["nothing"] : beside) {
      const key = `${fault.kind} ${during}`;
      const row = counts.get(key) ?? { shown: fault.kind, during, times: 0 };
      row.times += 1;
      counts.set(key, row);
    }
  }
  return [...counts.values()].toSorted((a, b) => b.times - a.times);
}

/** What truly befell a kit or its site from a day before a fault began until it was shown. */
export function besideOf(fault: SeenFault, fleet: EvaluatedFleet): Happening[] {
  return fleet.labels.filter(
    ({ kit, site, onset_ms, end_ms = Number.POSITIVE_INFINITY }) =>
      (kit === undefined ? site === fault.site : kit === fault.kit) &&
      onset_ms < fault.shown_ms &&
      end_ms > fault.since_ms - DAY_ms,
  );
}

/** How many faults were raised more than twice on a day. */
export function flappingOf(faults: readonly SeenFault[]): number {
  const times = new Map<string, number>();
  for (const { kit, kind, part, shown_ms, shownAgain_ms } of faults) {
    for (const time_ms of [shown_ms, ...shownAgain_ms]) {
      const key = `${kit} ${kind} ${part} ${Math.floor(time_ms / DAY_ms)}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  return [...times.values()].filter((count) => count > 2).length;
}

export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : round(part / whole);
}

/** The lower end of the Wilson score interval of 95 % (two-sided). */
export function wilsonLow(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const z = 1.96;
  const p = part / whole;
  const middle = p + (z * z) / (2 * whole);
  const width = z * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  return round(Math.max(0, (middle - width) / (1 + (z * z) / whole)));
}

/** By nearest rank. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
