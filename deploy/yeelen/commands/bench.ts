import type { Command } from "commander";
import { addBenchFirmware } from "./benchFirmware";
import { addBenchSimulate } from "./benchSimulate";
import { addBenchWire } from "./benchWire";

/** `yeelen bench`. */
export function addBench(program: Command): void {
  const bench = program.command("bench").description("measure the kit's program, its reports, and this machine");
  addBenchFirmware(bench);
  addBenchWire(bench);
  addBenchSimulate(bench);
}
