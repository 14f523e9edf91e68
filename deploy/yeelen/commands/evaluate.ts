import { faultKinds } from "@yeelen/shared/faults";
import { layOut } from "@yeelen/simulator/scenario/layOut";
import { loadScenario } from "@yeelen/simulator/scenario/load";
import type { Command } from "commander";
import { count } from "../arguments";
import { watchFleet } from "../evaluate/detection";
import { judge, scoreOfKind } from "../evaluate/score";
import { type EvaluatedFleet, recordedFleet, simulatedFleet } from "../evaluate/source";
import { printJson, printLine } from "../print";
import { Progress } from "../progress";
import { scenarioFile } from "../scenarios";

interface EvaluateOptions {
  scenario: string;
  seed: string;
  days?: string;
  kits?: string;
  recording?: string;
  cases?: string;
  json?: boolean;
}

/** `yeelen evaluate` */
export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .description("find faults in a simulated fleet, and score them against what truly befell it")
    .option("--scenario <file>", "a YAML file, or one that comes with it", "enriched")
    .option("--seed <number>", "the same seed gives the same fleet", "1")
    .option("--days <number>", "as many days (default: the scenario's)")
    .option("--kits <number>", "as many kits, over the sites in proportion (default: the scenario's)")
    .option("--recording <file>", "a fleet that was recorded with  yeelen simulate --out")
    .option("--cases <kind>", "list what was missed and what is false of a kind (all: of every kind)")
    .option("--json", "print one JSON object")
    .action(async (options: EvaluateOptions) => await evaluate(options));
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const fleet = await fleetOf(options);
  const progress = new Progress(fleet.days, "days");
  const seen = await watchFleet(fleet, (day) => progress.update(day)).finally(() => progress.stop());
  const judgement = judge(fleet, seen);
  const kinds = faultKinds.map((kind) => scoreOfKind(kind, judgement));
  if (options.json) {
    printJson({ kinds });
    return;
  }
  for (const score of kinds) {
    if (score.injected + score.false === 0) continue;
    printLine(
      `${score.kind.padEnd(22)} injected ${String(score.injected).padStart(4)} found ${String(score.found).padStart(4)} missed ${String(score.missed).padStart(4)} false ${String(score.false).padStart(4)}  precision ${score.precision ?? "-"} recall ${score.recall ?? "-"}  delay median ${score.delayMedian_h ?? "-"} h, from reading ${score.delayFromReadingMedian_h ?? "-"} h, p90 ${score.delayFromReadingP90_h ?? "-"} h`,
    );
  }
  printLine(`not to be seen: ${judgement.unseen.length}`);
  if (options.cases) printCases(options.cases, judgement, fleet);
}

function printCases(kind: string, judgement: ReturnType<typeof judge>, fleet: EvaluatedFleet): void {
  const iso = (time_ms: number | undefined) =>
    time_ms === undefined ? "-" : new Date(time_ms).toISOString().slice(0, 16);
  for (const { label, kind: of, found } of judgement.labels) {
    if (found || (kind !== "all" && of !== kind)) continue;
    printLine(
      `missed ${label.kind} ${label.kit ?? label.site} ${label.part} onset ${iso(label.onset_ms)} course ${label.course_h} h until ${iso(label.end_ms)} severity ${label.severity}`,
    );
  }
  for (const fault of judgement.false) {
    if (kind !== "all" && fault.kind !== kind) continue;
    const on = fleet.labels
      .filter(
        (label) =>
          (label.kit === fault.kit || (label.kit === undefined && label.site === fault.site)) &&
          label.onset_ms < fault.shown_ms &&
          (label.end_ms ?? Number.POSITIVE_INFINITY) > fault.since_ms - 7 * 86_400_000,
      )
      .map(
        (label) =>
          `${label.kind}${/^(lamp|usb)\d|sensor/.test(label.part) ? `(${label.part})` : ""} ${iso(label.onset_ms)}..${iso(label.end_ms)} x${label.severity}`,
      );
    printLine(
      `false ${fault.kind} ${fault.kit} ${fault.part} since ${iso(fault.since_ms)} raised ${iso(fault.raised_ms)} shown ${iso(fault.shown_ms)} gone ${iso(fault.gone_ms)} ${JSON.stringify(fault.evidence)} beside: ${on.join("; ")}`,
    );
  }
}

async function fleetOf({ scenario, seed, days, kits, recording }: EvaluateOptions): Promise<EvaluatedFleet> {
  if (recording !== undefined) return await recordedFleet(recording);
  const loaded = loadScenario(scenarioFile(scenario));
  const asked = { days: count("--days", days), kits: count("--kits", kits) };
  return simulatedFleet(
    layOut(loaded, {
      seed: Number(seed),
      ...(asked.days !== undefined && { days: asked.days }),
      ...(asked.kits !== undefined && { kits: asked.kits }),
    }),
  );
}
