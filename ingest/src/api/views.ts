import type { KitDetail, KitView, QuarantineView } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { FaultWatch } from "../faults/watch";
import type { Journal } from "../journal/journal";
import { kitDetail, kitView } from "./kitViews";

/** What people and programs see of the journal; the same with the service running and without. */
export class Views {
  private readonly watch: FaultWatch;

  constructor(
    private readonly journal: Journal,
    now: () => number,
  ) {
    this.watch = new FaultWatch(journal, now);
  }

  kits(): KitView[] {
    return this.journal.kitSummaries().map((kit) => kitView(this.journal, kit));
  }

  /** All that is known of a kit, or undefined where none bears this code. */
  kit(code: string): KitDetail | undefined {
    const record = this.journal.kits.find(code);
    const summary = record && this.journal.kitSummaries().find(({ id }) => id === record.id);
    return summary && kitDetail(this.journal, summary, record);
  }

  async faults(): Promise<Fault[]> {
    return await this.watch.faults();
  }

  /** The newest entries first. */
  quarantine(limit = 1000): QuarantineView[] {
    return this.journal.quarantine.list(limit).map((entry) => ({
      kit: entry.kit,
      received: new Date(entry.received_ms).toISOString(),
      reason: entry.reason,
      bytes: entry.size_bytes,
      detail: entry.detail,
      times: entry.times,
      content: entry.content.toString("base64"),
    }));
  }
}
