import { existsSync } from "node:fs";
import type { Command } from "commander";
import { count } from "../arguments";
import { CommandError } from "../commandError";
import type { EvaluatedFleet } from "../evaluate/source";
import { printJson, printLine } from "../print";
import { Progress } from "../progress";
import { scenarioFile, scenarioNames } from "../scenarios";
import { stoppable } from "./measured";

interface EvaluateOptions {
  scenario?: string;
  seed?: string;
  days?: string;
  kits?: string;
  recording?: string;
  cases?: string;
  json?: boolean;
}

const HELP = `
A fleet is simulated, its real bytes go through intake and journal as in a service, and the fault engine is
looked at every hour. What it shows is set against the labels of the simulation: what truly befell which kit.
A fault is found where a technician who is sent for it would bring the right parts; it is false where nothing
befell the kit that it could mean. Faults that no reading can show, because a kit is silent for as long as they
last, count nowhere. docs/detection.md has the rules and the published figures.

Seeds on which nothing was tuned are the ones that tell something: choose your own.

Examples:
  yeelen evaluate                                      at least a hundred of every fault, 400 kits, 180 days
  yeelen evaluate --scenario programme --seed 7        with faults as often as solar home systems have them
  yeelen evaluate --cases panel-soiled                 what was missed and what was false of a kind
  yeelen simulate --scenario programme --out run.jsonl.gz && yeelen evaluate --recording run.jsonl.gz`;

/** `yeelen evaluate` */
export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .description("find faults in a simulated fleet, and score them against what truly befell it")
    .option(
      "--scenario <file>",
      `Simulate this scenario: a YAML file, or one that comes with it (${scenarioNames().join(", ")}). Default: enriched.`,
    )
    .option("--seed <number>", "The same seed gives the same fleet and the same score. Default: 1.")
    .option("--days <number>", "Simulate as many days. Default: as many as the scenario has.")
    .option("--kits <number>", "Simulate as many kits, over the sites in proportion. Default: as the scenario has.")
    .option(
      "--recording <file>",
      "Take a fleet that was recorded with  yeelen simulate --out  instead of simulating one.",
    )
    .option(
      "--cases <kind>",
      "List what was missed and what is false of a kind of fault; all lists those of every kind.",
    )
    .option("--json", "Print one JSON object.")
    .addHelpText("after", HELP)
    .action(async (options: EvaluateOptions) => await runEvaluate(options));
}

async function runEvaluate(options: EvaluateOptions): Promise<void> {
  if (options.json && options.cases !== undefined) {
    throw new CommandError("--cases is for people: leave --json out");
  }
  // the simulator takes a while to load, and the other commands need none
  const [{ watchFleet }, { evaluate }, { printEvaluation }, { caseKind, printCases }] = await Promise.all([
    import("../evaluate/detection"),
    import("../evaluate/evaluation"),
    import("../evaluate/table"),
    import("../evaluate/cases"),
  ]);
  const cases = options.cases === undefined ? undefined : caseKind(options.cases);
  const fleet = await fleetOf(options);
  const progress = new Progress(fleet.days, "days");
  const seen = await stoppable((signal) =>
    watchFleet(
      fleet,
      (day, { reports, faults }) => progress.update(day, `${reports} reports, ${faults.length} faults and notices`),
      signal,
    ),
  ).finally(() => progress.stop());
  const evaluated = evaluate(fleet, seen);
  if (options.json) return printJson(evaluated.evaluation);
  printEvaluation(evaluated.evaluation);
  if (cases === undefined) return;
  printLine();
  printCases(cases, evaluated, fleet);
}

async function fleetOf({ scenario, seed, days, kits, recording }: EvaluateOptions): Promise<EvaluatedFleet> {
  const { recordedFleet, simulatedFleet } = await import("../evaluate/source");
  if (recording !== undefined) {
    const other = Object.entries({ scenario, seed, days, kits }).find(([, value]) => value !== undefined);
    if (other) throw new CommandError(`a recording has its own fleet: leave --${other[0]} out, or --recording`);
    if (!existsSync(recording)) {
      throw new CommandError(
        `there is no file ${recording}: make one with  yeelen simulate --scenario enriched --out ${recording}`,
      );
    }
    return await recordedFleet(recording);
  }
  const file = scenarioFile(scenario ?? "enriched");
  const asked = { seed: Number(seed ?? 1), days: count("--days", days), kits: count("--kits", kits) };
  if (!Number.isSafeInteger(asked.seed)) throw new CommandError("--seed takes a whole number");
  const [{ layOut }, { loadScenario }] = await Promise.all([
    import("@yeelen/simulator/scenario/layOut"),
    import("@yeelen/simulator/scenario/load"),
  ]);
  return simulatedFleet(
    layOut(loadScenario(file), {
      seed: asked.seed,
      ...(asked.days !== undefined && { days: asked.days }),
      ...(asked.kits !== undefined && { kits: asked.kits }),
    }),
  );
}
