import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { HttpError, InfluxDB, setLogger, type SendOptions, type Transport } from "@influxdata/influxdb-client";
import type { InfluxSettings } from "../config/config";
import { fetchWithin } from "../fetchWithin";
import type { States } from "./lines";
import { type VictoriaMetrics, victoriaMetricsAt } from "./victoriaMetrics";

/** A server that takes longer for a batch of some thousand points is as good as away (chosen). */
const TIMEOUT_ms = 30_000;
/** A ping costs it nothing. */
const PING_ms = 10_000;

/** A server that takes points, by the API that it has. */
export interface Target {
  /** How it is to be told named states. */
  states: States;
  /** Set where it answers before its data is on the disk, so that a restart has to be noticed. */
  victoriaMetrics: VictoriaMetrics | undefined;
  /**
   * Writes lines, with ends of line between them, compressed. It is sent once: trying again is the cursor's job.
   *
   * @throws HttpError or a connection error where not every point is stored
   */
  write: (body: Buffer) => Promise<void>;
}

/** The line to a server, which can be cut. */
export class Connection {
  readonly agent: HttpAgent;
  private readonly ending = new AbortController();

  /** @param url of the server, for what kind of connections it takes */
  constructor(url: string) {
    const options = { keepAlive: true, maxSockets: 1 };
    this.agent = url.startsWith("https:") ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** For requests that do not go through the agent. (The client would never let go of it, so it takes the agent.) */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** Ends what is under way; it fails. Nothing can follow. */
  cut(): void {
    this.ending.abort();
    this.agent.destroy();
  }
}

/**
 * Finds out what a server is and makes its database where that is ours to do. InfluxDB 1.x
 * takes lines at `/write`, InfluxDB 2 and 3 and VictoriaMetrics at `/api/v2/write`.
 *
 * @throws Error where the server does not answer
 */
export async function connect(settings: InfluxSettings, { agent, signal }: Connection): Promise<Target> {
  // the client prints every failure with its stack; the exporter says once that it cannot write, and once that it can
  setLogger({ error: () => undefined, warn: () => undefined });
  const base = settings.url.replace(/\/+$/, "");
  const api = settings.api === "auto" ? await detect(base, signal) : settings.api;
  const client = new InfluxDB({
    url: base,
    timeout: TIMEOUT_ms,
    transportOptions: { agent },
    ...(settings.token && { token: settings.token }),
  });
  const victoriaMetrics = api === "v2" ? await victoriaMetricsAt(base, signal) : undefined;
  if (api === "v1") await createDatabase(base, settings, signal);
  const path = api === "v1" ? pathOfVersion1(settings) : pathOfVersion2(settings);
  return {
    states: victoriaMetrics ? "numbers" : "names",
    victoriaMetrics,
    write: async (body) => await post(client.transport, path, body),
  };
}

function pathOfVersion1(settings: InfluxSettings): string {
  const query = new URLSearchParams({ db: settings.database, precision: "ns", ...signInOf(settings) });
  return `/write?${query.toString()}`;
}

function pathOfVersion2({ org, database }: InfluxSettings): string {
  const query = new URLSearchParams({ org, bucket: database, precision: "ns" });
  return `/api/v2/write?${query.toString()}`;
}

const POST: SendOptions = {
  method: "POST",
  headers: { "content-type": "text/plain; charset=utf-8", "content-encoding": "gzip" },
};

/**
 * Posts a body. (The client's own way to write begins with the text, and would compress it only once the server is free.)
 *
 * @throws HttpError or a connection error where the server does not say that every point is stored
 */
async function post(transport: Transport, path: string, body: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let status = 0;
    // it sends bytes as they are, though its types only speak of text
    transport.send(path, body as unknown as string, POST, {
      responseStarted: (_, statusCode = 0) => {
        status = statusCode;
      },
      error: reject,
      complete: () => {
        if (status === 204 || status === 201) resolve();
        else
          reject(
            new HttpError(status, `204 HTTP response status code expected, but ${status} returned`, undefined, "0"),
          );
      },
    });
  });
}

async function detect(base: string, signal: AbortSignal): Promise<"v1" | "v2"> {
  const response = await fetchWithin(`${base}/ping`, PING_ms, { signal });
  if (response.status >= 500) throw new Error(`${base} answered ${response.status}`);
  const version = response.headers.get("X-Influxdb-Version") ?? "";
  const build = response.headers.get("X-Influxdb-Build") ?? "";
  return /^v?1\./.test(version) && build !== "" ? "v1" : "v2";
}

async function createDatabase(base: string, settings: InfluxSettings, signal: AbortSignal): Promise<void> {
  const query = new URLSearchParams({
    q: `CREATE DATABASE "${settings.database.replaceAll(/["\\\n]/g, "")}"`,
    ...signInOf(settings),
  });
  const response = await fetchWithin(`${base}/query?${query.toString()}`, TIMEOUT_ms, { method: "POST", signal });
  // an ordinary user may write to a database that he may not create
  if (!response.ok && response.status !== 403) {
    throw new Error(`InfluxDB at ${base} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  }
}

function signInOf(settings: InfluxSettings): Record<string, string> {
  return settings.username ? { u: settings.username, p: settings.password ?? "" } : {};
}
