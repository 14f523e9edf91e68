// @ts-check
import { endOnSignals } from "./child.mjs";
import { StepFailed } from "./step.mjs";
import { setUp } from "./steps.mjs";
import { describeMissing, missingServers } from "./testServers.mjs";

const testServers = process.argv.includes("--test-servers");
endOnSignals();
try {
  await setUp({ testServers });
  if (testServers) process.stdout.write(describeMissing(missingServers()));
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  process.exitCode = 1;
}
