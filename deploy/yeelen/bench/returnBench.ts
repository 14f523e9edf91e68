import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enrol } from "@yeelen/ingest/enrolment";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { ServiceStatus } from "@yeelen/shared/answers";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { makeChain } from "@yeelen/simulator/bench/certificates";
import { freePort } from "../../servers/freePort";
import { startInfluxdb } from "../../servers/influxdb";
import { find } from "../../servers/programs";
import { startVictoriaMetrics } from "../../servers/victoriaMetrics";
import { checkJournal, type Sent } from "./loadCheck";
import type { LoadKit } from "./loadConnection";
import { type Machine, machineOf } from "./loadMachine";
import { LoadProcess } from "./loadMessages";
import { incarnationOf } from "./loadReport";
import { asReturned } from "./loadReturn";
import { ServerProcess } from "./loadServers";
import { repeatableReports, returningHouseholds } from "./loadSource";
import type { Figure } from "./targets";

/** Where the readings are exported to meanwhile. */
export type Store = "influxdb" | "victoriametrics";

/** What was found when kits came back. */
interface ReturnFound {
  /** Readings that they brought. */
  readings: number;
  /** From the first connection until the last of them is on the disk and acknowledged. */
  seconds: number;
  /** Acknowledged readings that the journal does not have. */
  lost: number;
  duplicated: number;
  /** From report to acknowledgement, for other kits that reported all the while. */
  liveAckP99_ms: number;
  /** The same for the kits that came back. */
  ackP99_ms: number;
}

export interface ReturnBench extends ReturnFound {
  /** From the first connection until the last reading is exported, in a run of its own; null where no store is installed. */
  exportCaughtUp_s: number | null;
  /** The run with the export, which has to share the machine with the store. */
  withExport: (ReturnFound & { store: Store }) | null;
  /** The run over TLS 1.3, with a chain of certificates as a public authority issues it; a handshake for each kit. */
  tls: ReturnFound;
  kits: number;
  readingsPerKit: number;
  reportsPerKit: number;
  machine: Machine;
  /** Whether less came back than the figures are promised for. */
  isShortened: boolean;
}

export const returnFigures: readonly Figure<ReturnBench>[] = [
  { name: "readings", meaning: "readings that came back" },
  { name: "seconds", meaning: "s until all were journalled", most: 25 },
  { name: "lost", meaning: "acknowledged readings that are not in the journal", most: 0 },
  { name: "duplicated", meaning: "readings that are in the journal twice", most: 0 },
  { name: "liveAckP99_ms", meaning: "live reports meanwhile, 99 of 100, ms", most: 1000 },
  { name: "ackP99_ms", meaning: "reports that came back, 99 of 100, ms" },
];

/** So many kits come back. */
export const RETURNING = 10_000;
const LIVE = 100;
/** What the live ones send together: each a report a second. */
const LIVE_perSecond = 100;
const LIVE_s = 3600;
/** So many different households; kits take them in turns. */
const HOUSEHOLDS = 20;
const REPORTS = 64;
const POLL_ms = 250;

export interface ReturnSizes {
  kits: number;
  store: Store | undefined;
}

/** The store that is installed, InfluxDB where both are. */
export function installedStore(): Store | undefined {
  if (find("influxd")) return "influxdb";
  return find("victoria-metrics") ? "victoriametrics" : undefined;
}

/** Lets kits come back, without an export and with one. Keeps its data in the temporary directory. */
export async function benchReturn(sizes: ReturnSizes, onStep: () => void, signal: AbortSignal): Promise<ReturnBench> {
  const folder = mkdtempSync(join(tmpdir(), "yeelen-bench-"));
  try {
    const machine = machineOf(folder);
    const households = returningHouseholds(HOUSEHOLDS);
    const live = repeatableReports(REPORTS).map(base64);
    onStep();
    const came = { kits: sizes.kits, households, live };
    const alone = await comeBack(came, folder, {});
    onStep();
    signal.throwIfAborted();
    const tls = await comeBack(came, folder, {}, await overTls(folder));
    onStep();
    signal.throwIfAborted();
    const exported = sizes.store ? await withStore(sizes.store, came, folder) : undefined;
    onStep();
    const [first] = households;
    return {
      ...alone.found,
      exportCaughtUp_s: exported?.caughtUp_s ?? null,
      withExport: exported && sizes.store ? { ...exported.found, store: sizes.store } : null,
      tls: tls.found,
      kits: sizes.kits,
      readingsPerKit: alone.found.readings / sizes.kits,
      reportsPerKit: first?.length ?? 0,
      machine,
      isShortened: sizes.kits < RETURNING,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many steps it takes, of which progress is told. */
export const returnSteps = 4;

/** The listener with TLS: where it is, what it shows, and whom kits trust. */
interface Tls {
  port: number;
  settings: Record<string, string>;
  root: string;
}

async function overTls(folder: string): Promise<Tls> {
  const { key, certificates, root } = makeChain("localhost");
  const files = { certificate: join(folder, "certificates.pem"), key: join(folder, "key.pem") };
  writeFileSync(files.certificate, certificates);
  writeFileSync(files.key, key, { mode: 0o600 });
  const port = await freePort();
  const settings = { MQTT_TLS_PORT: String(port), MQTT_TLS_CERTIFICATE: files.certificate, MQTT_TLS_KEY: files.key };
  return { port, settings, root };
}

interface Coming {
  kits: number;
  households: ReturnType<typeof returningHouseholds>;
  live: string[];
}

async function withStore(store: Store, coming: Coming, folder: string) {
  const server = await (store === "influxdb" ? startInfluxdb() : startVictoriaMetrics());
  try {
    if (store === "influxdb") await fetch(`${server.url}/query?q=CREATE+DATABASE+yeelen`, { method: "POST" });
    return await comeBack(coming, folder, { INFLUX_URL: server.url });
  } finally {
    await server.stop();
  }
}

async function comeBack(
  { kits, households, live }: Coming,
  folder: string,
  settings: Record<string, string>,
  tls?: Tls,
): Promise<{ found: ReturnFound; caughtUp_s: number | undefined }> {
  const data = mkdtempSync(join(folder, "data-"));
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const returning = registered(data, "kit", kits, 0, "server");
  const others = registered(data, "live", LIVE, kits, "sender");
  const server = await ServerProcess.service(data, { ...settings, ...tls?.settings });
  const load = LoadProcess.start("loadMain");
  const liveLoad = LoadProcess.start("loadMain");
  try {
    const target = tls ? { port: tls.port, ca: tls.root } : { port: server.port };
    const form = "report";
    await liveLoad.ask("connect", { target, kits: others, form, reports: live, isAcknowledged: true });
    const liveFound = liveLoad.ask("run", { seconds: LIVE_s, perSecond: LIVE_perSecond });
    const start_ms = Date.now();
    const came = await load.ask("return", {
      target,
      kits: returning,
      households: households.map((frames) => asReturned(frames, start_ms).map(base64)),
    });
    liveLoad.finish();
    const { p99_ms } = await liveFound;
    const caughtUp_s = settings.INFLUX_URL ? await caughtUp(server.url, data, start_ms) : undefined;
    await load.stop();
    await liveLoad.stop();
    await server.stop();
    const sent = new Map(returning.map(({ kit, index }) => [kit, sentOf(households, index)]));
    const { lost, duplicated } = checkJournal(data, sent);
    const found = {
      readings: [...sent.values()].reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      seconds: rounded(came.took_s),
      lost,
      duplicated,
      liveAckP99_ms: rounded(p99_ms),
      ackP99_ms: rounded(came.p99_ms),
    };
    return { found, caughtUp_s };
  } finally {
    await load.stop();
    await liveLoad.stop();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Waits until nothing follows in the journal on what the store has. Returns since when, in s. */
async function caughtUp(url: string, data: string, start_ms: number): Promise<number> {
  const journal = Journal.open(data);
  try {
    for (;;) {
      const status = (await (await fetch(`${url}/api/v1/status`)).json()) as ServiceStatus;
      const position = status.export?.position ?? 0;
      if (journal.readings.after(position, 1).position === position) return rounded((Date.now() - start_ms) / 1000);
      await new Promise((resolve) => setTimeout(resolve, POLL_ms));
    }
  } finally {
    journal.close();
  }
}

/** @param from number of the first of them among all kits of the run */
function registered(data: string, name: string, count: number, from: number, clock: "server" | "sender"): LoadKit[] {
  const codes = Array.from({ length: count }, (_, i) => `${name}-${String(i).padStart(5, "0")}`);
  const entries = codes.map((code) => ({ code, site: "Mopti", clock, battery: "lifepo4-4s" }) as const);
  const secrets = enrol(data, entries);
  return codes.map((kit, i) => ({ kit, secret: secrets.get(kit) as string, index: from + i }));
}

function sentOf(households: Coming["households"], kit: number): Sent {
  const frames = households[kit % households.length] ?? [];
  const sequences = frames.flatMap(({ groups }) => groups.flatMap(({ rows }) => rows.map((row) => row[0] as number)));
  const first = Math.min(...sequences);
  if (Math.max(...sequences) - first + 1 !== sequences.length) throw new Error("a household's numbers have gaps");
  return { incarnation: incarnationOf(kit), first, acknowledged: sequences.length };
}

function base64(frame: Parameters<typeof encodeReport>[0]): string {
  return encodeReport(frame, Buffer.alloc(16_384)).toString("base64");
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
