import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { type Machine, machineOf, median } from "./loadMachine";
import { buildStore } from "./storeBuild";
import { UploadMix } from "./storeMix";
import type { Figure } from "./targets";

/** What a journal of some weeks takes, and how fast it is read. */
export interface StoreFound {
  kits: number;
  readings: number;
  reports: number;
  /** All files of the data directory while the service runs, the write-ahead log included, by the readings. */
  bytesPerReading: number;
  /** Reading all of a kit's days, median of some kits. */
  kitMonthRead_ms: number;
  /** Reading the last state of every kit, its newest reading included. */
  lastStates_ms: number;
  /** Reading every reading of every kit for the mean battery voltage of each hour. */
  fleetHourlyMeans_ms: number;
}

export interface StoreBench {
  sizes: StoreFound[];
  days: number;
  machine: Machine;
  /** Whether fewer days or kits were kept than the figures are promised for. */
  isShortened: boolean;
}

/** The figures of one size, with what is promised of it. */
export function storeFigures({ kits }: Pick<StoreFound, "kits">): readonly Figure<StoreFound>[] {
  return [
    { name: "readings", meaning: `readings of ${kits} kits` },
    { name: "bytesPerReading", meaning: "bytes a reading", most: 18 },
    { name: "kitMonthRead_ms", meaning: "reading a kit's month, ms", most: 10 },
    // promised of 10,000 kits: more take longer
    { name: "lastStates_ms", meaning: "last state of all kits, ms", ...(kits <= 10_000 && { most: 50 }) },
    { name: "fleetHourlyMeans_ms", meaning: "mean of each hour over all readings, ms" },
  ];
}

export const STORE_days = 30;
export const storeKits = [400, 10_000];
export const HUGE_kits = 100_000;

const HOUSEHOLDS = 100;
const READINGS_A_DAY = 96;
const KITS_READ = 100;
const STATES_READ = 9;
const BATCH_reports = 5000;
const HOUR_ms = 3_600_000;
/** The journal is made in memory where there is so much room for each reading, twice of what it takes. */
const ROOM_bytes = 40;
const MEMORY = "/dev/shm";

export interface StoreSizes {
  kits: readonly number[];
  days: number;
}

/** How many kit-days `onProgress` is told of: first those of the households, then those of the kits that copy them. */
export function storeKitDays(sizes: StoreSizes): number {
  const kits = sizes.kits.reduce((sum, number) => sum + number, 0);
  return householdsOf(sizes) * sizes.days + kits * (sizes.days + 1);
}

/** @param onProgress told how many of the days of all kits are over */
export async function benchStore(
  sizes: StoreSizes,
  onProgress: (kitDays: number) => void,
  signal: AbortSignal,
): Promise<StoreBench> {
  let done = 0;
  const mix = new UploadMix(householdsOf(sizes), sizes.days, () => onProgress((done += 1)));
  const folder = mkdtempSync(join(tmpdir(), "yeelen-bench-"));
  try {
    const machine = machineOf(folder);
    const found: StoreFound[] = [];
    for (const kits of sizes.kits) {
      const data = mkdtempSync(join(roomFor(kits * sizes.days * READINGS_A_DAY) ?? folder, "yeelen-bench-"));
      const onDay = async () => {
        onProgress((done += kits));
        // whoever wants to stop it is heard
        await setImmediate();
        signal.throwIfAborted();
      };
      const one = measured(mix, kits, sizes.days, data, onDay);
      found.push(await one.finally(() => rmSync(data, { recursive: true, force: true })));
    }
    const isShortened = sizes.days < STORE_days || storeKits.some((kits) => !sizes.kits.includes(kits));
    return { sizes: found, days: sizes.days, machine, isShortened };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function householdsOf({ kits }: StoreSizes): number {
  return Math.min(HOUSEHOLDS, Math.max(...kits));
}

/** A file system in memory with room for so many readings, or undefined. */
function roomFor(readings: number): string | undefined {
  if (!existsSync(MEMORY)) return undefined;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > readings * ROOM_bytes ? MEMORY : undefined;
}

async function measured(
  mix: UploadMix,
  kits: number,
  days: number,
  data: string,
  onDay: () => Promise<void>,
): Promise<StoreFound> {
  const { journal, registered, counts } = await buildStore(mix, kits, data, onDay);
  const { reports, readings } = counts;
  const bytes = sizeOf_bytes(data);
  // as another process of the service reads it, which has nothing of it in its own memory
  const reading = Journal.open(data);
  try {
    return {
      kits,
      readings,
      reports,
      bytesPerReading: rounded(bytes / readings),
      kitMonthRead_ms: rounded(kitMonthRead_ms(reading, registered, mix.start_ms, days)),
      lastStates_ms: rounded(median(Array.from({ length: STATES_READ }, () => took_ms(() => reading.lastStates())))),
      fleetHourlyMeans_ms: rounded(took_ms(() => hourlyMeans(reading))),
    };
  } finally {
    reading.close();
    journal.close();
  }
}

function kitMonthRead_ms(journal: Journal, kits: readonly KitRecord[], start_ms: number, days: number): number {
  const end_ms = start_ms + (days + 1) * 24 * HOUR_ms;
  const some = Array.from(
    { length: KITS_READ },
    (_, i) => kits[Math.floor((i * kits.length) / KITS_READ)] as KitRecord,
  );
  const times = some.map(({ id }) =>
    took_ms(() => {
      if (journal.readings.ofKitBetween(id, start_ms - 24 * HOUR_ms, end_ms).length === 0) {
        throw new Error("a kit has no readings");
      }
    }),
  );
  return median(times);
}

/** The mean battery voltage of each hour, mV, over all readings. */
function hourlyMeans(journal: Journal): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  for (let position = 0; ; ) {
    const batch = journal.readings.after(position, BATCH_reports);
    if (batch.position === position) break;
    position = batch.position;
    for (const { time_ms, row } of batch.readings) {
      const value = row[Column.BatteryVoltage_mV] as number;
      if (value === NOT_MEASURED) continue;
      const hour = Math.floor(time_ms / HOUR_ms);
      const of = sums.get(hour);
      if (of) {
        of.sum += value;
        of.count += 1;
      } else sums.set(hour, { sum: value, count: 1 });
    }
  }
  return new Map([...sums].map(([hour, { sum, count }]) => [hour, sum / count]));
}

function sizeOf_bytes(directory: string): number {
  return readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
}

function took_ms(work: () => unknown): number {
  const start_ms = performance.now();
  work();
  return performance.now() - start_ms;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
