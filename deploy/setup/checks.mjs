// @ts-check
// What is checked besides the tests. Each is a script of the root package.json, so it can be run alone too.
import fs from "node:fs";
import path from "node:path";
import { ask } from "./child.mjs";
import { root } from "./paths.mjs";

/** `needs`: a file without which there is nothing to check. */
const checks = [
  { script: "types" },
  { script: "types:setup" },
  { script: "types:page", needs: "ingest/web/tsconfig.json" },
  { script: "lint" },
  { script: "format:check" },
  { script: "dead-code" },
];

/**
 * Runs every check, whatever the others say, and prints a line about each.
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runChecks() {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  /** @type {import("./tally.mjs").Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for (const { script, needs } of checks) {
    if (needs !== undefined && !fs.existsSync(path.join(root, needs))) {
      tally.skipped += 1;
      tally.notes.push(`SKIPPED: check ${script}: there is no ${needs}`);
      continue;
    }
    const began = Date.now();
    const { status, output } = await ask(scripts[script], [], { shell: true });
    const outcome = status === 0 ? "passed" : "FAILED";
    const elapsed_s = ((Date.now() - began) / 1000).toFixed(1);
    process.stdout.write(`check:  ${script.padEnd(12)} ${outcome.padEnd(24)} ${elapsed_s.padStart(6)} s\n`);
    if (status === 0) {
      tally.passed += 1;
    } else {
      tally.failed += 1;
      tally.notes.push(`FAILED: check ${script} (npm run ${script})`);
      process.stdout.write(`\n${output.trimEnd()}\n\n`);
    }
  }
  return tally;
}
