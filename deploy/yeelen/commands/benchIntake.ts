import type { Command } from "commander";
import { count } from "../arguments";
import type { IntakeBench } from "../bench/intakeBench";
import { printLine } from "../print";
import { measured, printFound } from "./measured";

interface IntakeOptions {
  seconds?: string;
  connections?: string;
  json?: boolean;
}

/** `yeelen bench intake`. */
export function addBenchIntake(bench: Command): void {
  bench
    .command("intake")
    .description("measure how many readings a second the service takes and keeps, over sockets from another process")
    .option("--seconds <number>", "send so long to each instead of 30 s; says so")
    .option("--connections <number>", "as many instead of 2,000, the others in proportion; for a small machine")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nThe data lies in the temporary directory meanwhile: TMPDIR should name one on the disk that counts.",
    )
    .action(async (options: IntakeOptions) => {
      const seconds = count("--seconds", options.seconds);
      const connections = count("--connections", options.connections);
      const { benchIntake, intakeFigures, intakeSizes, intakeSteps } = await import("../bench/intakeBench");
      const share = (connections ?? intakeSizes.connections) / intakeSizes.connections;
      const sizes = {
        connections: connections ?? intakeSizes.connections,
        few: Math.ceil(intakeSizes.few * share),
        idle: Math.ceil(intakeSizes.idle * share),
        seconds: seconds ?? intakeSizes.seconds,
      };
      const found = await measured(intakeSteps, "rounds", (onRound, signal) => benchIntake(sizes, onRound, signal));
      printFound(found, intakeFigures, options.json, printRest);
    });
}

function printRest({ at200, machine, seconds, isShortened }: IntakeBench): void {
  printLine(
    `with ${at200.connections} kits   ${at200.readingsPerSecond} readings a second, acknowledged within ` +
      `${at200.ackP50_ms} ms (median), ${at200.ackP99_ms} ms (99 of 100); lost ${at200.lost}, twice ${at200.duplicated}`,
  );
  const { cores, processor, node, fdatasync_ms, loadBefore } = machine;
  printLine(
    `machine         ${cores} cores (${processor}), Node.js ${node}, a sync takes ${fdatasync_ms.toFixed(1)} ms, ` +
      `load before ${loadBefore}`,
  );
  if (isShortened) printLine(`each was sent to for ${seconds} s instead of 30`);
}
