import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { bin } from "../harness/yeelen";
import { freePort } from "yeelen/servers/freePort";
import { find } from "yeelen/servers/programs";

/** How long a service may take to come up: less than a second, but for a machine that has other things to do. */
const START_LIMIT_ms = 120_000;

/** `yeelen serve` on one directory and the same ports from start to start, to be killed at any moment. */
export class Subject {
  mqttPort = 0;
  url = "";
  private child: ChildProcess | undefined;
  private stderr = "";

  private constructor(
    readonly data: string,
    private readonly environment: () => Record<string, string>,
  ) {}

  /** @param environment asked at every start */
  static async on(data: string, environment: () => Record<string, string> = () => ({})): Promise<Subject> {
    const subject = new Subject(data, environment);
    subject.mqttPort = await freePort();
    subject.url = `http://127.0.0.1:${await freePort()}`;
    return subject;
  }

  /** @throws Error with what it said where it ends before it listens, or does neither */
  async start(): Promise<void> {
    const child = this.launch();
    let hangs = false;
    const limit = setTimeout(() => {
      hangs = true;
      child.kill("SIGKILL");
    }, START_LIMIT_ms);
    const isUp = await new Promise<boolean>((resolve) => {
      // the line that says where it listens
      child.stdout?.once("data", () => resolve(true));
      child.once("close", () => resolve(false));
    });
    clearTimeout(limit);
    const said = this.stderr.slice(-2_000);
    if (hangs) throw new Error(`yeelen serve neither came up nor ended within ${START_LIMIT_ms / 1000} s: ${said}`);
    if (!isUp) throw new Error(`yeelen serve did not come up: ${said}`);
  }

  /** Starts it and kills it again so soon that it may not have come up yet. */
  async killStarting(after_ms: number): Promise<void> {
    this.launch();
    await sleep(after_ms);
    await this.kill();
  }

  /** SIGKILL, as the system ends a program that crashed or took too much memory. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Asks it to end. Returns its exit status. */
  async stop(): Promise<number | null> {
    return await this.end("SIGTERM");
  }

  isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What it wrote on standard error since it was started last: its log. */
  log(): string {
    return this.stderr;
  }

  /** @returns what the API answers, parsed */
  async get<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.url}/${path}`, { signal: AbortSignal.timeout(10_000) })).json()) as T;
  }

  private launch(): ChildProcess {
    const ports = ["--mqtt-port", String(this.mqttPort), "--http-port", new URL(this.url).port];
    const command = [process.execPath, bin, "serve", "--data", this.data, ...ports, "--json"];
    // a test process that is killed takes its service with it, where the system can do that
    const guard = find("setpriv");
    const [program, ...args] = guard ? [guard, "--pdeathsig", "KILL", ...command] : command;
    const child = spawn(program as string, args, {
      env: { ...process.env, YEELEN_LOG: "warn", ...this.environment() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const killWithTest = () => child.kill("SIGKILL");
    process.once("exit", killWithTest);
    child.once("close", () => process.off("exit", killWithTest));
    this.stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.child = child;
    return child;
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child) return null;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, "close");
    child.kill(signal);
    return ((await ended) as [number | null])[0];
  }
}
