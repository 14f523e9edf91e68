// @ts-check
import fs from "node:fs";
import path from "node:path";
import { runChecks } from "./checks.mjs";
import { ask, endOnSignals } from "./child.mjs";
import { memory } from "./paths.mjs";
import { StepFailed } from "./step.mjs";
import { setUp } from "./steps.mjs";
import { add, closing, tallyTests } from "./tally.mjs";
import { describeMissing, missingServers } from "./testServers.mjs";

endOnSignals();
const tally = await run();
process.stdout.write(closing(tally, describeMissing(missingServers())));
process.exitCode = tally.failed === 0 ? 0 : 1;

async function run() {
  try {
    await setUp({ testServers: true });
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return { passed: 0, failed: 1, skipped: 0, notes: [`FAILED: set-up: ${error.message}`] };
  }
  return add(await runChecks(), await runVitest(process.argv.slice(2)));
}

/** @param {string[]} args */
async function runVitest(args) {
  // Two runs at once must not read each other's report.
  const file = path.join(memory, `vitest.${process.pid}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { status } = await ask("vitest", ["run", "--config", "tests/vitest.config.ts", ...reporters, ...args], {
    shown: true,
  });
  try {
    return tallyTests(fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined, status);
  } finally {
    fs.rmSync(file, { force: true });
  }
}
