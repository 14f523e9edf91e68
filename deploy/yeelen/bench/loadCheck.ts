import { Journal } from "@yeelen/ingest/journal/journal";
import { firstSequence, incarnationOf } from "./loadReport";

/** What the journal holds of what was acknowledged. */
export interface JournalFound {
  /** Readings that the journal gives, each counted as often as it does. */
  readings: number;
  /** Readings that were acknowledged and are not there. */
  lost: number;
  /** Readings that are there more than once. */
  duplicated: number;
}

/** What a kit sent: under which incarnation, from which sequence on, and how many were acknowledged. */
export interface Sent {
  incarnation: number;
  first: number;
  acknowledged: number;
}

/** Reports whose readings are read at a time. */
const BATCH_reports = 2000;

/** What a load sent in the name of a kit whose messages of so many readings were answered so often. */
export function sentByLoad(kit: number, messages: number, readings: number): Sent {
  return { incarnation: incarnationOf(kit), first: firstSequence, acknowledged: messages * readings };
}

/**
 * Reads a whole journal, as its consumers do, and compares it with what was acknowledged. A reading
 * that is there without having been acknowledged is neither lost nor duplicated.
 *
 * @param sent by kit
 */
export function checkJournal(data: string, sent: ReadonlyMap<string, Sent>): JournalFound {
  const times = new Map([...sent].map(([kit, { acknowledged }]) => [kit, new Uint8Array(acknowledged)]));
  const found: JournalFound = { readings: 0, lost: 0, duplicated: 0 };
  const journal = Journal.open(data);
  try {
    let position = 0;
    for (;;) {
      const batch = journal.readings.after(position, BATCH_reports);
      if (batch.position === position) break;
      position = batch.position;
      for (const { kit, incarnation, sequence } of batch.readings) {
        found.readings += 1;
        const of = sent.get(kit);
        const seen = times.get(kit);
        if (!of || !seen || of.incarnation !== incarnation) continue;
        const i = sequence - of.first;
        if (i < 0 || i >= seen.length) continue;
        if (seen[i] === 1) found.duplicated += 1;
        seen[i] = 1;
      }
    }
  } finally {
    journal.close();
  }
  for (const seen of times.values()) for (const isThere of seen) found.lost += 1 - isThere;
  return found;
}
