import { randomBuffer } from "@devicescript/crypto";
import { readSetting, writeSetting } from "@devicescript/settings";
import { fractionOf, NEVER_WRITTEN, nextBoot, SEQUENCE_BLOCK, type StoredNumbering } from "../kit/numbering";

/** One setting holds all numbers of a kind, so that flash never has half of them. */
const NUMBERING = "numbering";
const COUNTERS = "counters";

/**
 * Begins a boot: sets its first block of sequences aside in flash. Where flash does not keep it,
 * the boot gets an incarnation of its own, so that no number is ever used twice.
 */
export async function beginBoot(): Promise<StoredNumbering> {
  // `Math.random` starts from the same seed on every board
  const random = randomBuffer(4);
  const fraction = fractionOf(random[0], random[1], random[2], random[3]);
  const numbering = nextBoot(await readNumbering(), fraction);
  if (await keep(numbering)) return numbering;
  console.log("flash does not keep the numbering: this boot gets one of its own");
  return nextBoot(NEVER_WRITTEN, fraction);
}

/** Sets the next block of sequences aside. */
export async function reserveBlock(numbering: StoredNumbering): Promise<void> {
  numbering.reserved = numbering.reserved + SEQUENCE_BLOCK;
  if (!(await keep(numbering))) console.log("flash does not keep the numbering");
}

/** What flash holds of the counters; empty where it holds none. `Counters` knows whether it is whole. */
export async function readCounters(): Promise<number[]> {
  const stored: number[] = await readSetting(COUNTERS);
  return stored && stored.length ? stored : [];
}

/** Writes the counters. Where flash does not keep them, the next boot begins them anew. */
export async function keepCounters(record: number[]): Promise<void> {
  await writeSetting(COUNTERS, record);
}

async function readNumbering(): Promise<StoredNumbering> {
  const stored: number[] = await readSetting(NUMBERING);
  if (!stored || stored.length !== 3) return NEVER_WRITTEN;
  return { incarnation: stored[0], reserved: stored[1], boot: stored[2] };
}

/** Writes the numbering and reads it back: a full flash takes a setting without an error and forgets it. */
async function keep(numbering: StoredNumbering): Promise<boolean> {
  const { incarnation, reserved, boot } = numbering;
  await writeSetting(NUMBERING, [incarnation, reserved, boot]);
  const kept = await readNumbering();
  return kept.incarnation === incarnation && kept.reserved === reserved && kept.boot === boot;
}
