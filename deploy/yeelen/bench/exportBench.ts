import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { configSchema, type InfluxSettings } from "@yeelen/ingest/config/config";
import { readBatch } from "@yeelen/ingest/export/batch";
import { Exporter } from "@yeelen/ingest/export/exporter";
import { POINTS_PER_WRITE } from "@yeelen/ingest/export/exportLoop";
import { Lines, type States } from "@yeelen/ingest/export/lines";
import { Journal } from "@yeelen/ingest/journal/journal";
import pino from "pino";
import { startInfluxdb } from "../../servers/influxdb";
import { missing } from "../../servers/programs";
import type { TestServer } from "../../servers/serverProcess";
import { startVictoriaMetrics } from "../../servers/victoriaMetrics";
import { CommandError } from "../commandError";
import { postBare } from "./bareLoop";
import { makeJournal } from "./exportJournal";
import type { Figure } from "./targets";

const KITS = 400;
const READINGS_PER_KIT_DAY = 96;
const DATABASE = "yeelen";

/** What `yeelen bench export` finds. */
export interface ExportBench {
  /** Points a second of the exporter as a share of those of a bare loop: the median of the rounds. */
  influxdbRatio: number;
  victoriametricsRatio: number;
  /** Points a second of the exporter: the median of the rounds. A point has some 22 fields. */
  influxdbPointsPerSecond: number;
  victoriametricsPointsPerSecond: number;
  points: number;
  pointsPerWrite: number;
  rounds: Record<"influxdb" | "victoriametrics", { export_pointsPerSecond: number; bare_pointsPerSecond: number }[]>;
}

export const exportFigures: readonly Figure<ExportBench>[] = [
  { name: "influxdbRatio", meaning: "InfluxDB 1.x: export as a share of a bare loop", least: 0.85 },
  { name: "victoriametricsRatio", meaning: "VictoriaMetrics: export as a share of a bare loop", least: 0.85 },
  { name: "influxdbPointsPerSecond", meaning: "InfluxDB 1.x: points/s" },
  { name: "victoriametricsPointsPerSecond", meaning: "VictoriaMetrics: points/s" },
];

export interface ExportBenchOptions {
  /** About how many points, in whole days of 400 kits (fewer kits below a day). */
  points: number;
  rounds: number;
}

interface Store {
  name: "influxdb" | "victoriametrics";
  start: () => Promise<TestServer & { url: string }>;
  states: States;
  path: string;
  prepare: (server: { url: string }) => Promise<void>;
}

const stores: Store[] = [
  {
    name: "influxdb",
    start: async () => await startInfluxdb(),
    states: "names",
    path: `/write?db=${DATABASE}&precision=ns`,
    prepare: async ({ url }) => {
      await fetch(`${url}/query?q=${encodeURIComponent(`CREATE DATABASE "${DATABASE}"`)}`, { method: "POST" });
    },
  },
  {
    name: "victoriametrics",
    start: async () => await startVictoriaMetrics(),
    states: "numbers",
    path: `/api/v2/write?bucket=${DATABASE}&precision=ns`,
    prepare: async () => undefined,
  },
];

/** How many steps `onStep` is told of. */
export function exportSteps({ points, rounds }: ExportBenchOptions): number {
  return sizeOf(points).kits + stores.length * rounds * 2;
}

/**
 * Measures how fast readings come from the journal to InfluxDB and to VictoriaMetrics, through the service's own
 * exporter, against a bare loop that posts the same lines prepared. They take turns, each time into a new server.
 *
 * @throws CommandError where a server is not installed, or the bench is stopped
 */
export async function benchExport(
  options: ExportBenchOptions,
  onStep: () => void,
  signal: AbortSignal,
): Promise<ExportBench> {
  const reason = missing("influxd", "victoria-metrics");
  if (reason !== undefined) throw new CommandError(`${reason}: apt-get install them`);
  const directory = mkdtempSync(join(tmpdir(), "yeelen-bench-export-"));
  try {
    const points = makeJournal(directory, sizeOf(options.points), onStep);
    const rounds: ExportBench["rounds"] = { influxdb: [], victoriametrics: [] };
    for (const store of stores) {
      const texts = await prepared(directory, store.states);
      const measure = async (isBare: boolean): Promise<number> => {
        signal.throwIfAborted();
        const seconds = await inNewServer(store, async ({ url }) =>
          isBare ? await timed(async () => await postBare(url, store.path, texts)) : await exportInto(directory, url),
        );
        onStep();
        return Math.round(points / seconds);
      };
      for (let round = 0; round < options.rounds; round++) {
        // each goes first as often as the other
        const isBareFirst = round % 2 === 0;
        const first = await measure(isBareFirst);
        const second = await measure(!isBareFirst);
        const [bare, exported] = isBareFirst ? [first, second] : [second, first];
        rounds[store.name].push({ export_pointsPerSecond: exported, bare_pointsPerSecond: bare });
      }
    }
    return { ...summed(rounds), points, pointsPerWrite: POINTS_PER_WRITE, rounds };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function sizeOf(points: number): { kits: number; days: number } {
  const days = Math.floor(points / KITS / READINGS_PER_KIT_DAY);
  return days > 0 ? { kits: KITS, days } : { kits: Math.max(1, Math.floor(points / READINGS_PER_KIT_DAY)), days: 1 };
}

async function prepared(directory: string, states: States): Promise<string[]> {
  const journal = Journal.open(directory);
  const texts: string[] = [];
  try {
    const lines = new Lines(states);
    for (let position = 0; ; ) {
      const batch = await readBatch(journal.readings, lines, position, POINTS_PER_WRITE);
      if (!batch) return texts;
      position = batch.position;
      texts.push(lines.text());
    }
  } finally {
    journal.close();
  }
}

async function inNewServer<T>(store: Store, work: (server: { url: string }) => Promise<T>): Promise<T> {
  const server = await store.start();
  try {
    await store.prepare(server);
    return await work(server);
  } finally {
    await server.stop();
  }
}

/** Exports everything as the service does, thread and all. Returns seconds. */
async function exportInto(directory: string, url: string): Promise<number> {
  const settings = configSchema.parse({ influx: { url, database: DATABASE } }).influx as InfluxSettings;
  const journal = Journal.open(directory);
  const end = journal.readings.after(0, Number.MAX_SAFE_INTEGER).position;
  journal.close();
  const exporter = new Exporter({ data: directory, settings, log: pino({ level: "silent" }) });
  const unknown = exporter.status();
  exporter.start();
  try {
    // the time until the thread has started is the same for any number of points
    while (exporter.status() === unknown) await sleep(2);
    return await timed(async () => {
      while (exporter.status().position < end) {
        await sleep(2);
        const { error } = exporter.status();
        if (error !== null) throw new Error(error);
      }
    });
  } finally {
    await exporter.stop();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started_ms = performance.now();
  await work();
  return (performance.now() - started_ms) / 1000;
}

function summed(rounds: ExportBench["rounds"]) {
  const ratio = (name: keyof typeof rounds) =>
    Math.round(1000 * median(rounds[name].map((one) => one.export_pointsPerSecond / one.bare_pointsPerSecond))) / 1000;
  const speed = (name: keyof typeof rounds) => median(rounds[name].map((one) => one.export_pointsPerSecond));
  return {
    influxdbRatio: ratio("influxdb"),
    victoriametricsRatio: ratio("victoriametrics"),
    influxdbPointsPerSecond: Math.round(speed("influxdb")),
    victoriametricsPointsPerSecond: Math.round(speed("victoriametrics")),
  };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}
