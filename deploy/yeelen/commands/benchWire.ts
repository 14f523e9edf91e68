import type { Command } from "commander";
import { count } from "../arguments";
import type { WireBench } from "../bench/wireBench";
import { printLine } from "../print";
import { measured, printFound } from "./measured";

interface WireOptions {
  days?: string;
  json?: boolean;
}

/** `yeelen bench wire`. */
export function addBenchWire(bench: Command): void {
  bench
    .command("wire")
    .description("measure what reports weigh and what a household pays for them, on a network interface of their own")
    .option("--days <number>", "as many days instead of a fortnight")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nTakes Linux with unshare and ip, as root or where users may have network namespaces.")
    .action(async (options: WireOptions) => {
      const days = count("--days", options.days);
      const { benchWire, wireFigures, wireKitDays } = await import("../bench/wireBench");
      const kitDays = wireKitDays(days ?? 14);
      const found = await measured(kitDays, "kit-days of uploads", (onDay, signal) =>
        benchWire({ ...(days && { days }) }, onDay, signal),
      );
      printFound(found, wireFigures, options.json, printRest);
    });
}

function printRest({ wireBytesPerKitMonthByDataSaving, wireBytesPerUpload, runs, isShortened }: WireBench): void {
  const levels = wireBytesPerKitMonthByDataSaving.map((bytes, level) => `${level}: ${Math.round(bytes / 1000)} kB`);
  printLine(`a month by level of data saving   ${levels.join(", ")}`);
  printLine(`an upload, whatever it carries    ${wireBytesPerUpload} bytes`);
  const { connections, packets, bytes, expected_bytes } = runs.fourUploads;
  printLine(
    `counted with four uploads a day   ${connections} connections, ${packets} packets, ${bytes} bytes ` +
      `(by the sockets: ${expected_bytes})`,
  );
  if (isShortened) printLine("less than a fortnight was lived through");
}
