import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { type Machine, machineOf } from "./loadMachine";
import { repeatableReports } from "./loadSource";
import { Loaded, variants } from "./loadVariants";
import type { Figure } from "./targets";

/** What was found in one stretch of the soak. */
export interface SoakPoint {
  /** End of the stretch, in s since the soak began. */
  at_s: number;
  reportsPerSecond: number;
  ackP50_ms: number;
  ackP99_ms: number;
  /** Resident of the service at its end. */
  rss_bytes: number;
}

/** A long load at half the top speed. */
export interface SoakBench {
  connections: number;
  minutes: number;
  topReportsPerSecond: number;
  points: SoakPoint[];
  /** The last third against the second one, as a factor: what grows shows here. */
  rssGrowth: number;
  ackP50Growth: number;
  lost: number;
  duplicated: number;
  machine: Machine;
}

/** What flat means: chosen as what differs between two runs of the same on a quiet machine. */
export const soakFigures: readonly Figure<SoakBench>[] = [
  { name: "topReportsPerSecond", meaning: "reports a second at full speed" },
  { name: "rssGrowth", meaning: "memory, last third against the one before", most: 1.1 },
  { name: "ackP50Growth", meaning: "time to the acknowledgement, likewise", most: 1.5 },
  { name: "lost", meaning: "acknowledged readings that are not in the journal", most: 0 },
  { name: "duplicated", meaning: "readings that are in the journal twice", most: 0 },
];

const TOP_s = 10;
/** So many stretches of time are told apart. */
const STRETCHES = 60;
const REPORTS = 256;

export interface SoakSizes {
  connections: number;
  minutes: number;
}

export const soakSizes: SoakSizes = { connections: 2000, minutes: 10 };
export const soakSteps = STRETCHES + 1;

/** Finds the top speed, then sends at half of it. Keeps its data in the temporary directory. */
export async function benchSoak(sizes: SoakSizes, onStep: () => void, signal: AbortSignal): Promise<SoakBench> {
  const folder = mkdtempSync(join(tmpdir(), "yeelen-bench-"));
  const reports = repeatableReports(REPORTS).map((frame) =>
    encodeReport(frame, Buffer.alloc(16_384)).toString("base64"),
  );
  let loaded: Loaded | undefined;
  try {
    const machine = machineOf(folder);
    loaded = await Loaded.start(variants.report, sizes.connections, folder, reports);
    const stretch_s = (sizes.minutes * 60) / STRETCHES;
    const top = await loaded.run(Math.min(TOP_s, stretch_s * 6));
    const topReportsPerSecond = top.messages / top.took_s;
    onStep();
    const points: SoakPoint[] = [];
    const start_ms = performance.now();
    for (let i = 0; i < STRETCHES; i++) {
      signal.throwIfAborted();
      const found = await loaded.run(stretch_s, topReportsPerSecond / 2);
      points.push({
        at_s: rounded((performance.now() - start_ms) / 1000),
        reportsPerSecond: Math.round(found.messages / found.took_s),
        ackP50_ms: rounded(found.p50_ms),
        ackP99_ms: rounded(found.p99_ms),
        rss_bytes: loaded.server.rss_bytes(),
      });
      onStep();
    }
    const { lost, duplicated } = await loaded.check();
    return {
      connections: sizes.connections,
      minutes: sizes.minutes,
      topReportsPerSecond: Math.round(topReportsPerSecond),
      points,
      rssGrowth: growth(points.map(({ rss_bytes }) => rss_bytes)),
      ackP50Growth: growth(points.map(({ ackP50_ms }) => ackP50_ms)),
      lost,
      duplicated,
      machine,
    };
  } finally {
    await loaded?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The mean of the last third by that of the third before it. */
function growth(values: readonly number[]): number {
  const third = Math.floor(values.length / 3);
  const mean = (some: readonly number[]) => some.reduce((sum, value) => sum + value, 0) / some.length;
  return rounded(mean(values.slice(-third)) / mean(values.slice(third, -third)));
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
