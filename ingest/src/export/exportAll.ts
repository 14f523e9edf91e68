import type { InfluxSettings } from "../config/config";
import type { TrailEntry } from "../journal/cursorTrail";
import type { Quarantined } from "../journal/quarantine";
import type { ReadingsInOrder } from "./batch";
import { type ExportJournal, ExportLoop, type ExportStatus } from "./exportLoop";

export interface ExportAllOptions {
  readings: ReadingsInOrder;
  settings: InfluxSettings;
  /** Event times in Unix ms: from the first on, to before the second; all where they are left out. */
  from_ms?: number | undefined;
  to_ms?: number | undefined;
  /** Told after every write: how many readings are dealt with, and why the server takes none at the moment. */
  onProgress: (readings: number, error: string | null) => void;
  signal: AbortSignal;
}

/** What became of the readings. */
export interface ExportedAll {
  points: number;
  tooOld: number;
  /** What the server will never take: how many, and why the first of them. */
  refused: number;
  whyRefused: string | null;
}

/**
 * Brings the whole journal, or what lies between two times, to a server, whatever was exported before. No cursor
 * of the journal is moved, nothing is written into it. An outage is waited for, but not one at the very beginning.
 *
 * @throws Error where the server does not take points from the beginning, or it was stopped
 */
export async function exportAll(options: ExportAllOptions): Promise<ExportedAll> {
  const { settings, signal, onProgress } = options;
  const journal = new PassingJournal(options);
  let status: ExportStatus = { position: 0, points: 0, tooOld: 0, error: null };
  let failure: Error | undefined;
  const loop = new ExportLoop({
    journal,
    settings,
    log: () => undefined,
    onStatus: (told) => {
      status = told;
      onProgress(journal.dealtWith(), told.error);
      if (told.error === null || told.position > 0) return;
      failure = new Error(`${settings.url} does not take points: ${told.error}`);
      loop.stop();
    },
    endsWithJournal: true,
    now: Date.now,
  });
  const stop = () => loop.stop();
  signal.addEventListener("abort", stop);
  try {
    await loop.run();
  } finally {
    signal.removeEventListener("abort", stop);
  }
  if (failure) throw failure;
  signal.throwIfAborted();
  const { points, tooOld } = status;
  return { points, tooOld, refused: journal.refused, whyRefused: journal.whyRefused };
}

/** The journal as it is seen by an export that leaves no trace in it. */
class PassingJournal implements ExportJournal {
  readonly readings: ReadingsInOrder;
  readonly trail: ExportJournal["trail"];
  readonly quarantine: ExportJournal["quarantine"];
  refused = 0;
  whyRefused: string | null = null;
  private position = 0;
  /** How many readings were read up to each position at which a read ended. */
  private readonly readUpTo = new Map<number, number>([[0, 0]]);

  constructor({ readings, from_ms = -Infinity, to_ms = Infinity }: ExportAllOptions) {
    this.readings = {
      after: (position, limit) => {
        const found = readings.after(position, limit);
        const before = this.readUpTo.get(position) ?? 0;
        this.readUpTo.set(found.position, before + found.readings.length);
        const wanted = found.readings.filter(({ time_ms }) => time_ms >= from_ms && time_ms < to_ms);
        return { readings: wanted, position: found.position };
      },
    };
    let entries: TrailEntry[] = [];
    this.trail = {
      of: () => entries,
      add: (_, entry, since_ms) => {
        const isKept = ({ at_ms, position }: TrailEntry) =>
          at_ms >= since_ms && at_ms !== entry.at_ms && position <= entry.position;
        entries = [...entries.filter(isKept), entry];
      },
    };
    this.quarantine = {
      add: ({ kit, detail }: Quarantined) => {
        this.refused += 1;
        this.whyRefused ??= `${kit}, ${detail}`;
      },
    };
  }

  /** How many readings are written, or passed over. */
  dealtWith(): number {
    return this.readUpTo.get(this.position) ?? 0;
  }

  cursor(): number {
    return this.position;
  }

  moveCursor(_: string, position: number): void {
    this.position = position;
  }

  transaction<T>(work: () => T): T {
    return work();
  }
}
