import { Intake, type Message } from "@yeelen/ingest/intake/intake";
import type { ReportEntry } from "@yeelen/ingest/journal/entries";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import type { Arrival, UploadMix } from "./storeMix";

/** Reports that come in while the one before is on its way to the disk share a commit. As long as a sync takes. */
const COMMIT_ms = 5;
const LARGEST_COMMIT = 2000;
/** As the service does while nothing comes in: it folds the index, and later empties the write-ahead log. */
const IDLE_ms = 20;
const QUIET_ms = 5000;
/**
 * So many commits share a transaction: they write what they would write each in its own, and only the log has fewer
 * copies of the pages that several of them change.
 */
const COMMITS_TOGETHER = 500;

/** A commit of the service, and how long nothing came in before it. */
interface Commit {
  arrivals: Arrival[];
  pause_ms: number;
}

export interface BuiltStore {
  journal: Journal;
  registered: KitRecord[];
  counts: { reports: number; readings: number };
}

/**
 * Makes the journal that a service has after everything of a mix came in, with its write-ahead log.
 *
 * @param data where it is made
 * @param onDay told after each day of all kits
 * @returns it open
 */
export async function buildStore(
  mix: UploadMix,
  kits: number,
  data: string,
  onDay: () => Promise<void>,
  commitsTogether = COMMITS_TOGETHER,
): Promise<BuiltStore> {
  const journal = Journal.openToWrite(data);
  const registered = register(journal, kits);
  const within = withinTransaction(journal);
  const intake = new Intake(within, { error: () => undefined });
  let day = 0;
  let before_ms = mix.start_ms;
  for (const arrivals of mix.arrivals(kits)) {
    // on the last day each by itself: in the end the log is as long as it is in the service
    const most = day < mix.days ? commitsTogether : 1;
    for (const together of transactionsOf(commitsOf(arrivals, before_ms), most)) {
      if ((together[0] as Commit).pause_ms >= QUIET_ms) journal.emptyLog();
      journal.transaction(() => {
        for (const commit of together) {
          if (commit.pause_ms >= IDLE_ms) while (within.foldMore());
          take(intake, registered, commit.arrivals);
        }
      });
    }
    before_ms = arrivals.at(-1)?.received_ms ?? before_ms;
    day += 1;
    await onDay();
  }
  while (journal.foldMore());
  return { journal, registered, counts: intake.counts };
}

/** What the journal does in a transaction of its own, for within one. */
function withinTransaction(journal: Journal) {
  const { writer } = journal;
  const commit = <T>(work: () => T): T => {
    writer.begin();
    const result = work();
    writer.finish();
    return result;
  };
  return {
    writer,
    quarantine: journal.quarantine,
    keep: (entry: ReportEntry) => journal.keep(entry),
    commit,
    foldMore: () => writer.isBehind() && commit(() => writer.foldMore()),
  };
}

function register(journal: Journal, kits: number): KitRecord[] {
  journal.transaction(() => {
    for (let i = 0; i < kits; i++) {
      const code = `kit-${String(i).padStart(6, "0")}`;
      const kit = { code, site: `site-${i % 40}`, clock: "server", battery: "lifepo4-4s" } as const;
      journal.kits.add({ ...kit, secretHash: Buffer.alloc(32) }, 0);
    }
  });
  return journal.kits.all();
}

/** @param before_ms when the last report before them came in */
function* commitsOf(arrivals: readonly Arrival[], before_ms: number): Generator<Commit> {
  let commit: Arrival[] = [];
  let last_ms = before_ms;
  const ended = (): Commit => {
    const pause_ms = (commit[0] as Arrival).received_ms - last_ms;
    last_ms = (commit.at(-1) as Arrival).received_ms;
    return { arrivals: commit, pause_ms };
  };
  for (const arrival of arrivals) {
    const [first] = commit;
    if (first && (arrival.received_ms > first.received_ms + COMMIT_ms || commit.length >= LARGEST_COMMIT)) {
      yield ended();
      commit = [];
    }
    commit.push(arrival);
  }
  if (commit.length > 0) yield ended();
}

/** Commits that share a transaction: it ends where the service would empty the log. */
function* transactionsOf(commits: Iterable<Commit>, most: number): Generator<Commit[]> {
  let together: Commit[] = [];
  for (const commit of commits) {
    if (together.length > 0 && (commit.pause_ms >= QUIET_ms || together.length >= most)) {
      yield together;
      together = [];
    }
    together.push(commit);
  }
  if (together.length > 0) yield together;
}

function take(intake: Intake, kits: readonly KitRecord[], arrivals: readonly Arrival[]): void {
  const messages = arrivals.map(({ kit, received_ms, bytes }): Message => {
    return { kit: kits[kit] as KitRecord, form: "binary", bytes, received_ms };
  });
  for (const answer of intake.commit(messages)) if (answer instanceof Error) throw answer;
}
