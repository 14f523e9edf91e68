import path from "node:path";
import { freePort } from "./freePort";
import { answersAt, request } from "./http";
import { startServer, type TestServer } from "./serverProcess";

export interface VictoriaMetrics extends TestServer {
  readonly url: string;
  readonly port: number;
  /** How many samples of all times it holds that match, for example `reading_battery_voltage_V{kit="x"}`. */
  countSamples(match: string): Promise<number>;
  /** Writes InfluxDB line protocol with nanosecond timestamps. */
  write(lines: string): Promise<void>;
}

/**
 * VictoriaMetrics, empty, which keeps one sample a millisecond and series: without that it counts a point that is sent
 * twice two times. What it has acknowledged is in memory only for some seconds, and lost by `kill`.
 */
export async function startVictoriaMetrics(options: { port?: number } = {}): Promise<VictoriaMetrics> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const server = await startServer({
    program: "victoria-metrics",
    prepare: () => {},
    args: (directory) => [
      `-httpListenAddr=127.0.0.1:${port}`,
      `-storageDataPath=${path.join(directory, "data")}`,
      "-retentionPeriod=100y",
      "-dedup.minScrapeInterval=1ms",
      // It would otherwise plan with more than half of the machine's memory.
      "-memory.allowedBytes=256MB",
    ],
    answers: () => answersAt(`${url}/health`),
  });
  return Object.assign(server, {
    url,
    port,
    async countSamples(match: string) {
      await request(`${url}/internal/force_flush`);
      const lines = await request(`${url}/api/v1/export`, {
        method: "POST",
        body: new URLSearchParams({ "match[]": match }),
      });
      const series = lines.split("\n").filter((line) => line !== "");
      return series.reduce((count, line) => count + (JSON.parse(line) as { values: unknown[] }).values.length, 0);
    },
    async write(lines: string) {
      await request(`${url}/api/v2/write?precision=ns`, { method: "POST", body: lines });
    },
  });
}
