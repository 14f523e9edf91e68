import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { enrol } from "@yeelen/ingest/enrolment";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { Report } from "@yeelen/shared/report";
import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { serve } from "../harness/yeelen";
import { startMosquitto } from "yeelen/servers/mosquitto";
import { Load, reportKey } from "./load";
import { voltageOf_mV } from "./reports";
import { startWiretap } from "./wiretap";

export interface KilledOptions {
  form: "binary" | "json";
  readingsPerSecond: number;
  /** Readings a report. */
  readings: number;
  /** Only our service is killed, or our service and then Mosquitto. */
  killed: "service" | "both";
  /** Lines for Mosquitto's configuration in place of those of the documentation. */
  config?: string[];
}

/** What became of readings. */
export interface Outcome {
  published: number;
  /** Mosquitto promised to keep them. */
  pubacked: number;
  /** We promised to keep them: by our PUBACK to Mosquitto, or our acknowledgement to the kit. */
  promised: number;
  stored: number;
  /** Promised by us and not stored. */
  lostByUs: number;
  /** Promised by Mosquitto to its sender, never by us, and not stored: it lost them. */
  lostByMosquitto: number;
  /** Of kits that send until they have our acknowledgement. */
  lostOfCarefulKits: number;
  twice: number;
  /** Stored with another content than was sent. */
  wrong: number;
  /** Messages that Mosquitto handed to us, those that came again counted too. */
  delivered: number;
}

/** Chosen: as many connections as a small installation has at once. */
const KITS = 20;
const LOAD_ms = 7000;
const KILL_AFTER_ms = 3000;
/** Until Mosquitto is killed after our service, as in the measurements of other consumers. */
const BETWEEN_ms = 2500;
const DOWN_ms = 1000;
const QUIET_ms = 1500;
const PATIENCE_ms = 60_000;

const documented = ["persistence true", "autosave_interval 1", "max_queued_messages 0", "max_inflight_messages 1000"];

/** Lets kits report through Mosquitto to a service of its own process, kills what is to be killed, and counts. */
export async function liveThroughKill(options: KilledOptions): Promise<Outcome> {
  const { form, readings, killed } = options;
  const data = mkdtempSync(join(tmpdir(), "yeelen-killed-"));
  const ends: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })];
  try {
    const kits = Array.from({ length: KITS }, (_, i) => `kit-${i}`);
    enrol(
      data,
      kits.map((code) => ({ code, site: "Mopti", clock: "server", battery: "lifepo4-4s" })),
    );
    const broker = await startMosquitto({ config: options.config ?? documented });
    ends.unshift(async () => await broker.stop());
    const wiretap = await startWiretap(broker.port, keyOf);
    ends.unshift(async () => await wiretap.stop());
    const environment = { BROKER_URL: wiretap.url };
    let service = await serve(data, environment);
    ends.unshift(async () => await service.kill());
    await until(async () => await isConnected(service.url));

    const load = new Load({
      ...options,
      url: broker.url,
      trusting: kits.filter((_, i) => i % 2 === 0),
      careful: kits.filter((_, i) => i % 2 === 1),
    });
    ends.unshift(async () => await load.stop());
    await load.start();
    const loaded = sleep(LOAD_ms).then(() => load.finish());
    await sleep(KILL_AFTER_ms + 1000 * Math.random());
    await service.kill();
    if (killed === "both") {
      await sleep(BETWEEN_ms);
      broker.kill();
      await sleep(DOWN_ms);
      await broker.restart();
    }
    service = await serve(data, environment);
    await loaded;
    await until(() => load.isDone());
    await untilQuiet(() => wiretap.delivered());
    await service.stop();
    return outcome(data, load, wiretap.acknowledged, wiretap.delivered(), readings);
  } finally {
    for (const end of ends) await end();
  }

  function keyOf(topic: string, payload: Buffer): string {
    const report =
      form === "json" ? (JSON.parse(payload.toString()) as Report).report : decodeReport(payload).frame.report;
    return reportKey(topic.split("/")[1] as string, report as number);
  }
}

function outcome(data: string, load: Load, pubackedByUs: Set<string>, delivered: number, readings: number): Outcome {
  const stored = new Set<string>();
  const all = allReadings(data);
  let wrong = 0;
  for (const { kit, sequence, row } of all) {
    stored.add(`${kit} ${sequence}`);
    if (row[Column.BatteryVoltage_mV] !== voltageOf_mV(sequence)) wrong += 1;
  }
  const readingsOf = (reports: Iterable<string>) =>
    [...reports].flatMap((key) => {
      const [kit, first] = key.split(" ");
      return Array.from({ length: readings }, (_, i) => `${kit} ${Number(first) + i}`);
    });
  const promised = new Set(readingsOf([...pubackedByUs, ...load.acknowledged]));
  const published = readingsOf(load.published);
  const pubacked = readingsOf(load.pubacked);
  const isCareful = (reading: string) => Number(/^kit-(\d+)/.exec(reading)?.[1]) % 2 === 1;
  const missing = (of: Iterable<string>) => [...of].filter((reading) => !stored.has(reading));
  return {
    published: published.length,
    pubacked: pubacked.length,
    promised: promised.size,
    stored: stored.size,
    lostByUs: missing(promised).length,
    lostByMosquitto: missing(pubacked).filter((reading) => !promised.has(reading)).length,
    lostOfCarefulKits: missing(published.filter(isCareful)).length,
    twice: all.length - stored.size,
    wrong,
    delivered,
  };
}

function allReadings(data: string) {
  const journal = Journal.open(data);
  try {
    return journal.readings.after(0, Number.MAX_SAFE_INTEGER).readings;
  } finally {
    journal.close();
  }
}

async function isConnected(url: string): Promise<boolean> {
  const status = (await (await fetch(`${url}/api/v1/status`)).json()) as { broker: { connected: boolean } | null };
  return status.broker?.connected === true;
}

/** Waits until a count stays as it is. */
async function untilQuiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count();
    await sleep(QUIET_ms);
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const end_ms = Date.now() + PATIENCE_ms; !(await isSo()); await sleep(100)) {
    if (Date.now() > end_ms) throw new Error("not in time");
  }
}
