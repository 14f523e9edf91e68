import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The program. */
export const bin = fileURLToPath(new URL("../../../deploy/yeelen/bin.mjs", import.meta.url));

/** The field data that the project ships. */
export const heedFile = fileURLToPath(
  new URL("../../../simulator/data/heed-kigeme/microgrid_processed_august.csv", import.meta.url),
);

export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `yeelen` to its end, as a process of its own. */
export async function yeelen(args: string[], environment: Record<string, string> = {}): Promise<CommandResult> {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...process.env, ...environment } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout, stderr };
}

/**
 * Runs a command and returns what it printed.
 *
 * @throws Error with what it said where it fails
 */
export async function said(args: string[]): Promise<string> {
  const { status, stdout, stderr } = await yeelen(args);
  if (status !== 0) throw new Error(`yeelen ${args.join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}

/**
 * Runs a command that prints one JSON object.
 *
 * @throws Error with what it said where it fails
 */
export async function yeelenJson<T>(args: string[]): Promise<T> {
  const { status, stdout, stderr } = await yeelen([...args, "--json"]);
  if (status !== 0) throw new Error(`yeelen ${args.join(" ")} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** `yeelen serve` as a process of its own, so that it can be killed. */
export interface ServeProcess {
  url: string;
  mqttPort: number;
  pid: number;
  /** Ends it as the system would a crashed program: SIGKILL. */
  kill: () => Promise<void>;
  /** Asks it to end, by SIGTERM. Returns its exit status. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  /** Sends it a signal, and does not wait. */
  signal: (signal: NodeJS.Signals) => void;
  /** What it has logged, line by line. */
  log: () => string[];
}

/** @param ports the ports of an earlier run, to be found by those who knew it */
export async function serve(
  data: string,
  environment: Record<string, string> = {},
  ports?: { mqttPort: number; url: string },
): Promise<ServeProcess> {
  const httpPort = ports ? new URL(ports.url).port : "0";
  const args = [
    bin,
    "serve",
    "--data",
    data,
    "--mqtt-port",
    String(ports?.mqttPort ?? 0),
    "--http-port",
    httpPort,
    "--json",
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, YEELEN_LOG: "warn", ...environment } });
  // a test that fails before it stops its service must not leave it running
  const killWithTest = () => child.kill("SIGKILL");
  process.once("exit", killWithTest);
  child.once("close", () => process.off("exit", killWithTest));
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ready = await firstLine(child);
  if (!ready) throw new Error(`yeelen serve did not start: ${stderr}`);
  const { url, mqtt } = JSON.parse(ready) as { url: string; mqtt: { port: number } };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, "close");
    child.kill(signal);
    return ((await ended) as [number | null])[0];
  };
  return {
    url,
    mqttPort: mqtt.port,
    pid: child.pid as number,
    kill: async () => {
      await end("SIGKILL");
    },
    stop: async (signal = "SIGTERM") => await end(signal),
    signal: (signal) => child.kill(signal),
    log: () => stderr.split("\n").filter((line) => line.startsWith("{")),
  };
}

function firstLine(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    child.once("close", () => resolve(undefined));
  });
}
