import type { Committed, JournalEntry } from "../journal/entries";
import type { Journal } from "../journal/journal";

/** How long an entry waits for others to share its sync with the disk. */
const GATHER_ms = 4;
/** How many entries one transaction takes at most. */
const LARGEST_COMMIT = 2000;

interface Waiting {
  entry: JournalEntry;
  resolve: (committed: Committed) => void;
  reject: (error: unknown) => void;
}

/** Commits the entries of all connections together: one sync with the disk serves many. */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly onCommitted: () => void,
  ) {}

  /** Resolves once the entry is on the disk; rejects where its commit failed. */
  add(entry: JournalEntry): Promise<Committed> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ entry, resolve, reject });
      if (this.waiting.length >= LARGEST_COMMIT) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), GATHER_ms);
    });
  }

  /** Commits what waits, now. */
  flush(): void {
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
    this.onCommitted();
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
        this.onCommitted();
      } catch (single) {
        waiting.reject(single);
      }
    }
  }
}
