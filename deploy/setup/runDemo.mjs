// @ts-check
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { endOnSignals, signals } from "./child.mjs";
import { root } from "./paths.mjs";
import { StepFailed } from "./step.mjs";
import { setUp } from "./steps.mjs";

const release = endOnSignals();
try {
  await setUp({ testServers: false });
  release();
  runDemo();
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  process.exitCode = 1;
}

/**
 * One Ctrl-C arrives here twice, from the terminal and from npm. So the demo is kept out of the terminal's reach, gets
 * one signal from us for each key press, and ends by itself when we are gone without a word. (In package.json the
 * commands begin with `exec`: a shell in between would die of the signal, and npm with it, before the demo has ended.)
 */
function runDemo() {
  const endWithParent = fileURLToPath(new URL("endWithParent.mjs", import.meta.url));
  const demo = path.join(root, "deploy", "yeelen", "bin.mjs");
  const child = spawn(process.execPath, ["--import", endWithParent, demo, "demo", ...process.argv.slice(2)], {
    detached: true,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });

  let lastSignal_ms = 0;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    if (Date.now() - lastSignal_ms < 500) return;
    lastSignal_ms = Date.now();
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, pass);
  // npm may be killed without passing anything on.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    pass("SIGTERM");
  }, 1_000);
  child.once("error", (error) => {
    process.stderr.write(`The demo cannot be started: ${error.message}\n`);
    process.exit(1);
  });
  child.once("exit", (status, signal) => {
    process.exit(status ?? 128 + (signal === null ? 1 : os.constants.signals[signal]));
  });
}
