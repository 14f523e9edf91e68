import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { find } from "./programs";

/** A server that a test has started, with a directory of its own. */
export interface TestServer {
  readonly directory: string;
  readonly pid: number;
  /** Ends it in good order and removes its directory. */
  stop(): Promise<void>;
  /** SIGKILL. The directory stays; `restart` goes on from there. */
  kill(): void;
  /** Starts it on the same port and directory, after ending it in good order if it runs. */
  restart(): Promise<void>;
}

interface Program {
  program: string;
  /** Called once, before the first start. */
  prepare(directory: string): void;
  args(directory: string): string[];
  /** Whether it really answers. Asked again and again until it does. */
  answers(): Promise<boolean>;
}

const startLimit_ms = 30_000;
const stopLimit_ms = 15_000;

/** Starts a server in a new directory and returns when it answers. */
export async function startServer(program: Program): Promise<TestServer> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), `yeelen-${program.program}-`));
  program.prepare(directory);
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    child = launch(program.program, program.args(directory), directory);
    await untilReady(program, child, directory);
  };
  const removeAll = (): void => {
    child?.kill("SIGKILL");
    fs.rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", removeAll);
  try {
    await start();
  } catch (error) {
    process.off("exit", removeAll);
    removeAll();
    throw error;
  }

  return {
    directory,
    get pid() {
      return child?.pid ?? 0;
    },
    async stop() {
      if (child !== undefined) await end(child);
      process.off("exit", removeAll);
      removeAll();
    },
    kill() {
      child?.kill("SIGKILL");
    },
    async restart() {
      if (child !== undefined) await end(child);
      await start();
    },
  };
}

function launch(program: string, args: string[], directory: string): ChildProcess {
  const file = find(program);
  if (file === undefined) throw new Error(`${program} is not installed`);
  // Its output goes to a file: a pipe that nobody reads any more would stop the server.
  const log = fs.openSync(logOf(directory), "a");
  // A test process that is killed takes its servers with it, where the system can do that.
  const guard = find("setpriv");
  const [command, ...rest] = guard === undefined ? [file, ...args] : [guard, "--pdeathsig", "KILL", file, ...args];
  const child = spawn(command ?? file, rest, { cwd: directory, stdio: ["ignore", log, log] });
  fs.closeSync(log);
  return child;
}

async function untilReady(program: Program, child: ChildProcess, directory: string): Promise<void> {
  for (const until = Date.now() + startLimit_ms; Date.now() < until; await sleep(50)) {
    if (hasEnded(child)) break;
    if (await program.answers()) return;
  }
  const said = fs.readFileSync(logOf(directory), "utf8").slice(-4_000);
  throw new Error(`${program.program} ${hasEnded(child) ? "ended while it started" : "does not answer"}:\n${said}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const limit = setTimeout(() => child.kill("SIGKILL"), stopLimit_ms);
  await exited;
  clearTimeout(limit);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function logOf(directory: string): string {
  return path.join(directory, "server.log");
}
