import { type Command, Option } from "commander";
import { count } from "../arguments";
import type { ReturnBench, Store } from "../bench/returnBench";
import { printLine } from "../print";
import { measured, printFound } from "./measured";

interface ReturnOptions {
  kits?: string;
  store?: Store | "none";
  json?: boolean;
}

/** `yeelen bench return`. */
export function addBenchReturn(bench: Command): void {
  bench
    .command("return")
    .description("measure how 10,000 kits come back after seven days without a network, while others report")
    .option("--kits <number>", "as many kits instead of 10,000; says so")
    .addOption(
      new Option("--store <name>", "where a second run exports to (default: what is installed)").choices([
        "influxdb",
        "victoriametrics",
        "none",
      ]),
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nThe data lies in the temporary directory meanwhile: TMPDIR should name one on the disk that counts.",
    )
    .action(async (options: ReturnOptions) => {
      const kits = count("--kits", options.kits);
      const { benchReturn, installedStore, returnFigures, returnSteps, RETURNING } = await import(
        "../bench/returnBench"
      );
      const store = options.store === "none" ? undefined : (options.store ?? installedStore());
      const size = { kits: kits ?? RETURNING, store };
      const found = await measured(returnSteps, "runs", (onRun, signal) => benchReturn(size, onRun, signal));
      printFound(found, returnFigures, options.json, printRest);
    });
}

function printRest({ tls, withExport, exportCaughtUp_s, kits, reportsPerKit, isShortened }: ReturnBench): void {
  printLine(`${kits} kits, ${reportsPerKit} reports each`);
  printLine(
    `over TLS   journalled after ${tls.seconds} s; live reports ${tls.liveAckP99_ms} ms (99 of 100); lost ${tls.lost}`,
  );
  if (withExport) {
    printLine(
      `with an export to ${withExport.store}   journalled after ${withExport.seconds} s, exported after ` +
        `${exportCaughtUp_s} s; live reports ${withExport.liveAckP99_ms} ms (99 of 100); lost ${withExport.lost}`,
    );
  } else printLine("no store is installed: how long the export takes was not measured");
  if (isShortened) printLine("fewer kits came back than the targets are for");
}
