import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { count } from "../arguments";
import { mustMeet, printFigures } from "../bench/targets";
import { CommandError } from "../commandError";
import { printJson } from "../print";
import { Progress } from "../progress";
import { untilStopped } from "../untilStopped";

interface SoakOptions {
  minutes?: string;
  connections?: string;
  plot?: string;
  json?: boolean;
}

/** `yeelen bench soak`. */
export function addBenchSoak(bench: Command): void {
  bench
    .command("soak")
    .description("measure whether memory and latency of the service stay as they are at half its top speed")
    .option("--minutes <number>", "as long instead of 10")
    .option("--connections <number>", "as many instead of 2,000")
    .option("--plot <file>", "draw memory and latency over time (SVG)")
    .option("--json", "print one JSON object")
    .action(async (options: SoakOptions) => {
      const minutes = count("--minutes", options.minutes);
      const connections = count("--connections", options.connections);
      const { benchSoak, soakFigures, soakSizes, soakSteps } = await import("../bench/soakBench");
      const stop = new AbortController();
      void untilStopped().then(() => stop.abort());
      const progress = new Progress(soakSteps, "stretches");
      let done = 0;
      const sizes = { ...soakSizes, ...(minutes && { minutes }), ...(connections && { connections }) };
      const found = await benchSoak(sizes, () => progress.update((done += 1)), stop.signal)
        .catch((error: unknown) => {
          if (stop.signal.aborted) throw new CommandError("stopped before it was through", 130);
          throw error;
        })
        .finally(() => progress.stop());
      if (options.plot) {
        const { soakPlot } = await import("../bench/soakPlot");
        writeFileSync(options.plot, soakPlot(found));
      }
      if (options.json) printJson(found);
      else printFigures(found, soakFigures);
      mustMeet(found, soakFigures);
    });
}
