// @ts-check
import fs from "node:fs";
import path from "node:path";
import { memory, root } from "./paths.mjs";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} [needs] a file without which there is nothing to do yet
 * @property {() => string} [inputs] hash of all that the outcome depends on; without it the step looks for itself
 * @property {string[]} [outputs] what must be there for the last run to count
 * @property {() => Promise<{ status: number, output: string, done?: string }>} work
 * @property {string} advice what to do when it fails
 */

/** A step of set-up failed; everything there is to say has been printed. */
export class StepFailed extends Error {}

/**
 * Does a step unless what it did last time is still valid, and prints one line about it.
 * @param {Step} step
 */
export async function take(step) {
  const began = Date.now();
  /** @param {string} outcome */
  const say = (outcome) => {
    const elapsed_s = ((Date.now() - began) / 1000).toFixed(1);
    process.stdout.write(`set-up: ${step.name.padEnd(12)} ${outcome.padEnd(24)} ${elapsed_s.padStart(6)} s\n`);
  };

  if (step.needs !== undefined && !fs.existsSync(path.join(root, step.needs))) {
    say(`nothing to do: there is no ${step.needs}`);
    return;
  }
  const stamp = path.join(memory, `${step.name.replaceAll(" ", "-")}.sha256`);
  const inputs = step.inputs?.();
  if (inputs !== undefined && isValid(stamp, inputs, step.outputs ?? [])) {
    say("still valid");
    return;
  }

  // Gone before the work starts: half a result must not count after we are interrupted.
  fs.rmSync(stamp, { force: true });
  const { status, output, done } = await step.work();
  if (status !== 0) {
    say("FAILED");
    process.stdout.write(`\n${output.trimEnd()}\n\n${step.name} failed (status ${status}). ${step.advice}\n\n`);
    throw new StepFailed(step.name);
  }
  if (inputs !== undefined) fs.writeFileSync(stamp, inputs);
  say(done ?? "done");
}

/**
 * @param {string} stamp
 * @param {string} inputs
 * @param {string[]} outputs
 */
function isValid(stamp, inputs, outputs) {
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, "utf8") !== inputs) return false;
  return outputs.every((output) => fs.existsSync(path.join(root, output)));
}
