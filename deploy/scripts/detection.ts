// Writes the figures of evaluations into docs/detection.md:
//   yeelen evaluate --scenario enriched --seed 7 --json > a.json   (and so on)
//   node --import tsx deploy/scripts/detection.ts a.json b.json
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Evaluation } from "../yeelen/evaluate/evaluation";

const page = fileURLToPath(new URL("../../docs/detection.md", import.meta.url));
const BEGIN = "<!-- figures: begin; written by deploy/scripts/detection.ts -->";
const END = "<!-- figures: end -->";

const percent = (share: number | null) => (share === null ? "–" : (100 * share).toFixed(1));
const withLow = (share: number | null, low: number | null) =>
  share === null ? "–" : `${percent(share)} (${percent(low)})`;

/** Hours, as days where they are many. */
function time(hours: number | null | undefined): string {
  if (hours === null || hours === undefined) return "–";
  return hours < 72 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} d`;
}

function scores({ kinds, faults, notices }: Evaluation): string[] {
  const rows = kinds
    .filter(({ injected, false: wrong }) => injected + wrong > 0)
    .map(
      (one) =>
        `| \`${one.kind}\`${one.nature === "notice" ? " *" : ""} | ${one.injected} | ${one.found} | ${one.foundAfterwards} | ${one.missed} | ${one.false} | ${withLow(one.precision, one.precisionLow95)} | ${withLow(one.recall, one.recallLow95)} |`,
    );
  const total = (name: string, of: Evaluation["faults"]) =>
    `| **${name}** | ${of.injected} | ${of.found} | | ${of.missed} | ${of.false} | ${withLow(of.precision, of.precisionLow95)} | ${withLow(of.recall, of.recallLow95)} |`;
  return [
    "| kind | injected | found | of these afterwards | missed | false | precision, % | recall, % |",
    "|---|---|---|---|---|---|---|---|",
    ...rows,
    total("all faults", faults),
    total("all notices", notices),
  ];
}

function delays({ kinds }: Evaluation): string[] {
  const rows = kinds
    .filter(({ found }) => found > 0)
    .map(
      ({ kind, delayMedian_h, delayP90_h, delayFromReadingCurve_h }) =>
        `| \`${kind}\` | ${delayFromReadingCurve_h.map(time).join(" | ")} | ${time(delayMedian_h)} | ${time(delayP90_h)} |`,
    );
  return [
    "| kind | 10 % | 25 % | half | 75 % | 90 % | half, from the onset | 90 %, from the onset |",
    "|---|---|---|---|---|---|---|---|",
    ...rows,
  ];
}

function confusion({ confusion }: Evaluation): string[] {
  const shown = confusion.filter(({ times }) => times > 1).slice(0, 20);
  if (shown.length === 0) return ["No false alarm stood beside the same thing twice."];
  return [
    "| shown | while there truly was | times |",
    "|---|---|---|",
    ...shown.map(({ shown: kind, during, times }) => `| \`${kind}\` | ${during} | ${times} |`),
  ];
}

function silences({
  silenceCause: { answered, accuracyWhileSilent, accuracyAfterReturn, byCause },
}: Evaluation): string[] {
  return [
    "| cause | silences | right while silent | right after the return |",
    "|---|---|---|---|",
    ...byCause.map(
      ({ cause, answered, silences, rightWhileSilent, returned, rightAfterReturn }) =>
        `| \`${cause}\` | ${silences} | ${rightWhileSilent} of ${answered} | ${rightAfterReturn} of ${returned} |`,
    ),
    `| **all** | answered ${percent(answered)} % | ${percent(accuracyWhileSilent)} % | ${percent(accuracyAfterReturn)} % |`,
  ];
}

function section(evaluation: Evaluation): string[] {
  const { scenario, seed, kits, days, reports, falseAlarmsPer100KitMonths, plainThresholds, flapping, unseen } =
    evaluation;
  const notSeen = Object.entries(unseen).map(([kind, times]) => `${times} ${kind}`);
  return [
    `## ${scenario}, seed ${seed}`,
    "",
    `\`yeelen evaluate --scenario ${scenario} --seed ${seed}\`: ${kits} kits, ${days} days, ${reports.toLocaleString("en")} reports.`,
    `**${falseAlarmsPer100KitMonths.toFixed(2)} false alarms for 100 kits and month.** Raised more than twice on a day: ${flapping}. Static rules of a`,
    `dashboard on the same reports: precision ${percent(plainThresholds.precision)} %, recall ${percent(plainThresholds.recall)} %, ${plainThresholds.falseAlarmsPer100KitMonths.toFixed(1)} false alarms.`,
    "",
    ...scores(evaluation),
    "",
    `Not to be seen by anybody, and counted nowhere: ${notSeen.length === 0 ? "none" : notSeen.join(", ")}.`,
    "",
    "How long it took from when the first affected reading came in, and from the onset, for so many of those found:",
    "",
    ...delays(evaluation),
    "",
    "What false alarms stood beside:",
    "",
    ...confusion(evaluation),
    "",
    "Why kits were silent:",
    "",
    ...silences(evaluation),
    "",
  ];
}

const evaluations = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")) as Evaluation);
if (evaluations.length === 0) throw new Error("name the files that  yeelen evaluate --json  wrote");
const text = readFileSync(page, "utf8");
const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
if (start < 0 || end < start) throw new Error(`${page} has no place for figures`);
const figures = evaluations.flatMap(section).join("\n");
writeFileSync(page, `${text.slice(0, start + BEGIN.length)}\n\n${figures}\n${text.slice(end)}`);
