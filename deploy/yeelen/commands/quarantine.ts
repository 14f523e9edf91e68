import type { Command } from "commander";
import { printJson, printLine, printTable, shortTime } from "../print";
import { openSource } from "../source";

/** `yeelen quarantine`. */
export function addQuarantine(program: Command): void {
  program
    .command("quarantine")
    .description("list what came in and was not stored as readings, and why, the newest first")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object, with what was kept of each message in base64")
    .action(async (options: { data?: string; json?: boolean }) => {
      const source = await openSource(options.data);
      try {
        const list = await source.quarantine();
        if (options.json) return printJson({ quarantine: list });
        if (list.length === 0) return printLine("Nothing is quarantined.");
        printTable(
          ["received (UTC)", "kit", "reason", "bytes", "times", "what is wrong"],
          list.map((entry) => [
            shortTime(entry.received),
            entry.kit,
            entry.reason,
            entry.bytes,
            entry.times,
            entry.detail,
          ]),
        );
      } finally {
        source.close();
      }
      return undefined;
    });
}
