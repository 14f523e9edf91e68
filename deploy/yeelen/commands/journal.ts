import { runningServices } from "@yeelen/ingest/discovery";
import { compact, sizeOfJournal } from "@yeelen/ingest/journal/size";
import type { Command } from "commander";
import { bytesText } from "../bytesText";
import { CommandError } from "../commandError";
import { journalDirectory } from "../journalDirectory";
import { printJson, printLine, printNote, shortTime } from "../print";
import { dataDirectory } from "../source";
import { addJournalBackup } from "./journalBackup";
import { addJournalCheck } from "./journalCheck";

interface JournalOptions {
  data?: string;
  json?: boolean;
}

/** `yeelen journal`: what the journal takes; and what keeps it in order. */
export function addJournal(program: Command): void {
  const journal = program
    .command("journal")
    .description("show what the journal holds and what room it takes")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (options: JournalOptions) => {
      const directory = await journalDirectory(options.data);
      const size = sizeOfJournal(directory);
      if (options.json) return printJson({ data: directory, ...size });
      const time = (time_ms: number | null) => shortTime(time_ms === null ? null : new Date(time_ms).toISOString());
      printLine(`data      ${directory}`);
      printLine(`version   ${size.version}`);
      printLine(`size      ${bytesText(size.file_bytes)}, and ${bytesText(size.log_bytes)} of write-ahead log`);
      printLine(`free      ${bytesText(size.free_bytes)} within, used again (yeelen journal compact gives it back)`);
      printLine(`kept      ${size.reports} reports, ${size.readings} readings since the beginning`);
      printLine(`received  from ${time(size.oldest_ms)} to ${time(size.newest_ms)} UTC`);
      for (const { name, bytes } of size.parts) printLine(`  ${name.padEnd(16)} ${bytesText(bytes)}`);
      return undefined;
    });
  addJournalBackup(journal);
  addJournalCheck(journal);
  journal
    .command("compact")
    .description("give room that the journal does not use back to the disk; with the service stopped")
    .option("--data <dir>", "data directory (default: ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<JournalOptions>();
      const { path } = dataDirectory(options.data);
      const [service] = await runningServices(path);
      if (service) throw new CommandError(`a service (process ${service.pid}) runs on ${path}: stop it first`);
      if (process.stderr.isTTY) printNote("writing the journal anew, which takes as long as copying it");
      const { before_bytes, after_bytes } = compact(path);
      if (options.json) return printJson({ data: path, before_bytes, after_bytes });
      printLine(`${path}: ${bytesText(before_bytes)} before, ${bytesText(after_bytes)} now`);
      return undefined;
    });
}
