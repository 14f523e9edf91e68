import { resolve } from "node:path";
import { checkJournal } from "@yeelen/ingest/journal/check";
import { salvage } from "@yeelen/ingest/journal/salvage";
import type { Command } from "commander";
import { CommandError } from "../commandError";
import { journalDirectory } from "../journalDirectory";
import { printJson, printLine, printNote } from "../print";
import { Progress } from "../progress";
import { dataDirectory } from "../source";

interface CheckOptions {
  data?: string;
  full?: boolean;
  json?: boolean;
}

/** `yeelen journal check` and `yeelen journal salvage`. @param journal the command they belong to */
export function addJournalCheck(journal: Command): void {
  journal
    .command("check")
    .description("look whether the journal is damaged, also while the service runs; ends with status 1 where it is")
    .option("--full", "read every report as well, and compare index and numbering with them")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions>();
      const directory = await journalDirectory(options.data);
      const { problems, ...found } = checkWithProgress(directory, options.full === true);
      if (problems.length > 0) process.exitCode = 1;
      if (options.json) return printJson({ data: directory, ...found, problems });
      for (const problem of problems) printLine(problem);
      if (problems.length === 0) printLine(`${directory}: nothing is damaged`);
      else
        printNote(
          `The journal is damaged. Stop the service, then:  yeelen journal salvage --data ${directory} --into DIR`,
        );
      return undefined;
    });
  journal
    .command("salvage")
    .description("copy what can be read of a damaged journal into a new data directory; with the service stopped")
    .requiredOption("--into <dir>", "the new data directory, which must be empty or missing")
    .option("--data <dir>", "the damaged data directory (default: ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions & { into: string }>();
      const { path } = dataDirectory(options.data);
      const into = resolve(options.into);
      const salvaged = salvageWithProgress(path, into);
      if (options.json) return printJson({ data: path, into, ...salvaged });
      const { reports, readings, lostReports, kits, notes } = salvaged;
      printLine(`${into} holds ${reports} reports with ${readings} readings; ${lostReports} reports are lost.`);
      for (const { kit, readings: here, before, gaps } of kits) {
        const of = before === null ? "" : ` of ${before}`;
        printLine(`  ${kit}: ${here}${of} readings, ${gaps} gaps`);
      }
      for (const note of notes) printLine(note);
      printNote(
        `A kit that still holds what is missing sends it again only if it was not acknowledged. See docs/journal.md.`,
      );
      return undefined;
    });
}

function checkWithProgress(directory: string, isFull: boolean) {
  let bar: Progress | undefined;
  try {
    return checkJournal(directory, isFull, (done, total) => {
      bar ??= new Progress(total, "reports");
      bar.update(done);
    });
  } finally {
    bar?.stop();
  }
}

function salvageWithProgress(path: string, into: string) {
  let bar: Progress | undefined;
  try {
    return salvage(path, into, (done, total) => {
      bar ??= new Progress(total, "pages");
      bar.update(done);
    });
  } catch (error) {
    throw new CommandError((error as Error).message);
  } finally {
    bar?.stop();
  }
}
