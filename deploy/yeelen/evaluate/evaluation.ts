import { type FaultKind, faultKinds } from "@yeelen/shared/faults";
import type { Seen } from "./detection";
import { noticeKinds, notScored } from "./meaning";
import { plainRules, kindsOf } from "./plainThresholds";
import {
  type Confusion,
  confusionOf,
  flappingOf,
  judge,
  type Judgement,
  type KindScore,
  scoreOfKind,
  type Totals,
  totalsOf,
} from "./score";
import { type JudgedSilence, judgeSilences, type SilenceScore, scoreSilences } from "./silences";
import type { EvaluatedFleet } from "./source";

const DAY_ms = 24 * 3600_000;

/** What `yeelen evaluate --json` prints. */
export interface Evaluation {
  kinds: KindScore[];
  /** Of faults, without notices: those that somebody is sent for. */
  precision: number | null;
  recall: number | null;
  falseAlarmsPer100KitMonths: number;
  silenceCause: SilenceScore;
  plainThresholds: Pick<Totals, "precision" | "recall" | "falseAlarmsPer100KitMonths"> & {
    kinds: KindScore[];
    /** The share of all faults that are of a kind that the rules speak of, so that they could find it at all. */
    spokenOf: number | null;
  };
  faults: Totals;
  notices: Totals;
  scenario: string;
  seed: number;
  kits: number;
  days: number;
  kitMonths: number;
  reports: number;
  /** Labels that no reading could show, by kind: they count nowhere. */
  unseen: Record<string, number>;
  confusion: Confusion[];
  /** How many faults were raised more than twice on a day. */
  flapping: number;
}

/** The same, with the cases behind it. */
export interface Evaluated {
  evaluation: Evaluation;
  judgement: Judgement;
  silences: JudgedSilence[];
}

const scoredKinds = faultKinds.filter((kind) => !notScored.includes(kind));
const isFault = ({ kind }: { kind: FaultKind }) => !noticeKinds.includes(kind);

/** Scores what was seen of a fleet against what truly befell it. */
export function evaluate(fleet: EvaluatedFleet, seen: Seen): Evaluated {
  const judgement = judge(fleet, seen);
  const { kitMonths } = judgement;
  const kinds = scoredKinds.map((kind) => scoreOfKind(kind, judgement));
  const faults = totalsOf(kinds.filter(isFault), kitMonths);
  const rules = plainRules();
  const plainJudgement = judge(fleet, { ...seen, faults: seen.plain });
  // every fault that befell the fleet counts for them as well, whether a rule speaks of it or not
  const plain = scoredKinds.map((kind) => scoreOfKind(kind, plainJudgement)).filter(isFault);
  const plainTotals = totalsOf(plain, kitMonths);
  const spokenOf = plain.filter(({ kind }) => kindsOf(rules).has(kind));
  const silences = judgeSilences(fleet, seen.silences, openAt(seen), fleet.start_ms + fleet.days * DAY_ms);
  const unseen: Record<string, number> = {};
  for (const { kind } of judgement.unseen) unseen[kind] = (unseen[kind] ?? 0) + 1;
  const evaluation: Evaluation = {
    kinds,
    precision: faults.precision,
    recall: faults.recall,
    falseAlarmsPer100KitMonths: faults.falseAlarmsPer100KitMonths,
    silenceCause: scoreSilences(silences),
    plainThresholds: {
      precision: plainTotals.precision,
      recall: plainTotals.recall,
      falseAlarmsPer100KitMonths: plainTotals.falseAlarmsPer100KitMonths,
      kinds: plain,
      spokenOf:
        plainTotals.injected === 0
          ? null
          : Math.round((1000 * totalsOf(spokenOf, kitMonths).injected) / plainTotals.injected) / 1000,
    },
    faults,
    notices: totalsOf(
      kinds.filter((score) => !isFault(score)),
      kitMonths,
    ),
    scenario: fleet.name,
    seed: fleet.seed,
    kits: fleet.kits.length,
    days: fleet.days,
    kitMonths,
    reports: seen.reports,
    unseen,
    confusion: confusionOf(judgement, fleet),
    flapping: flappingOf(seen.faults),
  };
  return { evaluation, judgement, silences };
}

/** Which faults stood there on a kit at a time. */
function openAt({ faults }: Seen): (kit: string, time_ms: number) => FaultKind[] {
  const ofKit = new Map<string, Seen["faults"]>();
  for (const fault of faults) ofKit.set(fault.kit, [...(ofKit.get(fault.kit) ?? []), fault]);
  return (kit, time_ms) =>
    (ofKit.get(kit) ?? [])
      .filter(({ shown_ms, gone_ms }) => shown_ms <= time_ms && (gone_ms ?? Number.POSITIVE_INFINITY) > time_ms)
      .map(({ kind }) => kind);
}
