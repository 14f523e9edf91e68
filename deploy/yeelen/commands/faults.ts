import type { Fault } from "@yeelen/shared/faults";
import type { Command } from "commander";
import { addListing } from "../listing";
import { shortTime } from "../print";

/** `yeelen faults`. */
export function addFaults(program: Command): void {
  addListing(program, {
    name: "faults",
    description: "list open faults and notices, the most severe first, each with its evidence",
    read: async (source) => await source.faults(),
    empty: "No faults and no notices.",
    headings: ["severity", "kit", "site", "part", "what", "since (UTC)", "evidence"],
    row: ({ severity, kit, site, part, kind, since, evidence }) => [
      severity,
      kit,
      site,
      part,
      kind,
      shortTime(since),
      evidenceText(evidence),
    ],
  });
}

function evidenceText(evidence: Fault["evidence"]): string {
  return Object.entries(evidence)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${typeof value === "string" && /^\d{4}-/.test(value) ? shortTime(value) : value}`)
    .join(", ");
}
