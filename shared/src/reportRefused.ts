import type { RefusalReason } from "./vocabulary";

/** A report that is refused as a whole. `message` says what is wrong and, where known, what to do. */
export class ReportRefused extends Error {
  constructor(
    readonly reason: RefusalReason,
    message: string,
    /** The report's own number, where it could be read. */
    readonly report?: number,
    /** What may be kept of a JSON report: without the values of unknown fields, and without free text. */
    readonly redacted?: string,
  ) {
    super(message);
    this.name = "ReportRefused";
  }
}
