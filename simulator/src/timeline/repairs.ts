import { boardActOf } from "../happenings/apply";
import { happeningOf } from "../scenario/pinned";
import { scenarioSchema } from "../scenario/schema";
import { momentOf, timeOf_ms } from "../scenario/times";
import type { PinnedEntry, Repair } from "./phrases";

export interface RepairedAt {
  at: string;
  repair: Repair;
}

const entrySchema = scenarioSchema.shape.pinned.unwrap().element;

/**
 * The entries with an end where somebody repairs what they did: all that goes on then with that part of that kit.
 *
 * @throws RangeError where nothing does
 */
export function endWhatIsRepaired(
  pinned: readonly PinnedEntry[],
  repairs: readonly RepairedAt[],
  start_ms: number,
): PinnedEntry[] {
  const entries = pinned.map((entry) => ({ ...entry }));
  const inTime = repairs
    .map((repaired) => ({ ...repaired, time_ms: timeOf(repaired.at, start_ms) }))
    .toSorted((a, b) => a.time_ms - b.time_ms);
  for (const { at, repair, time_ms } of inTime) {
    const ended = entries.filter((entry) => {
      const { kit, part, kind, onset_ms, end_ms = Infinity } = happeningOf(entrySchema.parse(entry), start_ms);
      if (kit !== repair.kit || part !== repair.part || boardActOf(kind) !== undefined) return false;
      return onset_ms < time_ms && time_ms < end_ms;
    });
    if (ended.length === 0) throw new RangeError(`${at}: nothing is wrong with the ${repair.part} of ${repair.kit}`);
    for (const entry of ended) entry.until = at;
  }
  return entries;
}

function timeOf(moment: string, start_ms: number): number {
  const read = momentOf(moment);
  if (read === undefined) throw new RangeError(`${moment} is no moment`);
  return timeOf_ms(read, start_ms);
}
