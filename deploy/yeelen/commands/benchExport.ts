import type { Command } from "commander";
import { count } from "../arguments";
import { mustMeet, printFigures } from "../bench/targets";
import { CommandError } from "../commandError";
import { printJson } from "../print";
import { Progress } from "../progress";
import { untilStopped } from "../untilStopped";

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
      const stop = new AbortController();
      void untilStopped().then(() => stop.abort());
      const progress = new Progress(exportSteps(size), "steps");
      let done = 0;
      const found = await benchExport(size, () => progress.update((done += 1)), stop.signal)
        .catch((error: unknown) => {
          if (stop.signal.aborted) throw new CommandError("stopped before it was through", 130);
          throw error;
        })
        .finally(() => progress.stop());
      if (options.json) printJson(found);
      else printFigures(found, exportFigures);
      mustMeet(found, exportFigures);
    });
}
