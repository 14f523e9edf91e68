import { createHash } from "node:crypto";

/** After so many failures a report is held to be the reason itself. Chosen. */
const FAILURES = 3;
/** How many reports that failed are remembered. Chosen: a disk that is full fails them all, and says nothing of any. */
const REMEMBERED = 1000;

/**
 * Tells reports that cannot be committed for a reason of their own from those that met a full disk: others
 * are committed between their failures. Not acknowledged, one such report would hold up all that come after it for ever.
 */
export class Hopeless {
  private commits = 0;
  private readonly failed = new Map<string, { times: number; commits: number }>();

  /** A report was committed. */
  committed(): void {
    this.commits += 1;
  }

  /** Notes a failure of a report. Returns whether to give it up. */
  isHopeless(topic: string, bytes: Buffer): boolean {
    const digest = createHash("sha256").update(topic).update("\n").update(bytes).digest("base64");
    const before = this.failed.get(digest);
    if (before?.commits === this.commits) return false;
    const times = (before?.times ?? 0) + 1;
    if (!before && this.failed.size >= REMEMBERED) this.failed.clear();
    this.failed.set(digest, { times, commits: this.commits });
    return times >= FAILURES;
  }
}
