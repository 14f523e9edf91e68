import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { count } from "../arguments";
import { measured, printFound } from "./measured";

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
      const sizes = { ...soakSizes, ...(minutes && { minutes }), ...(connections && { connections }) };
      const found = await measured(soakSteps, "stretches", (onStep, signal) => benchSoak(sizes, onStep, signal));
      if (options.plot) {
        const { soakPlot } = await import("../bench/soakPlot");
        writeFileSync(options.plot, soakPlot(found));
      }
      printFound(found, soakFigures, options.json);
    });
}
