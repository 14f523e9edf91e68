import type { Logger } from "pino";
import type { Metrics } from "./metrics";

/** A commit that takes longer than this is worth a line: chosen, a hundred times what a commit takes on a disk at ease. */
const SLOW_s = 1;
/** Trouble that goes on is logged this often at most. */
const LOG_EVERY_ms = 60_000;
/** A commit of the service's own says that the journal works again only after no kit's has failed for so long. */
const QUIET_ms = 20_000;

/** What an error says where the journal as a whole cannot be written to, in SQLite's words mostly, and what that means for people. */
const troubles: [RegExp, (directory: string) => string][] = [
  [/disk is full/, (it) => `the disk that holds ${it} is full: make room, and it goes on by itself`],
  [/disk I\/O error/, (it) => `the disk that holds ${it} has errors: look at the system's log (dmesg)`],
  [/readonly database|unable to open/, (it) => `the files in ${it} cannot be written to: run  yeelen doctor`],
  [/malformed|not a database/, (it) => `the journal in ${it} is damaged: run  yeelen doctor`],
  [/^the writer/, () => "the thread that writes the journal failed, and is started again: see the log"],
  [/is locked|is busy/, (it) => `another program holds the journal in ${it}: end it`],
];

/** Knows whether the journal takes commits, says so once when that changes, and when commits become slow. */
export class JournalWatch {
  private trouble: string | null = null;
  private failedAt_ms = 0;
  /** When each kind of trouble was logged last. */
  private readonly loggedAt_ms = new Map<string, number>();
  private isLogged = false;

  constructor(
    private readonly directory: string,
    private readonly metrics: Metrics,
    private readonly log: Logger,
    private readonly now: () => number,
  ) {}

  /** Why the journal takes no commits, in words for people, or null while it does. */
  get error(): string | null {
    return this.trouble;
  }

  /** So many messages were committed in so long. */
  committed(reports: number, seconds: number): void {
    this.metrics.observeCommit(reports, seconds);
    this.works();
    if (seconds > SLOW_s && this.isDue("slow")) this.log.warn({ reports, seconds }, "slow commit");
  }

  /** A commit failed: what it held is not answered. */
  failed(error: Error): void {
    const found = troubles.find(([pattern]) => pattern.test(error.message));
    if (!found) {
      // one message that cannot be kept says nothing about the others
      if (this.isDue(error.message)) this.log.error({ error: error.message }, "a message could not be committed");
      return;
    }
    this.failedAt_ms = this.now();
    const trouble = found[1](this.directory);
    if (this.trouble === trouble) return;
    this.trouble = trouble;
    if (!this.isDue(trouble)) return;
    this.isLogged = true;
    this.log.error({ error: error.message }, `no kit is answered: ${trouble}`);
  }

  /** A commit that no kit waits for succeeded. */
  probed(): void {
    if (Math.abs(this.now() - this.failedAt_ms) >= QUIET_ms) this.works();
  }

  private works(): void {
    if (this.trouble === null) return;
    this.trouble = null;
    if (this.isLogged) this.log.info("the journal takes commits again");
    this.isLogged = false;
  }

  private isDue(what: string): boolean {
    const now_ms = this.now();
    const before_ms = this.loggedAt_ms.get(what);
    if (before_ms !== undefined && Math.abs(now_ms - before_ms) < LOG_EVERY_ms) return false;
    if (this.loggedAt_ms.size >= 100) this.loggedAt_ms.clear();
    this.loggedAt_ms.set(what, now_ms);
    return true;
  }
}
