import type { Mark, ToldBy } from "@yeelen/ingest/journal/faultMarks";
import { toldBy } from "@yeelen/ingest/journal/faultMarks";
import { type FaultKind, type FaultPart, faultKinds, faultParts } from "@yeelen/shared/faults";
import { Argument, type Command, Option } from "commander";
import { dayOf } from "../arguments";
import { CommandError } from "../commandError";
import { printJson, printLine, shortTime } from "../print";
import { makeRequest } from "../requests";
import { openSource } from "../source";

interface MarkOptions {
  data?: string;
  json?: boolean;
  until?: string;
  by?: ToldBy;
  close?: boolean;
}

/** `yeelen faults acknowledge`, `snooze`, `repaired`, `withdraw`, `report` and `history`. */
export function addFaultMarks(faults: Command): void {
  addMark(faults, "acknowledge", "acknowledged", "say that somebody has seen a fault and looks after it");
  addMark(faults, "snooze", "snoozed", "let a fault wait until a day").requiredOption(
    "--until <day>",
    "the day from which on it counts again, such as 2026-12-24",
  );
  addMark(faults, "repaired", "repaired", "say that a fault was repaired; it stands until telemetry agrees");
  addMark(faults, "withdraw", "withdrawn", "take back what was said of a fault");
  addReport(faults);
  addHistory(faults);
}

function addMark(faults: Command, name: string, mark: Mark, description: string): Command {
  return faults
    .command(name)
    .description(description)
    .argument("<kit>", "the kit's id")
    .addArgument(new Argument("<kind>", "what fails").choices(faultKinds))
    .addArgument(new Argument("[part]", "of which part, where there are several").choices(faultParts))
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (kit: string, kind: FaultKind, given: FaultPart | undefined, _options: unknown, command: Command) => {
      const { data, json, until } = command.optsWithGlobals<MarkOptions>();
      const until_ms = dayOf("--until", until);
      const fault = await makeRequest(data, async (requests, views) => {
        const open = await views.faults();
        const part = given ?? onlyPart(open.filter((one) => one.kit === kit && one.kind === kind));
        requests.markFault(open, { kit, kind, part }, mark, until_ms);
        const again = await views.faults();
        return again.find((one) => one.kit === kit && one.kind === kind && one.part === part);
      });
      if (json) printJson({ fault: fault ?? null });
      else printLine(`${kit}: ${kind} on ${fault?.part} is ${fault?.state}`);
    });
}

/** @throws CommandError where a kit has the fault on several parts */
function onlyPart(faults: readonly { part: FaultPart }[]): FaultPart {
  const [first, second] = faults;
  if (!first) throw new CommandError("there is no such open fault: look at  yeelen faults");
  if (second) throw new CommandError(`say which part is meant: ${faults.map(({ part }) => part).join(", ")}`);
  return first.part;
}

function addReport(faults: Command): void {
  faults
    .command("report")
    .description("note a fault that somebody told of, whatever telemetry shows")
    .argument("<kit>", "the kit's id")
    .addArgument(new Argument("<part>", "what fails").choices(faultParts))
    .addOption(new Option("--by <how>", "how it was told").choices(toldBy).default("phone call"))
    .option("--close", "it was looked at: nobody waits for it any more")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (kit: string, part: FaultPart, _options: unknown, command: Command) => {
      const { data, json, by, close } = command.optsWithGlobals<MarkOptions>();
      await makeRequest(data, (requests) => {
        if (close) requests.closeReport(kit, part);
        else requests.reportFault(kit, part, by as ToldBy);
      });
      if (json) printJson({ kit, part, open: !close });
      else printLine(close ? `Closed: ${part} of ${kit}.` : `Noted: ${part} of ${kit}.`);
    });
}

function addHistory(faults: Command): void {
  faults
    .command("history")
    .description("what a kit has and had, suspected or raised, the newest first")
    .argument("<kit>", "the kit's id")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (kit: string, _options: unknown, command: Command) => {
      const { data, json } = command.optsWithGlobals<MarkOptions>();
      const source = await openSource(data);
      try {
        const history = await source.faultsOf(kit);
        if (!history) throw new CommandError(`no kit ${kit} is registered`);
        if (json) printJson({ faults: history });
        else if (history.length === 0) printLine(`${kit} has had no fault.`);
        for (const { since, cleared, severity, kind, part, state } of json ? [] : history) {
          const until = cleared === undefined ? state : `until ${shortTime(cleared)}`;
          printLine(`${shortTime(since)}  ${severity}  ${kind} on ${part}, ${until}`);
        }
      } finally {
        source.close();
      }
    });
}
