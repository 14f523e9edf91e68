import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../bin.mjs", import.meta.url));
const benchChild = fileURLToPath(new URL("benchChild.mjs", import.meta.url));

/** So much of what a server wrote to standard error is told. */
const LAST_WORDS = 2000;

/** A server under load, as a process of its own. */
export class ServerProcess {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
    /** Where the API of the service is; empty of other servers. */
    readonly url: string,
  ) {}

  /**
   * Starts `yeelen serve` on a data directory, on free ports. No other command finds it.
   *
   * @param settings variables of the environment beside those
   */
  static async service(data: string, settings: Record<string, string> = {}): Promise<ServerProcess> {
    const args = [bin, "serve", "--data", data, "--mqtt-port", "0", "--http-port", "0", "--json"];
    return await ServerProcess.start(args, { YEELEN_LOG: "warn", XDG_RUNTIME_DIR: data, ...settings });
  }

  /** Starts one of the servers that the service is compared with. */
  static async comparison(main: string, data: string): Promise<ServerProcess> {
    return await ServerProcess.start([benchChild, main, data], {});
  }

  /** What is resident of the process, in bytes. */
  rss_bytes(): number {
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(this.process.pid)], { encoding: "utf8" })) * 1024;
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const closed = once(this.process, "close");
    this.process.kill("SIGTERM");
    await closed;
  }

  private static async start(args: string[], settings: Record<string, string>): Promise<ServerProcess> {
    // what the caller has set for a service of his own is not meant for this one
    const environment = Object.entries(process.env).filter(([name]) => !/^(YEELEN|MQTT|HTTP|INFLUX)_/.test(name));
    const child = spawn(process.execPath, args, {
      env: { ...Object.fromEntries(environment), ...settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    // what it has to say is of interest only where it does not start
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-LAST_WORDS);
    });
    const killWithThis = () => child.kill("SIGKILL");
    process.once("exit", killWithThis);
    child.once("close", () => process.off("exit", killWithThis));
    const line = await firstLine(child);
    if (line === undefined) throw new Error(`a server did not start: ${stderr}`);
    const { mqtt, url = "" } = JSON.parse(line) as { mqtt: { port: number }; url?: string };
    return new ServerProcess(child, mqtt.port, url);
  }
}

async function firstLine(child: ChildProcess): Promise<string | undefined> {
  let text = "";
  return await new Promise((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    child.once("close", () => resolve(undefined));
  });
}
