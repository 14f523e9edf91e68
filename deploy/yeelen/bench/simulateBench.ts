import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { STEP_s } from "@yeelen/simulator/power/step";
import { benchFirmware, benchNatively, type BenchRun, type BenchSize } from "@yeelen/simulator/run/bench";
import { firmwareBytecode } from "@yeelen/simulator/vm/bytecode";
import { Memory, peak_bytes } from "./memory";

/** What the figures are about. */
const WHOLE = {
  programme: { kits: 400, days: 180 },
  stress: { kits: 10_000, days: 1 },
} as const satisfies Record<string, BenchSize>;
const FIRMWARE: BenchSize = { kits: 4, days: 1 };

/** How much is lived through for each figure. */
export interface BenchSizes {
  programme: BenchSize;
  stress: BenchSize;
  firmware: BenchSize;
}

/** What was found out about this machine. */
export interface SimulateBench {
  /** Natively, on all cores. */
  kitDaysPerSecond: number;
  /** Where less than the whole was lived through, what it would have taken if all of it took time in proportion. */
  kits400days180_s: number;
  kits10000days1_s: number;
  /** Of kits that run the firmware's bytecode, in one thread. */
  firmwareKitDaysPerSecond: number;
  /** The most that was ever resident of the process while it lived through the programme, all threads included. */
  rss_bytes: number;
  /** The most in the days up to a sixth of the programme, and to its end: what grows with days shows here. */
  rssAt30days_bytes: number;
  rssAt180days_bytes: number;
  /** Length of a step of the physics, time between readings, and between reports. */
  step_s: number;
  interval_s: number;
  upload_s: number;
  cores: number;
  node: string;
  /** Whether less than the whole was lived through. */
  isScaled: boolean;
  /** What was lived through. */
  runs: { programme: BenchRun; stress: BenchRun; firmware: BenchRun };
}

/**
 * The sizes of a benchmark: the whole, or a tenth of its kits.
 *
 * @param options kits and days of the programme, where others are wanted; the others are in proportion to its kits
 */
export function benchSizes(options: { quick: boolean; kits?: number; days?: number }): BenchSizes {
  const { programme, stress } = WHOLE;
  const kits = options.kits ?? (options.quick ? programme.kits / 10 : programme.kits);
  const share = kits / programme.kits;
  return {
    programme: { kits, days: options.days ?? programme.days },
    stress: { kits: Math.ceil(stress.kits * share), days: stress.days },
    firmware: { kits: Math.ceil(FIRMWARE.kits * share), days: FIRMWARE.days },
  };
}

interface Bar {
  update: (days: number) => void;
  stop: () => void;
}

/**
 * Lives through all of it, one after the other, into files that are removed again.
 *
 * @param startBar called at the start of each part, for its progress
 */
export async function benchSimulate(
  sizes: BenchSizes,
  startBar: (size: BenchSize, what: string) => Bar,
  signal: AbortSignal,
): Promise<SimulateBench> {
  // a first build is not what is measured, and had better fail now than after a minute
  firmwareBytecode();
  const folder = mkdtempSync(join(tmpdir(), "yeelen-bench-"));
  const cores = availableParallelism();
  const memory = new Memory();
  const part = async (
    size: BenchSize,
    what: string,
    run: (onProgress: (progress: { days: number }) => void) => Promise<BenchRun>,
  ) => {
    const bar = startBar(size, what);
    return await run(({ days }) => bar.update(days)).finally(() => bar.stop());
  };
  try {
    // first of all, so that the peak of the memory is its own
    const programme = await part(sizes.programme, "the programme", async (onProgress) => {
      return await benchNatively({
        scenario: "programme",
        size: sizes.programme,
        folder,
        threads: cores,
        signal,
        onProgress: (progress) => {
          memory.takeDay();
          onProgress(progress);
        },
      });
    });
    const rss_bytes = peak_bytes();
    signal.throwIfAborted();
    const stress = await part(sizes.stress, "ten thousand kits", async (onProgress) => {
      return await benchNatively({
        scenario: "stress",
        size: sizes.stress,
        folder,
        threads: cores,
        signal,
        onProgress,
      });
    });
    signal.throwIfAborted();
    const firmware = await part(sizes.firmware, "the firmware's bytecode", async (onProgress) => {
      return await benchFirmware({ scenario: "programme", size: sizes.firmware, folder, signal, onProgress });
    });
    signal.throwIfAborted();
    const { kits, days } = programme;
    return {
      kitDaysPerSecond: rounded(perSecond(programme)),
      kits400days180_s: rounded(scaledTo(WHOLE.programme, programme)),
      kits10000days1_s: rounded(scaledTo(WHOLE.stress, stress)),
      firmwareKitDaysPerSecond: rounded(perSecond(firmware)),
      rss_bytes,
      rssAt30days_bytes: memory.at(Math.max(1, Math.round(days / 6))),
      rssAt180days_bytes: memory.at(days),
      step_s: STEP_s,
      interval_s: programme.interval_s,
      upload_s: programme.upload_s,
      cores,
      node: process.version,
      isScaled: kits !== WHOLE.programme.kits || days !== WHOLE.programme.days,
      runs: { programme, stress, firmware },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function perSecond({ kits, days, took_s }: BenchRun): number {
  return (kits * days) / took_s;
}

function scaledTo(whole: BenchSize, run: BenchRun): number {
  return (whole.kits * whole.days) / perSecond(run);
}

/** To three digits: more would differ from run to run. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
