import type { Readiness } from "@yeelen/shared/answers";
import type { RunningService } from "@yeelen/ingest/discovery";
import { fetchWithin } from "@yeelen/ingest/fetchWithin";
import { fail, type Finding, ok, warn } from "./finding";

const TIMEOUT_ms = 5000;
/** The export is behind by more than a busy hour explains: chosen. */
const LARGE_LAG_s = 3600;

/** The service that runs on the data directory: whether it serves kits, and how far its export is behind. */
export async function checkService(service: RunningService | undefined): Promise<Finding[]> {
  if (!service) {
    return [
      warn(
        "service",
        "none runs on this data directory, as far as this user can see",
        "yeelen serve,  or run this as the user that runs it",
      ),
    ];
  }
  const name = `process ${service.pid} at ${service.url}`;
  try {
    const readiness = (await (await ask(service, "/health/ready")).json()) as Readiness;
    const metrics = await (await ask(service, "/metrics")).text();
    return [
      ...readiness.reasons.map(({ message }) => fail("service", `${name}: ${message}`, "see its log")),
      ...(readiness.ready ? [ok("service", `${name} serves kits`)] : []),
      ...checkExport(metrics, readiness.influxdb),
    ];
  } catch (error) {
    return [fail("service", `${name} does not answer: ${(error as Error).message}`, "see its log; restart it")];
  }
}

function checkExport(metrics: string, error: string | null): Finding[] {
  const [reports, lag_s] = ["reports", "seconds"].map((unit) => valueOf(metrics, `yeelen_export_lag_${unit}`));
  if (reports === undefined || lag_s === undefined) return [];
  if (error !== null) {
    return [
      fail(
        "export",
        `${reports} reports wait for InfluxDB: ${error}`,
        "nothing is lost; see what is said of influxdb here",
      ),
    ];
  }
  if (lag_s > LARGE_LAG_s) {
    const found = `${reports} reports wait for InfluxDB, the oldest for ${Math.round(lag_s / 60)} min`;
    return [warn("export", found, "it catches up by itself where that number falls; else InfluxDB is too slow")];
  }
  return [ok("export", reports === 0 ? "InfluxDB has everything" : `${reports} reports are on their way to InfluxDB`)];
}

async function ask(service: RunningService, path: string): Promise<Response> {
  return await fetchWithin(`${service.url}${path}`, TIMEOUT_ms);
}

function valueOf(metrics: string, name: string): number | undefined {
  const line = metrics.split("\n").find((text) => text.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}
