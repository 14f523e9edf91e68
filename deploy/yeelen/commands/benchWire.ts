import type { Command } from "commander";
import { count } from "../arguments";
import { mustMeet, printFigures } from "../bench/targets";
import type { WireBench } from "../bench/wireBench";
import { CommandError } from "../commandError";
import { printJson, printLine } from "../print";
import { Progress } from "../progress";
import { untilStopped } from "../untilStopped";

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
      const stop = new AbortController();
      void untilStopped().then(() => stop.abort());
      const progress = new Progress(wireKitDays(days ?? 14), "kit-days of uploads");
      let done = 0;
      const found = await benchWire({ ...(days && { days }) }, () => progress.update((done += 1)), stop.signal)
        .catch((error: unknown) => {
          if (stop.signal.aborted) throw new CommandError("stopped before it was through", 130);
          throw error;
        })
        .finally(() => progress.stop());
      if (options.json) printJson(found);
      else {
        printFigures(found, wireFigures);
        printRest(found);
      }
      mustMeet(found, wireFigures);
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
