import type { Command } from "commander";
import { addListing } from "../listing";
import { shortTime } from "../print";

/** `yeelen quarantine`. */
export function addQuarantine(program: Command): void {
  addListing(program, {
    name: "quarantine",
    description: "list what came in and was not stored as readings, and why, the newest first",
    read: async (source) => await source.quarantine(),
    empty: "Nothing is quarantined.",
    headings: ["received (UTC)", "kit", "reason", "bytes", "times", "what is wrong"],
    row: ({ received, kit, reason, bytes, times, detail }) => [shortTime(received), kit, reason, bytes, times, detail],
  });
}
