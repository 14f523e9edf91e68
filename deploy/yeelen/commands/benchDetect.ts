import type { Command } from "commander";
import { count } from "../arguments";
import { missed, printFigures } from "../bench/targets";
import { CommandError } from "../commandError";
import { printJson, printLine } from "../print";
import { Progress } from "../progress";
import { untilStopped } from "../untilStopped";

interface DetectOptions {
  kits?: string;
  days?: string;
  json?: boolean;
}

/** `yeelen bench detect`. */
export function addBenchDetect(bench: Command): void {
  bench
    .command("detect")
    .description("measure what finding faults costs, for 400 kits over 180 days and 10,000 kits over 30 days")
    .option("--kits <number>", "as many kits instead of 10,000; says so")
    .option("--days <number>", "as many days for both; says so")
    .option("--json", "print one JSON object")
    .action(async (options: DetectOptions) => {
      const { benchDetect, detectFigures, detectSizes } = await import("../bench/detectBench");
      const [small, large] = detectSizes;
      const kits = count("--kits", options.kits) ?? large.kits;
      const days = count("--days", options.days);
      const sizes = [
        { kits: Math.min(small.kits, kits), days: days ?? small.days },
        { kits, days: days ?? large.days },
      ] as const;
      const stop = new AbortController();
      void untilStopped().then(() => stop.abort());
      const progress = new Progress(
        sizes.reduce((sum, size) => sum + size.kits * size.days, 0),
        "kit-days",
      );
      let done = 0;
      const found = await benchDetect(
        sizes,
        (kitDays) => {
          done += kitDays;
          progress.update(done);
        },
        stop.signal,
      )
        .catch((error: unknown) => {
          if (stop.signal.aborted) throw new CommandError("stopped before it was through", 130);
          throw error;
        })
        .finally(() => progress.stop());
      if (options.json) printJson(found);
      else {
        printFigures(found, detectFigures);
        if (found.isShortened) printLine("fewer kits or days were folded than the figures' names say");
      }
      const problems = missed(found, detectFigures);
      if (problems.length > 0) throw new CommandError(`a target is missed: ${problems.join("; ")}`);
    });
}
