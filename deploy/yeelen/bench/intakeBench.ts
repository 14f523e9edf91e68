import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import type { LoadFound } from "./loadLoop";
import { type Machine, machineOf, median } from "./loadMachine";
import { repeatableReports } from "./loadSource";
import { Loaded, variants } from "./loadVariants";
import type { Figure } from "./targets";

/** What came of one number of connections. */
interface IntakeFound {
  connections: number;
  readingsPerSecond: number;
  reportsPerSecond: number;
  /** Readings a second against one JSON reading a message, zod, a row a reading. */
  ratioToPlain: number;
  /** Readings a second against the same reports as JSON. */
  ratioToSameReportAsJson: number;
  /** Reports a second against what Aedes answers where nothing is done with them. */
  ratioToBareAedes: number;
  /** From the sending of a report to its acknowledgement. */
  ackP50_ms: number;
  ackP99_ms: number;
  /** Acknowledged readings that the journal does not have, and readings that it has more than once. */
  lost: number;
  duplicated: number;
  /** Resident of the service: before the first round, after warming up, and at the end of the last one. */
  rssStart_bytes: number;
  rssEnd_bytes: number;
}

/** What was found of the intake. */
export interface IntakeBench extends IntakeFound {
  at200: IntakeFound;
  /** What the service takes for a connection that stays: its resident memory, by the connections that came. */
  memoryPerConnection_bytes: number;
  /** Messages a second of each round, by what was sent to what. */
  rounds: { at2000: Rounds; at200: Rounds };
  seconds: number;
  machine: Machine;
  /** Whether it sent for less than the 30 s that the figures are promised for. */
  isShortened: boolean;
}

type Rounds = Record<keyof typeof variants, number[]>;

/** What is measured: chosen so that the whole takes some six minutes. */
export interface IntakeSizes {
  connections: number;
  few: number;
  /** Connections that only stay. */
  idle: number;
  /** How long each variant is sent to, in all rounds together. */
  seconds: number;
}

export const intakeSizes: IntakeSizes = { connections: 2000, few: 200, idle: 10_000, seconds: 30 };

export const intakeFigures: readonly Figure<IntakeBench>[] = [
  { name: "readingsPerSecond", meaning: "readings a second, durable, 2,000 kits" },
  { name: "reportsPerSecond", meaning: "reports a second" },
  { name: "ratioToPlain", meaning: "against a JSON reading a message, a row a reading", least: 20 },
  { name: "ratioToSameReportAsJson", meaning: "against the same reports as JSON", least: 2.5 },
  { name: "ratioToBareAedes", meaning: "against Aedes that keeps nothing", least: 0.4 },
  { name: "ackP50_ms", meaning: "from report to acknowledgement, median, ms" },
  { name: "ackP99_ms", meaning: "from report to acknowledgement, 99 of 100, ms" },
  { name: "lost", meaning: "acknowledged readings that are not in the journal", most: 0 },
  { name: "duplicated", meaning: "readings that are in the journal twice", most: 0 },
  { name: "rssStart_bytes", meaning: "memory of the service before, bytes" },
  { name: "rssEnd_bytes", meaning: "memory of the service after, bytes" },
  { name: "memoryPerConnection_bytes", meaning: "memory for a connection that stays, bytes" },
];

/** So many rounds in turns, so that a machine that is busy for a while is so for all alike. */
const ROUNDS = 3;
/** So many different reports are sent. */
const REPORTS = 256;
/** Before the rounds each is sent to for this part of its time. */
const WARM_UP = 15;
/** After a round a part of its time passes, so that what a server does behind it is not held against the next one. */
const REST = 20;
const names = Object.keys(variants) as (keyof typeof variants)[];

/** How many steps it takes, of which progress is told. */
export const intakeSteps = 2 * ROUNDS * names.length + 3;

/** Measures the intake. Keeps its data in the temporary directory, which should be on the disk that counts. */
export async function benchIntake(sizes: IntakeSizes, onStep: () => void, signal: AbortSignal): Promise<IntakeBench> {
  const reports = repeatableReports(REPORTS).map((frame) =>
    encodeReport(frame, Buffer.alloc(16_384)).toString("base64"),
  );
  const folder = mkdtempSync(join(tmpdir(), "yeelen-bench-"));
  try {
    const machine = machineOf(folder);
    const many = await measured(sizes.connections, sizes.seconds, folder, reports, onStep, signal);
    const few = await measured(sizes.few, sizes.seconds, folder, reports, onStep, signal);
    const memoryPerConnection_bytes = await perConnection_bytes(sizes.idle, folder, reports);
    onStep();
    return {
      ...many.found,
      at200: few.found,
      memoryPerConnection_bytes,
      rounds: { at2000: many.rounds, at200: few.rounds },
      seconds: sizes.seconds,
      machine,
      isShortened: sizes.seconds < intakeSizes.seconds,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(
  connections: number,
  seconds: number,
  folder: string,
  reports: string[],
  onStep: () => void,
  signal: AbortSignal,
): Promise<{ found: IntakeFound; rounds: Rounds }> {
  const directory = mkdtempSync(join(folder, "run-"));
  const loaded = new Map<keyof typeof variants, Loaded>();
  try {
    const starting = names.map(async (name) => {
      loaded.set(name, await Loaded.start(variants[name], connections, directory, reports));
    });
    // what was started is there to be stopped, even where another one was not
    for (const started of await Promise.allSettled(starting)) if (started.status === "rejected") throw started.reason;
    // code that is run for the first time is slow, and takes memory that it keeps
    for (const one of loaded.values()) await one.run(seconds / WARM_UP);
    const service = loaded.get("report") as Loaded;
    const rssStart_bytes = service.server.rss_bytes();
    let rssEnd_bytes = rssStart_bytes;
    const found = new Map<keyof typeof variants, LoadFound[]>(names.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of names) {
        signal.throwIfAborted();
        const one = await (loaded.get(name) as Loaded).run(seconds / ROUNDS);
        if (name === "report") rssEnd_bytes = service.server.rss_bytes();
        found.get(name)?.push(one);
        onStep();
        await new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / ROUNDS / REST));
      }
    }
    const kept = await service.check();
    onStep();
    const rates = Object.fromEntries(
      names.map((name) => [name, (found.get(name) ?? []).map(({ messages, took_s }) => messages / took_s)]),
    ) as Rounds;
    const own = found.get("report") ?? [];
    const readings = (name: keyof typeof variants) => median(rates[name]) * variants[name].readings;
    return {
      found: {
        connections,
        readingsPerSecond: Math.round(readings("report")),
        reportsPerSecond: Math.round(median(rates.report)),
        ratioToPlain: rounded(readings("report") / readings("plain")),
        ratioToSameReportAsJson: rounded(readings("report") / readings("json")),
        ratioToBareAedes: rounded(median(rates.report) / median(rates.bare)),
        ackP50_ms: rounded(median(own.map(({ p50_ms }) => p50_ms))),
        ackP99_ms: rounded(median(own.map(({ p99_ms }) => p99_ms))),
        lost: kept.lost,
        duplicated: kept.duplicated,
        rssStart_bytes,
        rssEnd_bytes,
      },
      rounds: Object.fromEntries(names.map((name) => [name, rates[name].map(Math.round)])) as Rounds,
    };
  } finally {
    for (const one of loaded.values()) await one.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Connects kits that have nothing to say. A tenth comes first, so that what the first ones set up is not counted. */
async function perConnection_bytes(connections: number, folder: string, reports: string[]): Promise<number> {
  const few = Math.ceil(connections / 10);
  const rss = async (count: number) => {
    const directory = mkdtempSync(join(folder, "idle-"));
    const loaded = await Loaded.start(variants.report, count, directory, reports);
    const rss_bytes = loaded.server.rss_bytes();
    await loaded.stop();
    return rss_bytes;
  };
  return Math.round(((await rss(connections)) - (await rss(few))) / (connections - few));
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
