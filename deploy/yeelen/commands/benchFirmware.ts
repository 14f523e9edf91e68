import type { Command } from "commander";
import type { FirmwareBench } from "../bench/firmwareBench";
import { mustMeet, printFigures } from "../bench/targets";
import { CommandError } from "../commandError";
import { printJson, printLine } from "../print";
import { Progress } from "../progress";
import { untilStopped } from "../untilStopped";

/** `yeelen bench firmware`. */
export function addBenchFirmware(bench: Command): void {
  bench
    .command("firmware")
    .description(
      "measure the kit's program: size, memory, what it keeps, and what its controller takes from the battery",
    )
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nTakes some minutes. Energy is computed from datasheets: nothing here ran on a chip.")
    .action(async (options: { json?: boolean }) => {
      const { benchFirmware, firmwareFigures } = await import("../bench/firmwareBench");
      const stop = new AbortController();
      void untilStopped().then(() => stop.abort());
      const progress = new Progress(100, "% of the work");
      const found = await benchFirmware((done) => progress.update(Math.round(100 * done)), stop.signal)
        .catch((error: unknown) => {
          if (stop.signal.aborted) throw new CommandError("stopped before it was through", 130);
          throw error;
        })
        .finally(() => progress.stop());
      if (options.json) printJson(found);
      else {
        printFigures(found, firmwareFigures);
        printRest(found);
      }
      mustMeet(found, firmwareFigures);
    });
}

function printRest({ controllerEnergyParts, notTestedOnHardware, ...found }: FirmwareBench): void {
  const { sleeping_Wh, computing_Wh, looking_Wh, connected_Wh, monitors_Wh } = controllerEnergyParts;
  const parts = { sleeping_Wh, computing_Wh, looking_Wh, connected_Wh, monitors_Wh };
  const told = Object.entries(parts).map(([name, value]) => `${name.replace("_Wh", "")} ${value.toFixed(3)}`);
  printLine(`energy is made of       ${told.join(", ")} Wh`);
  printLine(
    `the radio a day         ${found.lookingForHotspot_s_per_day} s looking for a hotspot, ${found.connected_s_per_day} s connected`,
  );
  printLine(`usable heap             ${found.usableHeap_bytes} bytes`);
  if (found.heapProblem) printLine(`with all of the heap    ${found.heapProblem}`);
  printLine(`not tested on hardware  ${notTestedOnHardware.join("; ")}`);
}
