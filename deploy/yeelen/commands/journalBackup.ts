import { resolve } from "node:path";
import { type BackupContent, backUp, type OnStep, restore } from "@yeelen/ingest/journal/backup";
import type { Command } from "commander";
import { bytesText } from "../bytesText";
import { CommandError } from "../commandError";
import { journalDirectory } from "../journalDirectory";
import { printJson, printLine, printNote } from "../print";
import { Progress } from "../progress";
import { dataDirectory } from "../source";

/** `yeelen journal backup` and `yeelen journal restore`. @param journal the command they belong to */
export function addJournalBackup(journal: Command): void {
  journal
    .command("backup")
    .description("copy the journal and the key of the kits' secrets into one file, also while the service runs")
    .argument("<file>", "the file to write; it must not be there yet")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<{ data?: string; json?: boolean }>();
      const file = resolve(name);
      const directory = await journalDirectory(options.data);
      const content = await withProgress(async (onStep) => await backUp(directory, file, onStep));
      if (options.json) return printJson({ data: directory, file, ...content });
      tell(`${file} holds`, content);
      printNote("Keep it where only you can read it: it holds the key of the kits' secrets.");
      return undefined;
    });
  journal
    .command("restore")
    .description("make a data directory from a backup")
    .argument("<file>", "a file that  yeelen journal backup  wrote")
    .option("--data <dir>", "the new data directory, which must be empty or missing (default: ./yeelen-data)")
    .option("--json", "print one JSON object")
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<{ data?: string; json?: boolean }>();
      const file = resolve(name);
      const { path } = dataDirectory(options.data);
      const content = await withProgress(async (onStep) => restore(file, path, onStep));
      if (options.json) return printJson({ data: path, file, ...content });
      tell(`${path} holds`, content);
      return undefined;
    });
}

function tell(what: string, { reports, readings, bytes, made_ms }: BackupContent): void {
  const time = new Date(made_ms).toISOString().slice(0, 16).replace("T", " ");
  printLine(`${what} ${reports} reports with ${readings} readings, as of ${time} UTC: ${bytesText(bytes)}.`);
  printLine("All of it was read back.");
}

async function withProgress(work: (onStep: OnStep) => Promise<BackupContent>): Promise<BackupContent> {
  let shown: { step: string; bar: Progress } | undefined;
  try {
    return await work((step, done, total) => {
      if (shown?.step !== step) {
        shown?.bar.stop();
        shown = { step, bar: new Progress(total, step === "copying" ? "bytes" : "reports") };
      }
      shown.bar.update(done, step);
    });
  } catch (error) {
    throw new CommandError((error as Error).message);
  } finally {
    shown?.bar.stop();
  }
}
