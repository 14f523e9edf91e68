import fs from "node:fs";
import path from "node:path";
import { freePort } from "./freePort";
import { answersAt, request } from "./http";
import { startServer, type TestServer } from "./serverProcess";

/** A row of an InfluxQL answer: the columns, and the tags of its series. Times are text with nanoseconds. */
export type InfluxRow = Record<string, string | number | boolean | null>;

/** What InfluxDB answers to a query. */
interface Answer {
  results: {
    error?: string;
    series?: { tags?: Record<string, string>; columns: string[]; values?: InfluxRow[string][][] }[];
  }[];
}

export interface Influxdb extends TestServer {
  readonly url: string;
  readonly port: number;
  /** Runs InfluxQL, also CREATE DATABASE. */
  query(database: string, influxql: string): Promise<InfluxRow[]>;
  /** Writes line protocol with nanosecond timestamps. */
  write(database: string, lines: string): Promise<void>;
}

/** InfluxDB 1.x, empty. A `port` given is one that the caller has found free. */
export async function startInfluxdb(options: { port?: number } = {}): Promise<Influxdb> {
  const port = options.port ?? (await freePort());
  const rpcPort = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    program: "influxd",
    prepare: (directory) => fs.writeFileSync(configIn(directory), config(directory, port, rpcPort)),
    args: (directory) => ["run", "-config", configIn(directory)],
    answers: () => answersAt(`${url}/ping`),
  });
  return Object.assign(server, {
    url,
    port,
    async query(database: string, influxql: string) {
      const body = new URLSearchParams({ db: database, q: influxql });
      return rowsOf(JSON.parse(await request(`${url}/query`, { method: "POST", body })) as Answer);
    },
    async write(database: string, lines: string) {
      await request(`${url}/write?db=${encodeURIComponent(database)}&precision=ns`, { method: "POST", body: lines });
    },
  });
}

function configIn(directory: string): string {
  return path.join(directory, "influxdb.conf");
}

/** The RPC port (bind-address) moves too: two servers would otherwise meet on 8088. */
function config(directory: string, port: number, rpcPort: number): string {
  return `reporting-disabled = true
bind-address = "127.0.0.1:${rpcPort}"
[meta]
  dir = "${directory}/meta"
[data]
  dir = "${directory}/data"
  wal-dir = "${directory}/wal"
  query-log-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
[monitor]
  store-enabled = false
`;
}

function rowsOf({ results }: Answer): InfluxRow[] {
  const failed = results.find((result) => result.error !== undefined);
  if (failed !== undefined) throw new Error(`InfluxDB: ${failed.error}`);
  return results.flatMap(({ series = [] }) =>
    series.flatMap(({ tags, columns, values = [] }) =>
      values.map((cells) => ({ ...tags, ...Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? null])) })),
    ),
  );
}
