import type { Command } from "commander";
import { count } from "../arguments";
import { missed, printFigures } from "../bench/targets";
import { CommandError } from "../commandError";
import { printJson, printLine } from "../print";
import { measured } from "./measured";

interface StoreOptions {
  kits?: string;
  days?: string;
  huge?: boolean;
  json?: boolean;
}

/** `yeelen bench store`. */
export function addBenchStore(bench: Command): void {
  bench
    .command("store")
    .description("measure what the journal of 400 and of 10,000 kits takes after 30 days, and how fast it is read")
    .option("--kits <number>", "one size of as many kits instead; says so")
    .option("--days <number>", "as many days instead of 30; says so")
    .option("--huge", "100,000 kits as well, which takes half an hour and 5 GB")
    .option("--json", "print one JSON object")
    .action(async (options: StoreOptions) => {
      const only = count("--kits", options.kits);
      const { benchStore, HUGE_kits, STORE_days, storeFigures, storeKitDays, storeKits } = await import(
        "../bench/storeBench"
      );
      const days = count("--days", options.days) ?? STORE_days;
      const kits = [...(only === undefined ? storeKits : [only]), ...(options.huge ? [HUGE_kits] : [])];
      const found = await measured(storeKitDays({ kits, days }), "kit-days", (onProgress, signal) =>
        benchStore({ kits, days }, onProgress, signal),
      );
      if (options.json) printJson(found);
      else {
        for (const size of found.sizes) printFigures(size, storeFigures(size));
        if (found.isShortened) printLine("less was kept than the targets are for");
      }
      const problems = found.sizes.flatMap((size) =>
        missed(size, storeFigures(size)).map((problem) => `${size.kits} kits: ${problem}`),
      );
      if (problems.length > 0) throw new CommandError(`a target is missed: ${problems.join("; ")}`);
    });
}
