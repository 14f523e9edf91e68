import { printLine, printTable } from "../print";
import type { Evaluation } from "./evaluation";
import type { KindScore, Totals } from "./score";

/** Prints an evaluation for a person. */
export function printEvaluation(found: Evaluation): void {
  const { scenario, seed, kits, days, reports, kitMonths, silenceCause, plainThresholds: plain, unseen } = found;
  printLine(`${scenario}, seed ${seed}: ${kits} kits for ${days} days, ${reports.toLocaleString("en")} reports`);
  printLine();
  const headings = [
    "kind",
    "injected",
    "found",
    "missed",
    "false",
    "precision",
    "recall",
    "found after",
    "9 of 10 after",
  ];
  const rows = found.kinds.filter(({ injected, false: wrong }) => injected + wrong > 0).map(rowOf);
  printTable(headings, [...rows, totalRow("all faults", found.faults), totalRow("all notices", found.notices)]);
  printLine();
  printLine(
    "Precision and recall in %, in brackets the lower end of their interval of 95 % (Wilson). Times count from when",
  );
  printLine("the first affected reading came in. * = a notice: worth knowing, and nobody is sent for it.");
  printLine();
  printLine(
    `False alarms for 100 kits and month: ${found.falseAlarmsPer100KitMonths} (${found.faults.false} in ${Math.round(kitMonths)} kit-months). Raised more than twice on a day: ${found.flapping}.`,
  );
  printLine(
    `Static rules of a dashboard (plain-thresholds.yaml): precision ${percent(plain.precision)}, recall ${percent(plain.recall)}, ${plain.falseAlarmsPer100KitMonths} false alarms for 100 kits and month.`,
  );
  printLine(
    `Cause of silence: ${silenceCause.silences} silences of a known cause; ${percent(silenceCause.answered)} answered while they lasted, ${percent(silenceCause.accuracyWhileSilent)} of these right; ${percent(silenceCause.accuracyAfterReturn)} right after the return.`,
  );
  const notSeen = Object.entries(unseen).map(([kind, count]) => `${kind} ${count}`);
  if (notSeen.length > 0) printLine(`No reading could show: ${notSeen.join(", ")}. These count nowhere.`);
}

function rowOf(score: KindScore): (string | number)[] {
  const { kind, nature, injected, found, missed, false: wrong } = score;
  return [
    nature === "notice" ? `${kind} *` : kind,
    injected,
    found,
    missed,
    wrong,
    withLow(score.precision, score.precisionLow95),
    withLow(score.recall, score.recallLow95),
    span(score.delayFromReadingMedian_h),
    span(score.delayFromReadingP90_h),
  ];
}

function totalRow(name: string, totals: Totals): (string | number)[] {
  const { injected, found, missed, false: wrong } = totals;
  const [precision, recall] = [
    withLow(totals.precision, totals.precisionLow95),
    withLow(totals.recall, totals.recallLow95),
  ];
  return [name, injected, found, missed, wrong, precision, recall, "", ""];
}

function withLow(value: number | null, low: number | null): string {
  return value === null || low === null ? "-" : `${(100 * value).toFixed(1)} (${(100 * low).toFixed(1)})`;
}

function percent(value: number | null): string {
  return value === null ? "-" : `${(100 * value).toFixed(1)} %`;
}

function span(hours: number | null): string {
  if (hours === null) return "-";
  return hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
