import type { Command } from "commander";
import type { FirmwareBench } from "../bench/firmwareBench";
import { printLine } from "../print";
import { measured, printFound } from "./measured";

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
      const found = await measured(100, "% of the work", (onProgress, signal) =>
        benchFirmware((done) => onProgress(Math.round(100 * done)), signal),
      );
      printFound(found, firmwareFigures, options.json, printRest);
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
