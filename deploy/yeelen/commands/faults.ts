import type { Fault } from "@yeelen/shared/faults";
import type { Requests } from "@yeelen/ingest/requests";
import type { Command } from "commander";
import { addListing } from "../listing";
import { printJson, printLine, shortTime } from "../print";
import { makeRequest } from "../requests";
import { addFaultMarks } from "./faultMarks";
import { addExplain } from "./faultsExplain";

/** `yeelen faults`, and what can be asked and done about faults. */
export function addFaults(program: Command): void {
  const faults = addListing(program, {
    name: "faults",
    description: "list open faults and notices, the most severe first, each with its evidence",
    read: async (source) => await source.faults(),
    empty: "No faults and no notices.",
    headings: ["severity", "kit", "site", "part", "what", "state", "since (UTC)", "evidence"],
    row: ({ severity, kit, site, part, kind, state, since, evidence }) => [
      severity,
      kit,
      site,
      part,
      kind,
      state,
      shortTime(since),
      evidenceText(evidence),
    ],
  });
  addFaultMarks(faults);
  addAnswer(faults, {
    name: "answer",
    description: "answer a kit that calls for help: its light will say that the message was received",
    request: (requests, kit) => requests.answerHelp(kit),
    says: (kit) => `Answered: ${kit} shows the light with its next report; the fault clears when it confirms that.`,
  });
  addAnswer(faults, {
    name: "close",
    description: "close a kit's calls for help by hand, answered or not",
    request: (requests, kit) => requests.closeHelp(kit),
    says: (kit) => `Closed: ${kit} does not call for help any more.`,
  });
  addExplain(faults);
}

interface AnswerCommand {
  name: string;
  description: string;
  request: (requests: Requests, kit: string) => unknown;
  says: (kit: string) => string;
}

function addAnswer(faults: Command, { name, description, request, says }: AnswerCommand): void {
  faults
    .command(name)
    .description(description)
    .argument("<kit>", "the kit's id")
    .option("--data <dir>", "data directory (default: that of the running service, else ./yeelen-data; YEELEN_DATA)")
    .option("--json", "print one JSON object")
    .action(async (kit: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<{ data?: string; json?: boolean }>();
      const detail = await makeRequest(options.data, (requests, views) => {
        request(requests, kit);
        return views.kit(kit);
      });
      if (options.json) printJson({ kit, pending: detail?.pending ?? null });
      else printLine(says(kit));
    });
}

function evidenceText(evidence: Fault["evidence"]): string {
  return Object.entries(evidence)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${typeof value === "string" && /^\d{4}-/.test(value) ? shortTime(value) : value}`)
    .join(", ");
}
