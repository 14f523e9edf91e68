import { fetchWithin } from "../fetchWithin";

/** Its metrics are made in some milliseconds (chosen). */
const TIMEOUT_ms = 30_000;

/** What is peculiar about VictoriaMetrics, read from the metrics that it has of itself. */
export interface VictoriaMetrics {
  /** Whether a point that is sent twice counts once. */
  hasDeduplication: boolean;
  /**
   * Which run of the server it is that answers: another one after every start.
   *
   * @throws Error where it does not answer
   */
  run: (signal: AbortSignal) => Promise<string>;
}

/**
 * VictoriaMetrics (a single node), or undefined where it is another server.
 *
 * @throws Error where nothing answers
 */
export async function victoriaMetricsAt(base: string, signal: AbortSignal): Promise<VictoriaMetrics | undefined> {
  const metrics = await read(base, signal);
  if (metrics === undefined || !metrics.includes("vm_app_version")) return undefined;
  return {
    hasDeduplication: !metrics.includes('flag{name="dedup.minScrapeInterval", value="0s"'),
    run: async (again) => runOf(await read(base, again)),
  };
}

async function read(base: string, signal: AbortSignal): Promise<string | undefined> {
  const response = await fetchWithin(`${base}/metrics`, TIMEOUT_ms, { signal });
  const text = await response.text();
  if (response.status >= 500) throw new Error(`${base} answered ${response.status}`);
  return response.ok ? text : undefined;
}

/** The start of the process in Unix seconds is the one thing that every start changes. */
function runOf(metrics: string | undefined): string {
  const start = /^process_start_time_seconds (\S+)$/m.exec(metrics ?? "")?.[1];
  if (start === undefined) throw new Error("VictoriaMetrics does not say at /metrics when it was started");
  return start;
}
