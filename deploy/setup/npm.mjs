// @ts-check
import { ask } from "./child.mjs";

/**
 * Runs npm: the one that started us, or the first in PATH.
 * @param {string[]} args
 */
export async function npm(args) {
  const started = process.env.npm_execpath;
  const known = started !== undefined && started.endsWith("npm-cli.js");
  const outcome = await (known ? ask(process.execPath, [started, ...args]) : ask("npm", args));
  if (outcome.status !== 127) return outcome;
  return { ...outcome, output: `${outcome.output}npm cannot be run. It normally comes with Node: install it.\n` };
}
