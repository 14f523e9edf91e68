import { spawn } from "node:child_process";
import { find } from "yeelen/servers/programs";

/** What a command-line client did. The status is null when it was still running at its time limit and was killed. */
export interface ClientOutcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

interface Broker {
  host?: string;
  port: number;
}

/** Runs mosquitto_pub against any broker, for example with `["-t", topic, "-m", message, "-q", "1"]`. */
export function mosquittoPub(broker: Broker, args: string[], limit_ms = 10_000): Promise<ClientOutcome> {
  return runClient("mosquitto_pub", broker, args, limit_ms);
}

/** Runs mosquitto_sub: give it `-C` (messages) or `-W` (seconds) to end by itself. */
export function mosquittoSub(broker: Broker, args: string[], limit_ms = 10_000): Promise<ClientOutcome> {
  return runClient("mosquitto_sub", broker, args, limit_ms);
}

/** Runs mosquitto_rr: publishes to `-t` with `-m` and prints the first answer on `-e`. */
export function mosquittoRr(broker: Broker, args: string[], limit_ms = 10_000): Promise<ClientOutcome> {
  return runClient("mosquitto_rr", broker, args, limit_ms);
}

function runClient(program: string, broker: Broker, args: string[], limit_ms: number): Promise<ClientOutcome> {
  const file = find(program);
  if (file === undefined) throw new Error(`${program} is not installed`);
  const address = ["-h", broker.host ?? "127.0.0.1", "-p", String(broker.port)];
  const child = spawn(file, [...address, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), limit_ms);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      clearTimeout(limit);
      resolve({ status, stdout, stderr });
    });
  });
}
