import type { Command } from "commander";
import { count } from "../arguments";
import { printLine } from "../print";
import { measured, printFound } from "./measured";

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
      const kitDays = sizes.reduce((sum, size) => sum + size.kits * size.days, 0);
      let done = 0;
      const found = await measured(kitDays, "kit-days", async (onProgress, signal) => {
        const onDay = (more: number) => onProgress((done += more));
        return await benchDetect(sizes, onDay, signal);
      });
      printFound(found, detectFigures, options.json, ({ isShortened }) => {
        if (isShortened) printLine("fewer kits or days were folded than the figures' names say");
      });
    });
}
