import type { InfluxSettings } from "@yeelen/ingest/config/config";
import { fetchWithin } from "@yeelen/ingest/fetchWithin";
import { fail, type Finding, ok, warn } from "./finding";

const TIMEOUT_ms = 5000;

/** What was found of InfluxDB, and what its clock said. */
export interface InfluxdbFound {
  findings: Finding[];
  /** Unix time in ms, or undefined where it did not say. */
  clock_ms: number | undefined;
}

/** InfluxDB or VictoriaMetrics: there, of an API that we know, and ready to take our points. Nothing is written. */
export async function checkInfluxdb(settings: InfluxSettings): Promise<InfluxdbFound> {
  const base = settings.url.replace(/\/+$/, "");
  const shown = withoutCredentials(base);
  let ping: Response;
  try {
    ping = await fetchWithin(`${base}/ping`, TIMEOUT_ms);
  } catch (error) {
    const advice = "start it, or correct influx.url (INFLUX_URL); readings wait in the journal meanwhile";
    return {
      findings: [fail("influxdb", `${shown} cannot be reached: ${reasonOf(error)}`, advice)],
      clock_ms: undefined,
    };
  }
  const date = Date.parse(ping.headers.get("Date") ?? "");
  const clock_ms = Number.isNaN(date) ? undefined : date;
  const version = ping.headers.get("X-Influxdb-Version");
  const flags = version === null ? await flagsOfVictoriaMetrics(base) : undefined;
  const isOld = /^v?1\./.test(version ?? "") && ping.headers.has("X-Influxdb-Build");
  const api = settings.api === "auto" ? (isOld ? "v1" : "v2") : settings.api;
  const what = flags ? `VictoriaMetrics at ${shown}` : `InfluxDB ${version ?? "of unknown version"} at ${shown}`;
  const findings = [await checkWriting(base, api, settings, `${what} (API ${api})`)];
  if (flags) findings.push(...checkDeduplication(flags));
  return { findings, clock_ms };
}

/** Sends a write of no points: what is wrong with the sign-in and the database is told all the same. */
async function checkWriting(base: string, api: "v1" | "v2", settings: InfluxSettings, what: string): Promise<Finding> {
  const { database, org, token, username, password } = settings;
  const query =
    api === "v1"
      ? new URLSearchParams({ db: database, ...(username && { u: username, p: password ?? "" }) })
      : new URLSearchParams({ bucket: database, org });
  const response = await fetchWithin(
    `${base}/${api === "v1" ? "write" : "api/v2/write"}?${query.toString()}`,
    TIMEOUT_ms,
    {
      method: "POST",
      body: "",
      headers: token ? { Authorization: `Token ${token}` } : {},
    },
  ).catch((error: unknown) => error as Error);
  if (response instanceof Error)
    return fail("influxdb", `${what} takes no writes: ${reasonOf(response)}`, "look at its log");
  const said = (await response.text()).trim().slice(0, 200);
  if (response.status === 401 || response.status === 403) {
    const setting = api === "v1" ? "influx.username and influx.password" : "influx.token (INFLUX_TOKEN)";
    return fail(
      "influxdb",
      `${what} does not let us write (${response.status})`,
      `correct ${setting}, and grant writing to ${database}`,
    );
  }
  if (response.status === 404) {
    if (api === "v1")
      return warn(
        "influxdb",
        `${what} has no database ${database} yet`,
        "yeelen serve  makes it where its user may; else make it yourself",
      );
    return fail(
      "influxdb",
      `${what} has no bucket ${database}${org && ` of ${org}`}: ${said}`,
      "make the bucket, or correct influx.database and influx.org",
    );
  }
  // InfluxDB 2 finds fault with the empty body only after it has let us in
  if (response.ok || response.status === 400) return ok("influxdb", `${what} takes writes to ${database}`);
  return fail("influxdb", `${what} answered ${response.status}: ${said}`, "look at its log");
}

/** VictoriaMetrics keeps a point that comes twice two times, unless it is told otherwise. */
function checkDeduplication(flags: Map<string, string>): Finding[] {
  const interval = flags.get("dedup.minScrapeInterval");
  if (interval === undefined) {
    return [
      warn(
        "deduplication",
        "VictoriaMetrics does not tell whether it is on",
        "start it with -dedup.minScrapeInterval=1ms",
      ),
    ];
  }
  if (interval !== "1ms") {
    const found =
      interval === "0s"
        ? "VictoriaMetrics runs without: what is sent again counts twice"
        : `VictoriaMetrics keeps one sample in ${interval}: readings that are closer together are lost`;
    return [fail("deduplication", found, "start it with -dedup.minScrapeInterval=1ms")];
  }
  return [ok("deduplication", "on: what is sent again counts once")];
}

/** The flags that a VictoriaMetrics was started with, or undefined where it is none. */
async function flagsOfVictoriaMetrics(base: string): Promise<Map<string, string> | undefined> {
  try {
    const response = await fetchWithin(`${base}/metrics`, TIMEOUT_ms);
    const text = await response.text();
    if (!response.ok || !text.includes("vm_app_version")) return undefined;
    const lines = text.matchAll(/^flag\{name="([^"]*)", value="([^"]*)"/gm);
    return new Map([...lines].map(([, name, value]) => [name ?? "", value ?? ""]));
  } catch {
    return undefined;
  }
}

function withoutCredentials(url: string): string {
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  return parsed.toString().replace(/\/$/, "");
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === "TimeoutError") return `no answer within ${TIMEOUT_ms / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}
