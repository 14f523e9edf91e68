import { parseBinaryReport, parseJsonReport } from "@yeelen/shared/parseReport";
import type { Form } from "../intake/receiver";
import type { Quarantined } from "../journal/quarantine";

/** Stands for the kit where none is registered. It can be no kit's id. */
const STRANGER = "(unknown)";
/** How many messages of strangers are kept in an hour: enough to see who it may be, too few to fill a disk. Chosen. */
const KEPT_AN_HOUR = 60;
const HOUR_ms = 3600_000;
/** Kept together, so that a flood costs one sync with the disk in this time. Chosen. */
const GATHER_ms = 1000;
/** How much of a message is kept, as of what registered kits send and cannot be read. */
const KEPT_bytes = 4096;

/**
 * Quarantines what comes under the id of no registered kit, within a quota. The id itself is not kept:
 * it may be anything, a phone number too. Nor is what is no report, for the same reason.
 */
export class Strangers {
  private waiting: Quarantined[] = [];
  private timer: NodeJS.Timeout | undefined;
  private hour_ms = 0;
  private kept = 0;

  /** @param keep puts messages into quarantine, all together; where it throws they are not kept */
  constructor(
    private readonly keep: (items: readonly Quarantined[]) => void,
    private readonly now: () => number,
  ) {}

  note(form: Form, bytes: Buffer): void {
    const received_ms = this.now();
    if (received_ms - this.hour_ms >= HOUR_ms || received_ms < this.hour_ms) {
      this.hour_ms = received_ms;
      this.kept = 0;
    }
    if (this.kept >= KEPT_AN_HOUR) return;
    this.kept += 1;
    const problem = problemOf(form, bytes);
    this.waiting.push({
      kit: STRANGER,
      received_ms,
      reason: "unknown-kit",
      detail: `no kit is registered under the id in its topic; ${problem ?? "the report itself is good"}`,
      size_bytes: bytes.length,
      content: problem === undefined ? Buffer.from(bytes.subarray(0, KEPT_bytes)) : Buffer.alloc(0),
    });
    this.timer ??= setTimeout(() => this.flush(), GATHER_ms);
  }

  /** Keeps what waits, now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length > 0) this.keep(this.waiting.splice(0));
  }
}

/** Why bytes are no report, or undefined where they are one. */
function problemOf(form: Form, bytes: Buffer): string | undefined {
  try {
    if (form === "binary") parseBinaryReport(bytes);
    else parseJsonReport(bytes);
    return undefined;
  } catch {
    return "nor is it a report";
  }
}
