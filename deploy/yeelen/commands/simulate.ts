import type { Command } from "commander";
import { scenarioNames } from "../scenarios";
import type { SimulateOptions } from "../simulation";

/** `yeelen simulate`. */
export function addSimulate(program: Command): void {
  program
    .command("simulate")
    .description("live through a scenario with a simulated fleet: sun, people, phones and faults, with labels")
    .requiredOption("--scenario <file>", `a YAML file, or one that comes with it: ${scenarioNames().join(", ")}`)
    .option("--seed <number>", "the same seed gives the same simulation, to the byte", "1")
    .option("--kits <number>", "as many kits, over the sites in proportion (default: the scenario's)")
    .option("--days <number>", "as many days (default: the scenario's)")
    .option("--start <day>", "begin on another day than the scenario's, such as 2026-01-31")
    .option("--speed <factor>", "simulated seconds per second, or max (default: max; 3600 where it is interfered with)")
    .option("--out <file>", "write reports and labels into a file of JSON lines (.gz: compressed; -: standard output)")
    .option("--into <dir>", "report to the service that runs on this data directory; registers the kits there")
    .option("--broker <host:port>", "report to any broker; needs --credentials")
    .option("--credentials <file>", "secrets of the kits, as  yeelen kits add --json  prints them")
    .option("--receipts", "take the broker's receipts for acknowledgements, where no Yeelen stands behind it")
    .option("--firmware [kits]", "run the firmware's bytecode: in all kits, in the first so many, or in those named")
    .option("--console", "let faults happen and repair them with words typed here, while it runs")
    .option("--control [port]", "the same with a page and HTTP, on this machine only (default: any free port)")
    .option("--threads <number>", "threads to use where kits are simulated natively at full speed (default: all cores)")
    .option("--report <file>", "where the picture book goes (default: simulation-SCENARIO-SEED.html)")
    .option("--no-report", "make none")
    .option("--json", "print the result as one JSON object")
    .addHelpText(
      "after",
      "\nWithout --out, --into or --broker the reports go nowhere and the picture book is what is left.",
    )
    .action(async (options: SimulateOptions) => {
      // what draws the pictures takes a while to load, and the other commands need none
      const { runSimulation } = await import("../simulation");
      await runSimulation(options);
    });
}
