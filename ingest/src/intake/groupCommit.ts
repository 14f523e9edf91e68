import type { Committed, JournalEntry } from "../journal/entries";
import type { Journal } from "../journal/journal";

/** How long an entry waits for others to share its sync with the disk. */
const GATHER_ms = 4;
/** How many entries one transaction takes at most. */
const LARGEST_COMMIT = 2000;

interface Waiting {
  entry: JournalEntry;
  kit: number | undefined;
  resolve: (committed: Committed) => void;
  reject: (error: unknown) => void;
}

/** Commits the entries of all connections together: one sync with the disk serves many. */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly onCommitted: (kits: ReadonlySet<number>) => void,
  ) {}

  /** Resolves once the entry is on the disk; rejects where its commit failed. */
  add(entry: JournalEntry, kit?: number): Promise<Committed> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, kit, resolve, reject });
      if (this.waiting.length >= LARGEST_COMMIT) this.commit();
      else this.timer ??= setTimeout(() => this.commit(), GATHER_ms);
    });
  }

  /** Commits what waits. */
  async drain(): Promise<void> {
    this.commit();
    await Promise.resolve();
  }

  private commit(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length === 0) return;
    let results: Committed[];
    try {
      results = this.journal.commit(batch.map(({ entry }) => entry));
    } catch (error) {
      this.commitOneByOne(batch, error);
      return;
    }
    batch.forEach(({ resolve }, i) => resolve(results[i] as Committed));
    this.announce(batch);
  }

  /** One entry that cannot be committed must not take the others with it. */
  private commitOneByOne(batch: Waiting[], error: unknown): void {
    if (batch.length === 1) {
      batch[0]?.reject(error);
      return;
    }
    for (const waiting of batch) {
      try {
        waiting.resolve(this.journal.commit([waiting.entry])[0] as Committed);
        this.announce([waiting]);
      } catch (single) {
        waiting.reject(single);
      }
    }
  }

  private announce(batch: Waiting[]): void {
    this.onCommitted(new Set(batch.flatMap(({ kit }) => (kit === undefined ? [] : [kit]))));
  }
}
