import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FaultFollower, foldVersion } from "@yeelen/ingest/faults/follower";
import { FoldFile } from "@yeelen/ingest/journal/foldFile";
import { Intake, type Message } from "@yeelen/ingest/intake/intake";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import { layOut } from "@yeelen/simulator/scenario/layOut";
import { loadScenario } from "@yeelen/simulator/scenario/load";
import pino from "pino";
import { simulatedFleet } from "../evaluate/source";
import { scenarioFile } from "../scenarios";
import { type Machine, machineOf } from "./loadMachine";
import type { Figure } from "./targets";

/** What finding faults costs. */
export interface DetectFound {
  /** Reports that are read from the journal, folded in and judged each hour, one core. */
  reportsPerSecond: number;
  /** What is kept of a kit between starts, and what it takes in memory. */
  stateBytesPerKit: number;
  memoryBytesPerKit: number;
  kits400days180_s: number;
  kits10000days30_s: number;
  /** Time a kit-day of the larger fleet over that of the smaller one: 1 where it grows in proportion. */
  growth: number;
  /** Share of one core that 100,000 kits take with a report every six hours. */
  coreOf100000Kits: number;
  machine: Machine;
  /** Whether fewer kits or days were folded than the names of the figures say. */
  isShortened: boolean;
}

export const detectFigures: readonly Figure<DetectFound>[] = [
  { name: "reportsPerSecond", meaning: "reports a second" },
  { name: "stateBytesPerKit", meaning: "kept of a kit, bytes" },
  { name: "memoryBytesPerKit", meaning: "memory of a kit, bytes" },
  { name: "kits400days180_s", meaning: "400 kits, 180 days, s" },
  { name: "kits10000days30_s", meaning: "10,000 kits, 30 days, s" },
  { name: "growth", meaning: "time a kit-day, large over small" },
  { name: "coreOf100000Kits", meaning: "of a core for 100,000 kits", most: 0.1 },
];

export interface DetectSize {
  kits: number;
  days: number;
}

export const detectSizes: readonly [DetectSize, DetectSize] = [
  { kits: 400, days: 180 },
  { kits: 10_000, days: 30 },
];

/** How many kits are simulated at most: a larger fleet has each of them several times, at sites of their own. */
const SIMULATED_kits = 400;
const REPORTS_A_DAY = 4;
const HOUR_ms = 3600_000;

interface Measured {
  spent_s: number;
  reports: number;
  kept_bytes: number;
  memory_bytes: number;
}

/** @param onDay is told for each kit-day that was folded */
export async function benchDetect(
  sizes: readonly [DetectSize, DetectSize],
  onDay: (kitDays: number) => void,
  signal?: AbortSignal,
): Promise<DetectFound> {
  const [small, large] = sizes;
  const first = await measure(small, onDay, signal);
  const second = await measure(large, onDay, signal);
  const reportsPerSecond = second.reports / second.spent_s;
  const growth = second.spent_s / (large.kits * large.days) / (first.spent_s / (small.kits * small.days));
  return {
    reportsPerSecond: Math.round(reportsPerSecond),
    stateBytesPerKit: Math.round(second.kept_bytes / large.kits),
    memoryBytesPerKit: Math.round(second.memory_bytes / large.kits),
    kits400days180_s: rounded(first.spent_s),
    kits10000days30_s: rounded(second.spent_s),
    growth: rounded(growth),
    coreOf100000Kits: rounded((100_000 * REPORTS_A_DAY) / 86_400 / reportsPerSecond),
    machine: machineOf(tmpdir()),
    isShortened: sizes.some(({ kits, days }, i) => kits !== detectSizes[i]?.kits || days !== detectSizes[i]?.days),
  };
}

async function measure(
  { kits, days }: DetectSize,
  onDay: (kitDays: number) => void,
  signal?: AbortSignal,
): Promise<Measured> {
  const simulated = Math.min(kits, SIMULATED_kits);
  const times = Math.ceil(kits / simulated);
  const plan = layOut(loadScenario(scenarioFile("programme")), { seed: 1, kits: simulated, days });
  const fleet = simulatedFleet(plan);
  const directory = mkdtempSync(join(tmpdir(), "yeelen-bench-detect-"));
  const journal = Journal.open(directory, { synchronous: "NORMAL" });
  try {
    const records = register(journal, fleet.kits, times, fleet.start_ms);
    const intake = new Intake(journal, pino({ level: "silent" }));
    const before_bytes = memory_bytes();
    const follower = new FaultFollower(journal, undefined, new FoldFile(directory, foldVersion));
    let spent_ms = 0;
    let reports = 0;
    for await (const day of fleet.arrivals) {
      let next = 0;
      for (let hour = 23; hour >= 0; hour--) {
        const until_ms = day.until_ms - hour * HOUR_ms;
        const messages: Message[] = [];
        for (; next < day.reports.length && (day.reports[next]?.received_ms as number) < until_ms; next++) {
          const { kit, bytes, received_ms } = day.reports[next] as (typeof day.reports)[number];
          for (const record of records.get(kit) ?? [])
            messages.push({ kit: record, form: "binary", bytes, received_ms });
        }
        intake.commit(messages);
        reports += messages.length;
        const began_ms = performance.now();
        await follower.follow();
        spent_ms += performance.now() - began_ms;
        signal?.throwIfAborted();
      }
      onDay(kits);
    }
    const memory = memory_bytes() - before_bytes;
    const kept_bytes = await follower.save();
    return { spent_s: spent_ms / 1000, reports, kept_bytes, memory_bytes: memory };
  } finally {
    journal.close();
    rmSync(directory, { recursive: true });
  }
}

/** @returns the records under which each simulated kit reports */
function register(
  journal: Journal,
  kits: readonly { kit: string; site: string; battery: KitRecord["battery"] }[],
  times: number,
  now_ms: number,
): Map<string, KitRecord[]> {
  journal.transaction(() => {
    for (const { kit, site, battery } of kits) {
      for (let time = 0; time < times; time++) {
        const code = `${kit}-of-${time}`;
        journal.kits.add(
          { code, site: `${site} ${time}`, clock: "server", battery, secretHash: Buffer.alloc(32) },
          now_ms,
        );
      }
    }
  });
  const byCode = new Map(journal.kits.all().map((record) => [record.code, record]));
  return new Map(
    kits.map(({ kit }) => [
      kit,
      Array.from({ length: times }, (_, time) => byCode.get(`${kit}-of-${time}`) as KitRecord),
    ]),
  );
}

/** What lives, after a collection where one can be asked for. */
function memory_bytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
