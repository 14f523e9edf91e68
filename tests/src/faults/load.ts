import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { yeelen } from "../harness/yeelen";
import type { LoadForm } from "./content";
import type { Ledger } from "./ledger";
import type { LoadKitSettings, Trusts } from "./loadKit";
import type { LoadAnswer, LoadMessage } from "./loadProcess";

const program = fileURLToPath(new URL("loadProcess.mjs", import.meta.url));

/** How long the load may take to get rid of what it holds. */
const DRAIN_LIMIT_ms = 60_000;

/**
 * Registers the kits of a load with `yeelen kits add`. Half of them trust the acknowledgement, as our firmware does, the
 * others the PUBACK, as any other client does; both forms of report are there, or the one that is asked for.
 *
 * @param environment added to that of the command
 */
export async function enrolLoad(
  data: string,
  count: number,
  form?: LoadForm,
  environment: Record<string, string> = {},
): Promise<LoadKitSettings[]> {
  const args = ["kits", "add", "--data", data, "--site", "Mopti", "--count", String(count), "--json"];
  const { status, stdout, stderr } = await yeelen(args, environment);
  if (status !== 0) throw new Error(`yeelen kits add ended with ${status}: ${stderr}`);
  const { kits } = JSON.parse(stdout) as { kits: { kit: string; secret: string }[] };
  return kits.map(({ kit, secret }, index) => {
    const trusts: Trusts = index % 2 === 0 ? "acknowledgement" : "puback";
    return { id: kit, secret, index, form: form ?? (index % 4 < 2 ? "binary" : "json"), trusts };
  });
}

/** Clients in a process of their own: what they were promised outlives the service, however that ends. */
export class Load {
  private child: ChildProcess | undefined;
  private questions = 0;

  constructor(
    private readonly port: number,
    private readonly kits: LoadKitSettings[],
    private readonly readings_per_s: number,
    private readonly seed: number,
  ) {}

  start(): void {
    // it ends with its channel to this process, however this process ends
    this.child = spawn(process.execPath, [program], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const { port, kits, readings_per_s, seed } = this;
    this.say({ begin: { port, kits, readings_per_s, seed } });
  }

  /** What the clients were promised up to now. */
  async ledger(): Promise<Ledger> {
    this.questions += 1;
    const tell = this.questions;
    this.say({ tell });
    for (;;) {
      const [answer] = (await once(this.child as ChildProcess, "message")) as [LoadAnswer];
      if (answer.tell === tell) return answer.ledger;
    }
  }

  pace(readings_per_s: number): void {
    this.say({ pace: readings_per_s });
  }

  /**
   * Lets the clients read no more, and waits until they are rid of all they hold.
   *
   * @throws Error where nothing is acknowledged for a minute
   */
  async drain(): Promise<Ledger> {
    this.pace(0);
    let least = Infinity;
    let since_ms = Date.now();
    // the ledger names every reading: who asks for it too often keeps the clients from their work
    for (let pause_ms = 50; ; pause_ms = Math.min(2 * pause_ms, 1000)) {
      const ledger = await this.ledger();
      if (ledger.held === 0) return ledger;
      if (ledger.held < least) {
        least = ledger.held;
        since_ms = Date.now();
      }
      if (Date.now() - since_ms > DRAIN_LIMIT_ms) {
        throw new Error(`${ledger.held} readings are held, and none was acknowledged for a minute`);
      }
      await sleep(pause_ms);
    }
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  private say(message: LoadMessage): void {
    this.child?.send(message);
  }
}
