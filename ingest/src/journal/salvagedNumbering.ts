import type Database from "libsql";
import { bytesOf } from "./database";
import { KitNumbering, NumberingStore } from "./numbering";
import { rowsOf } from "./salvagedRows";
import { CHUNK_SEQUENCES, SequenceChunk } from "./sequences";

interface NumberingRow {
  kit: number;
  incarnation: number;
  chunk: number;
  readings: number;
  thinned: number;
  gaps: number;
  sequences: Buffer;
}

/**
 * Brings over what kits told as thinned or lost, from rows whose figures fit what they hold. What was delivered
 * is not taken from there: it counts only where its report was saved, so that a kit that still has it may send it again.
 */
export function keepDroppedOf(damaged: Database.Database, target: Database.Database): void {
  const store = new NumberingStore(target);
  for (const row of rowsOf(damaged, "numbering").rows as unknown as NumberingRow[]) {
    const dropped = droppedIn(row);
    if (dropped.length === 0) continue;
    const numbering = new KitNumbering(store, row.kit);
    const start = row.chunk * CHUNK_SEQUENCES;
    for (let i = 0; i + 1 < dropped.length; i += 2) {
      numbering.drop(row.incarnation, start + (dropped[i] as number), start + (dropped[i + 1] as number));
    }
    numbering.save();
  }
}

function droppedIn({ readings, thinned, gaps, sequences }: NumberingRow): number[] {
  try {
    const chunk = SequenceChunk.decode(bytesOf(sequences));
    const figures = chunk.figures();
    const isRight = figures.readings === readings && figures.thinned === thinned && figures.gaps === gaps;
    return isRight ? chunk.droppedRanges() : [];
  } catch {
    return [];
  }
}
