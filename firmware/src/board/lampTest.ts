import { sleep } from "@devicescript/core";
import { Column, NOT_MEASURED } from "../../../shared/src/wire/columns";
import { FIRST_LAMP, probes } from "./roles";
import { sampleRow } from "./sampler";

const LAMPS = 3;
const FULL_pct = 100;
/** For a lamp to have come on, and for somebody to see it. Chosen. */
const LIT_ms = 3000;

/** Lights all lamps for some seconds. Returns what was measured meanwhile: a lamp that takes no current is broken. */
export async function testLamps(): Promise<number[]> {
  const before: number[] = [];
  const lit: number[] = [];
  const row = await sampleRow();
  for (let lamp = 0; lamp < LAMPS; lamp++) {
    const commanded_pct = row[Column.Lamp1Commanded_pct + lamp];
    before.push(commanded_pct);
    lit.push(commanded_pct === NOT_MEASURED ? NOT_MEASURED : FULL_pct);
  }
  await command(lit);
  await sleep(LIT_ms);
  const measured = await sampleRow();
  await command(before);
  return measured;
}

async function command(levels_pct: number[]): Promise<void> {
  for (let lamp = 0; lamp < LAMPS; lamp++) {
    if (levels_pct[lamp] !== NOT_MEASURED) await probes[FIRST_LAMP + lamp].register.write(levels_pct[lamp] / FULL_pct);
  }
}
