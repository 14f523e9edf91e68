import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { CommandError } from "./commandError";
import { addBench } from "./commands/bench";
import { addDemo } from "./commands/demo";
import { addDoctor } from "./commands/doctor";
import { addEvaluate } from "./commands/evaluate";
import { addExport } from "./commands/export";
import { addFaults } from "./commands/faults";
import { addJournal } from "./commands/journal";
import { addKits } from "./commands/kits";
import { addQuarantine } from "./commands/quarantine";
import { addReplay } from "./commands/replay";
import { addServe } from "./commands/serve";
import { addSimulate } from "./commands/simulate";

const program = new Command("yeelen")
  .description("Telemetry and maintenance for solar kits: hears from kits, notices what fails, says where to go.")
  .version(packageJson.version)
  .showHelpAfterError("(yeelen --help says what there is)")
  .configureHelp({ sortSubcommands: false });

addServe(program);
addSimulate(program);
addReplay(program);
addDemo(program);
addKits(program);
addFaults(program);
addQuarantine(program);
addDoctor(program);
addEvaluate(program);
addExport(program);
addJournal(program);
addBench(program);

try {
  await program.parseAsync();
} catch (error) {
  const isExpected = error instanceof CommandError || (error as Error).name === "ConfigError";
  process.stderr.write(
    `yeelen: ${isExpected || !process.env.YEELEN_DEBUG ? (error as Error).message : (error as Error).stack}\n`,
  );
  process.exitCode = error instanceof CommandError ? error.exitStatus : 1;
}
