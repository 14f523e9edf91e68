import type { CauseFound, SilenceCause } from "@yeelen/ingest/faults/silence/causes";
import type { SilenceLog } from "@yeelen/ingest/faults/silence/silenceLog";
import type { FaultKind } from "@yeelen/shared/faults";
import type { Happening, HappeningKind } from "@yeelen/simulator/happenings/kinds";
import { share } from "./score";
import type { EvaluatedFleet } from "./source";

const HOUR_ms = 3600_000;
const DAY_ms = 24 * HOUR_ms;

/**
 * What each label means for a silence. Not among them: `link-lossy` and `link-half-open`, which by themselves keep nobody
 * silent for a day, and which no provider could do anything about.
 */
const causeOf: Partial<Record<HappeningKind, SilenceCause>> = {
  "phone-away": "phone-away",
  "phone-replaced": "phone-away",
  "credit-out": "credit",
  "site-offline": "site-network",
  "battery-disconnected": "kit-dead",
  "controller-resetting": "kit-dead",
  "battery-worn": "battery-flat",
  "battery-cell-dead": "battery-flat",
  "panel-disconnected": "battery-flat",
  "panel-stolen": "battery-flat",
};
/** These say why a kit had no power, which is why it was silent only where it truly had none. */
const ofPower: readonly SilenceCause[] = ["battery-flat", "kit-dead"];

/** A label explains a silence that it covers for so much, and that begins no longer before it than this. */
const COVERED_share = 0.6;
const BEGINS_WITHIN_ms = DAY_ms;
/** A kit had no power where it has told of readings in less than this share of the hours. */
const POWERLESS_share = 0.4;

/** A silence whose cause is known from the labels, and what was said of it. */
export interface JudgedSilence {
  kit: string;
  from_ms: number;
  to_ms: number | undefined;
  truth: SilenceCause;
  /** In the middle of the time for which it was raised. */
  whileSilent: CauseFound;
  afterReturn: CauseFound | undefined;
}

/** How well the cause of silence is told. */
export interface SilenceScore {
  /** Silences whose true cause is known. */
  silences: number;
  /** Share of them of which something was said while they lasted. */
  answered: number | null;
  /** Share of these answers that were right. */
  accuracyWhileSilent: number | null;
  /** Share of right answers among all that have returned. */
  accuracyAfterReturn: number | null;
  byCause: {
    cause: SilenceCause;
    silences: number;
    answered: number;
    rightWhileSilent: number;
    returned: number;
    rightAfterReturn: number;
  }[];
}

/** @param openAt which faults were open on a kit at a time */
export function judgeSilences(
  fleet: EvaluatedFleet,
  log: SilenceLog,
  openAt: (kit: string, time_ms: number) => FaultKind[],
  end_ms: number,
): JudgedSilence[] {
  return fleet.kits.flatMap(({ kit, site }) => {
    const labels = fleet.labels.filter(
      (label) => causeOf[label.kind] && (label.kit === undefined ? label.site === site : label.kit === kit),
    );
    return log.silencesOf(kit, end_ms).flatMap(({ from_ms, to_ms }): JudgedSilence[] => {
      const until_ms = to_ms ?? end_ms;
      const truth = truthOf(labels, from_ms, until_ms, log.hoursWithReadings(kit, from_ms, until_ms));
      if (!truth) return [];
      const now_ms = (from_ms + DAY_ms + until_ms) / 2;
      const whileSilent = log.whileSilent(kit, from_ms, now_ms, openAt(kit, now_ms));
      if (!whileSilent) return [];
      return [{ kit, from_ms, to_ms, truth, whileSilent, afterReturn: log.afterReturn(kit, { from_ms, to_ms }) }];
    });
  });
}

/** What the labels say, or undefined where they say nothing, or several things. */
export function truthOf(
  labels: readonly Happening[],
  from_ms: number,
  to_ms: number,
  hoursWithReadings: number,
): SilenceCause | undefined {
  const isPowerless = hoursWithReadings < POWERLESS_share * ((to_ms - from_ms) / HOUR_ms);
  const causes = new Set<SilenceCause>();
  for (const { kind, onset_ms, end_ms = Number.POSITIVE_INFINITY } of labels) {
    const cause = causeOf[kind];
    if (!cause || (ofPower.includes(cause) && !isPowerless)) continue;
    const covered_ms = Math.min(end_ms, to_ms) - Math.max(onset_ms, from_ms);
    if (covered_ms >= COVERED_share * (to_ms - from_ms) && onset_ms <= from_ms + BEGINS_WITHIN_ms) causes.add(cause);
  }
  const [cause] = causes;
  return causes.size === 1 ? cause : undefined;
}

export function scoreSilences(judged: readonly JudgedSilence[]): SilenceScore {
  const rows = new Map<SilenceCause, SilenceScore["byCause"][number]>();
  for (const { truth, whileSilent, afterReturn } of judged) {
    const row = rows.get(truth) ?? {
      cause: truth,
      silences: 0,
      answered: 0,
      rightWhileSilent: 0,
      returned: 0,
      rightAfterReturn: 0,
    };
    rows.set(truth, row);
    row.silences += 1;
    if (whileSilent.cause !== "unknown") row.answered += 1;
    if (whileSilent.cause === truth) row.rightWhileSilent += 1;
    if (afterReturn) row.returned += 1;
    if (afterReturn?.cause === truth) row.rightAfterReturn += 1;
  }
  const byCause = [...rows.values()];
  const sum = (of: (row: (typeof byCause)[number]) => number) => byCause.reduce((total, row) => total + of(row), 0);
  const answered = sum((row) => row.answered);
  return {
    silences: judged.length,
    answered: share(answered, judged.length),
    accuracyWhileSilent: share(
      sum((row) => row.rightWhileSilent),
      answered,
    ),
    accuracyAfterReturn: share(
      sum((row) => row.rightAfterReturn),
      sum((row) => row.returned),
    ),
    byCause,
  };
}
