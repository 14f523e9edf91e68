import type { Fault } from "@yeelen/shared/faults";
import type { Command } from "commander";
import { printJson, printLine, printTable, shortTime } from "../print";
import { openSource } from "../source";

/** `yeelen faults`. */
export function addFaults(program: Command): void {
  program
    .command("faults")
    .description("list open faults and notices, the most severe first, each with its evidence")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (options: { data?: string; json?: boolean }) => {
      const source = await openSource(options.data);
      try {
        const faults = await source.faults();
        if (options.json) return printJson({ faults });
        if (faults.length === 0) return printLine("No faults and no notices.");
        printTable(
          ["severity", "kit", "site", "part", "what", "since (UTC)", "evidence"],
          faults.map((fault) => [
            fault.severity,
            fault.kit,
            fault.site,
            fault.part,
            fault.kind,
            shortTime(fault.since),
            evidenceText(fault.evidence),
          ]),
        );
      } finally {
        source.close();
      }
      return undefined;
    });
}

function evidenceText(evidence: Fault["evidence"]): string {
  return Object.entries(evidence)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${typeof value === "string" && /^\d{4}-/.test(value) ? shortTime(value) : value}`)
    .join(", ");
}
