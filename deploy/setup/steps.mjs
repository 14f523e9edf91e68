// @ts-check
import path from "node:path";
import { ask } from "./child.mjs";
import { installInputs, pageInputs } from "./inputs.mjs";
import { takeLock } from "./lock.mjs";
import { npm } from "./npm.mjs";
import { memory } from "./paths.mjs";
import { take } from "./step.mjs";
import { installTestServers } from "./testServers.mjs";

/** @type {import("./step.mjs").Step[]} */
const steps = [
  {
    name: "packages",
    inputs: installInputs,
    outputs: ["node_modules/.package-lock.json"],
    work: () => npm(["ci", "--no-audit", "--no-fund"]),
    advice: "If it is the network, run the command again; if the lock file does not fit, run `npm install` once.",
  },
  {
    name: "firmware",
    needs: "firmware/scripts/build.mjs", // it knows itself whether its output is still valid
    work: async () => {
      const outcome = await ask(process.execPath, ["firmware/scripts/build.mjs"]);
      return { ...outcome, done: outcome.output.includes("up to date") ? "still valid" : "done" };
    },
    advice: "The output above is the DeviceScript compiler's: correct the source and run the command again.",
  },
  {
    name: "page",
    needs: "ingest/web/index.html",
    inputs: pageInputs,
    outputs: ["ingest/web/dist/index.html"],
    work: () => ask("vite", ["build", "ingest/web"]),
    advice: "The output above is the page build's: correct the source and run the command again.",
  },
];

/**
 * Takes every step that is not valid any more. Throws StepFailed when one fails.
 * @param {{ testServers: boolean }} options testServers: also what only the tests need
 */
export async function setUp({ testServers }) {
  const lock = path.join(memory, "lock");
  const release = await takeLock(lock, (holder) => {
    process.stdout.write(
      `set-up: another one is at work here (process ${holder}): waiting. (Not so? Remove ${lock})\n`,
    );
  });
  try {
    for (const step of steps) await take(step);
    if (testServers) await take({ name: "test servers", work: installTestServers, advice: "" });
  } finally {
    release();
  }
}
