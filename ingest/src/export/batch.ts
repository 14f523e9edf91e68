import { setImmediate as breathe } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { PlacedReading } from "../journal/readings";
import type { Lines } from "./lines";

/** Readings in the order in which they were committed: those of some reports behind a position. */
export interface ReadingsInOrder {
  after: (position: number, limit: number) => { readings: PlacedReading[]; position: number };
}

/** Readings that are written together. */
export interface Batch {
  /** Where the cursor was before it, and where it is once the batch is taken. */
  from: number;
  position: number;
  lines: Lines;
  /** All lines as they are sent; empty where there are none. */
  body: Buffer;
}

/**
 * How many reports are read and written as lines at a stretch: a few ms, so that a write that is
 * under way meanwhile goes on.
 */
const REPORTS_AT_A_STRETCH = 64;

const NOTHING = Buffer.alloc(0);

/** Compresses text for a server, on a thread of Node's own. The text must not change before that is done. */
export const compressed: (text: Buffer) => Promise<Buffer> = promisify(gzip);

/**
 * Reads the next readings, writes their lines and compresses them: all that can be done of a batch while the server
 * is busy with the one before. No more of them is kept: what lives short costs little.
 *
 * @param lines where the lines go, in place of what is there
 * @param points as many, and at most some hundred reports' worth more
 * @returns undefined where nothing follows
 */
export async function readBatch(
  journal: ReadingsInOrder,
  lines: Lines,
  from: number,
  points: number,
): Promise<Batch | undefined> {
  const batch: Batch = { from, position: from, lines, body: NOTHING };
  lines.clear();
  for (let reports = 0; lines.count < points && reports < points; reports += REPORTS_AT_A_STRETCH) {
    const { readings, position } = journal.after(batch.position, Math.min(REPORTS_AT_A_STRETCH, points));
    if (position === batch.position) break;
    batch.position = position;
    for (const reading of readings) lines.add(reading);
    await breathe();
  }
  if (lines.count > 0) batch.body = await compressed(lines.encoded());
  return batch.position === from ? undefined : batch;
}
