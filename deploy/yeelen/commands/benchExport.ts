import type { Command } from "commander";
import { count } from "../arguments";
import { measured, printFound } from "./measured";

interface ExportOptions {
  points: string;
  rounds: string;
  json?: boolean;
}

/** `yeelen bench export`. */
export function addBenchExport(bench: Command): void {
  bench
    .command("export")
    .description("measure how fast readings come to InfluxDB and VictoriaMetrics, against a bare loop")
    .option("--points <number>", "about how many points", "500000")
    .option("--rounds <number>", "how often each is measured", "3")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nStarts the servers itself: Debian packages influxdb and victoria-metrics.")
    .action(async (options: ExportOptions) => {
      const size = {
        points: count("--points", options.points) as number,
        rounds: count("--rounds", options.rounds) as number,
      };
      const { benchExport, exportFigures, exportSteps } = await import("../bench/exportBench");
      const found = await measured(exportSteps(size), "steps", (onStep, signal) => benchExport(size, onStep, signal));
      printFound(found, exportFigures, options.json);
    });
}
