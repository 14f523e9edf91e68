import type { BenchSize } from "@yeelen/simulator/run/bench";
import type { Command } from "commander";
import { count } from "../arguments";
import type { SimulateBench } from "../bench/simulateBench";
import { printJson, printLine, printTable } from "../print";
import { Progress } from "../progress";
import { stoppable } from "./measured";

interface BenchOptions {
  quick?: boolean;
  kits?: string;
  days?: string;
  json?: boolean;
}

/** `yeelen bench simulate`. */
export function addBenchSimulate(bench: Command): void {
  bench
    .command("simulate")
    .description("measure the simulator: the programme's 400 kits for 180 days, 10,000 kits for a day, the firmware")
    .option("--quick", "a tenth of the kits")
    .option("--kits <number>", "as many kits instead of 400, and of the others in proportion")
    .option("--days <number>", "as many days instead of 180")
    .option("--json", "print one JSON object")
    .action(async (options: BenchOptions) => {
      const kits = count("--kits", options.kits);
      const days = count("--days", options.days);
      // the simulator takes a while to load, and the other commands need none
      const { benchSimulate, benchSizes } = await import("../bench/simulateBench");
      const sizes = benchSizes({ quick: options.quick ?? false, ...(kits && { kits }), ...(days && { days }) });
      const found = await stoppable((signal) => benchSimulate(sizes, barOf, signal));
      if (options.json) printJson(found);
      else printFound(found);
    });
}

function barOf({ kits, days }: BenchSize, what: string) {
  const progress = new Progress(kits * days, `kit-days of ${what}`);
  return { update: (done: number) => progress.update(kits * done), stop: () => progress.stop() };
}

function printFound(found: SimulateBench): void {
  const { runs, isScaled } = found;
  // the start counts as much as in a whole run, and what is short is mostly start
  const about = isScaled ? "at most about " : "";
  printTable(
    ["what", "kits", "days", "took", "reports", "file", "a second"],
    [
      ["natively, programme.yaml", ...cells(runs.programme), `${found.kitDaysPerSecond} kit-days`],
      ["natively, stress.yaml", ...cells(runs.stress), ""],
      ["firmware's bytecode", ...cells(runs.firmware), `${found.firmwareKitDaysPerSecond} kit-days`],
    ],
  );
  printLine();
  printLine(`400 kits, 180 days   ${about}${found.kits400days180_s} s`);
  printLine(`10,000 kits, 1 day   ${about}${found.kits10000days1_s} s`);
  const { rss_bytes, rssAt30days_bytes, rssAt180days_bytes } = found;
  const { days } = runs.programme;
  const early = `${sizeOf(rssAt30days_bytes)} by day ${Math.max(1, Math.round(days / 6))}`;
  printLine(
    `memory               ${sizeOf(rss_bytes)} at most; ${early}, ${sizeOf(rssAt180days_bytes)} by day ${days}`,
  );
  printLine(
    `physics              a step every ${found.step_s} s, a reading every ${found.interval_s} s, a report every ${found.upload_s} s`,
  );
  printLine(`machine              ${found.cores} cores, Node.js ${found.node}`);
}

function cells({ kits, days, took_s, reports, file_bytes }: SimulateBench["runs"]["programme"]): (string | number)[] {
  return [kits, days, `${took_s.toFixed(1)} s`, reports, sizeOf(file_bytes)];
}

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;
}
