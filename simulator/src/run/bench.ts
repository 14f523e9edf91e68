import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { layOut } from "../scenario/layOut";
import { loadScenario } from "../scenario/load";
import type { FleetPlan } from "../scenario/plan";
import { type RunProgress, simulateIntoFile } from "./intoFile";
import { LiveRun } from "./liveRun";

/** A seed like any other: every measurement lives through the same fleet. */
const SEED = 2026;

/** How much is lived through for a measurement. */
export interface BenchSize {
  kits: number;
  days: number;
}

export interface BenchRun extends BenchSize {
  /** Real time from laying the fleet out to the closed file. */
  took_s: number;
  /** Reports in the file, and its size. */
  reports: number;
  file_bytes: number;
  interval_s: number;
  upload_s: number;
}

interface BenchOptions {
  /** A scenario that comes with Yeelen. */
  scenario: "programme" | "stress";
  size: BenchSize;
  /** Where the file is written, and removed again. */
  folder: string;
  onProgress: (progress: RunProgress) => void;
  signal: AbortSignal;
}

/** Lives through a fleet natively on as many threads, into a file. */
export async function benchNatively(options: BenchOptions & { threads: number }): Promise<BenchRun> {
  const { threads, signal } = options;
  return await measured(options, async (plan, path, onProgress) => {
    await simulateIntoFile({ plan, path, threads, onProgress, signal });
  });
}

/** Lives through a fleet whose kits run the firmware's bytecode, into a file. */
export async function benchFirmware(options: BenchOptions): Promise<BenchRun> {
  const { signal } = options;
  return await measured(options, async (plan, path, onProgress) => {
    await new LiveRun({ plan, into: { path }, runsFirmware: () => true, onProgress, signal }).run();
  });
}

async function measured(
  { scenario, size, folder, onProgress }: BenchOptions,
  live: (plan: FleetPlan, path: string, onProgress: (progress: RunProgress) => void) => Promise<void>,
): Promise<BenchRun> {
  const file = fileURLToPath(new URL(`../../scenarios/${scenario}.yaml`, import.meta.url));
  const path = join(folder, `${scenario}.jsonl`);
  const began_ms = performance.now();
  const plan = layOut(loadScenario(file), { seed: SEED, ...size });
  let reports = 0;
  try {
    await live(plan, path, (progress) => {
      reports = progress.reports;
      onProgress(progress);
    });
    const took_s = (performance.now() - began_ms) / 1000;
    const { interval_s, upload_s } = plan;
    return { ...size, took_s, reports, file_bytes: statSync(path).size, interval_s, upload_s };
  } finally {
    rmSync(path, { force: true });
  }
}
