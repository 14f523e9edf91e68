import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

/** What a figure was measured on. */
export interface Machine {
  cores: number;
  processor: string;
  memory_bytes: number;
  node: string;
  /** Median of syncing 8 KiB that were added to a file, in the directory of the data. */
  fdatasync_ms: number;
  /** Processes that wanted to run in the last minute before: 0 on a machine that nobody else uses. */
  loadBefore: number;
}

const SYNCS = 101;
const BLOCK_bytes = 8192;

/** @param directory on the disk that is measured */
export function machineOf(directory: string): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memory_bytes: totalmem(),
    node: process.version,
    fdatasync_ms: fdatasync_ms(directory),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}

function fdatasync_ms(directory: string): number {
  const path = join(directory, "sync");
  const file = openSync(path, "w");
  const block = Buffer.alloc(BLOCK_bytes, 1);
  const times = Array.from({ length: SYNCS }, () => {
    writeSync(file, block);
    const start_ms = performance.now();
    fdatasyncSync(file);
    return performance.now() - start_ms;
  });
  closeSync(file);
  rmSync(path);
  return median(times);
}

/** The middle one of some figures. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
