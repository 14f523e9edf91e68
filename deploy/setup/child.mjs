// @ts-check
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { root } from "./paths.mjs";

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
/** @type {NodeJS.Signals[]} */
export const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
let exitStatus = 0;

/**
 * @typedef {object} Options
 * @property {boolean} [shown] its output goes to ours while it runs
 * @property {boolean} [shell] `command` is a line for the shell
 * @property {Record<string, string>} [env] added to our own
 */

/**
 * Runs a command in the repository's folder, with the project's own tools in PATH. Never throws: a command that cannot
 * be started has status 127.
 * @param {string} command
 * @param {string[]} [args]
 * @param {Options} [options]
 * @returns {Promise<{ status: number, output: string }>} output is both streams in the order they came
 */
export function ask(command, args = [], { shown = false, shell = false, env = {} } = {}) {
  const tools = path.join(root, "node_modules", ".bin");
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, PATH: `${tools}${path.delimiter}${process.env.PATH ?? ""}`, ...env },
    shell,
    stdio: shown ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    /** @param {number} status */
    const ended = (status) => {
      running.delete(child);
      if (exitStatus !== 0 && running.size === 0) process.exit(exitStatus);
      resolve({ status, output });
    };
    child.once("error", (error) => {
      output += `${error.message}\n`;
      ended(127);
    });
    child.once("close", (status, signal) => ended(status ?? 128 + numberOf(signal)));
  });
}

/**
 * From now on a signal ends what `ask` runs, then us.
 * @returns {() => void} takes that back
 */
export function endOnSignals() {
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

/** @param {NodeJS.Signals} signal */
function end(signal) {
  exitStatus = 128 + numberOf(signal);
  if (running.size === 0) process.exit(exitStatus);
  for (const child of running) child.kill(signal);
  setTimeout(() => {
    for (const child of running) child.kill("SIGKILL");
  }, 5_000).unref();
}

/** @param {NodeJS.Signals | null} signal */
function numberOf(signal) {
  return signal === null ? 1 : os.constants.signals[signal];
}
