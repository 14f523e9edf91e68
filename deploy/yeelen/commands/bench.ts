import type { Command } from "commander";
import { addBenchDetect } from "./benchDetect";
import { addBenchExport } from "./benchExport";
import { addBenchFirmware } from "./benchFirmware";
import { addBenchIntake } from "./benchIntake";
import { addBenchReturn } from "./benchReturn";
import { addBenchSimulate } from "./benchSimulate";
import { addBenchSoak } from "./benchSoak";
import { addBenchStore } from "./benchStore";
import { addBenchWire } from "./benchWire";

/** `yeelen bench`. */
export function addBench(program: Command): void {
  const bench = program
    .command("bench")
    .description("measure the kit's program, its reports, the service, and this machine");
  addBenchFirmware(bench);
  addBenchWire(bench);
  addBenchIntake(bench);
  addBenchReturn(bench);
  addBenchSoak(bench);
  addBenchStore(bench);
  addBenchSimulate(bench);
  addBenchExport(bench);
  addBenchDetect(bench);
}
