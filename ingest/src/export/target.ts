import { InfluxDB, type Point, setLogger, type WriteApi } from "@influxdata/influxdb-client";
import type { InfluxSettings } from "../config/config";

/** Fits the largest batch, so that the client never splits or buffers: retrying is the cursor's job. */
const CLIENT_BATCH_lines = 1_000_000;
const TIMEOUT_ms = 30_000;

/** A server that takes points, by the API that it has. */
export interface Target {
  /** @throws HttpError or a connection error where not every point is stored */
  write: (points: Point[]) => Promise<void>;
}

/**
 * Finds out which API a server has and makes its database where that is ours to do. InfluxDB 1.x
 * takes lines at `/write`, InfluxDB 2 and 3 and VictoriaMetrics at `/api/v2/write`.
 *
 * @throws Error where the server does not answer
 */
export async function connect(settings: InfluxSettings): Promise<Target> {
  // the client prints every failure with its stack; the exporter says once that it cannot write, and once that it can
  setLogger({ error: () => undefined, warn: () => undefined });
  const api = settings.api === "auto" ? await detect(settings.url) : settings.api;
  const base = settings.url.replace(/\/+$/, "");
  const client = new InfluxDB({
    url: base,
    timeout: TIMEOUT_ms,
    ...(settings.token && { token: settings.token }),
  });
  const options = {
    batchSize: CLIENT_BATCH_lines,
    flushInterval: 0,
    maxRetries: 0,
    maxBufferLines: CLIENT_BATCH_lines,
  };
  const make = (): WriteApi => client.getWriteApi(settings.org, settings.database, "ns", options);
  if (api === "v2") return { write: (points) => writeAll(make(), points) };
  await createDatabase(base, settings);
  const query = new URLSearchParams({ db: settings.database, precision: "ns", ...signInOf(settings) });
  return {
    write: (points) => {
      const writeApi = make();
      writeApi.path = `/write?${query.toString()}`;
      return writeAll(writeApi, points);
    },
  };
}

async function writeAll(api: WriteApi, points: Point[]): Promise<void> {
  api.writePoints(points);
  try {
    await api.flush();
  } finally {
    // nothing is left to flush: this only ends the client's timers
    await api.close().catch(() => undefined);
  }
}

async function detect(url: string): Promise<"v1" | "v2"> {
  const response = await fetch(`${url.replace(/\/+$/, "")}/ping`, { signal: AbortSignal.timeout(TIMEOUT_ms) });
  if (response.status >= 500) throw new Error(`${url} answered ${response.status}`);
  const version = response.headers.get("X-Influxdb-Version") ?? "";
  const build = response.headers.get("X-Influxdb-Build") ?? "";
  return /^v?1\./.test(version) && build !== "" ? "v1" : "v2";
}

async function createDatabase(base: string, settings: InfluxSettings): Promise<void> {
  const query = new URLSearchParams({
    q: `CREATE DATABASE "${settings.database.replaceAll(/["\\\n]/g, "")}"`,
    ...signInOf(settings),
  });
  const response = await fetch(`${base}/query?${query.toString()}`, {
    method: "POST",
    signal: AbortSignal.timeout(TIMEOUT_ms),
  });
  // an ordinary user may write to a database that he may not create
  if (!response.ok && response.status !== 403) {
    throw new Error(`InfluxDB at ${base} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  }
}

function signInOf(settings: InfluxSettings): Record<string, string> {
  return settings.username ? { u: settings.username, p: settings.password ?? "" } : {};
}
