import { HttpError } from "@influxdata/influxdb-client";
import type { Lines } from "./lines";
import { type Batch, compressed } from "./batch";
import type { Target } from "./target";

/** After so many refusals and not one point taken, the rest of a batch is not tried. */
const REFUSALS_TO_GIVE_UP = 8;

/** 400 and 413 of every InfluxDB; InfluxDB 2 says 422 where it cannot take some or all points of a write. */
const REFUSALS: readonly number[] = [400, 413, 422];

/** A reading that the server will never take. */
export interface RefusedReading {
  kit: string;
  sequence: number;
  line: string;
  error: HttpError;
}

/** What became of a batch. */
export interface Delivered {
  taken: number;
  /** Older than the server keeps, by its retention policy: it has dropped them, and taken the rest. */
  tooOld: number;
  refused: RefusedReading[];
}

/**
 * Writes a batch, in halves where it is refused, down to the readings that are at fault.
 *
 * @throws HttpError or a connection error where the server or its settings are at fault: nothing of
 *   the batch may count as written
 */
export async function deliver(target: Target, { lines, body }: Pick<Batch, "lines" | "body">): Promise<Delivered> {
  const delivered: Delivered = { taken: 0, tooOld: 0, refused: [] };
  await write(target, lines, 0, lines.count, body, delivered);
  return delivered;
}

/** Writes the lines with the indices from `first` to before `end`; `body` is what they are compressed. */
async function write(
  target: Target,
  lines: Lines,
  first: number,
  end: number,
  body: Buffer,
  delivered: Delivered,
): Promise<void> {
  const count = end - first;
  try {
    await target.write(body);
    delivered.taken += count;
  } catch (error) {
    if (!(error instanceof HttpError) || !REFUSALS.includes(error.statusCode)) throw error;
    const tooOld = tooOldOf(error);
    if (tooOld !== undefined) {
      delivered.tooOld += tooOld;
      delivered.taken += count - tooOld;
      return;
    }
    if (count === 1) {
      delivered.refused.push({ ...lines.reading(first), line: lines.text(first, end), error });
      if (delivered.taken === 0 && delivered.refused.length >= REFUSALS_TO_GIVE_UP) throw error;
      return;
    }
    const middle = first + Math.ceil(count / 2);
    await write(target, lines, first, middle, await compressed(lines.encoded(first, middle)), delivered);
    await write(target, lines, middle, end, await compressed(lines.encoded(middle, end)), delivered);
  }
}

/** How many points a server has dropped, and only dropped, because they are older than it keeps. */
function tooOldOf(error: HttpError): number | undefined {
  const dropped = /points beyond retention policy dropped=(\d+)/.exec(error.body ?? error.message)?.[1];
  return dropped === undefined ? undefined : Number(dropped);
}
