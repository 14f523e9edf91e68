import type { KitDetail, KitView, QuarantineView } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { foldVersion } from "../faults/follower";
import { FaultWatch } from "../faults/watch";
import { FoldFile } from "../journal/foldFile";
import type { Journal } from "../journal/journal";
import { kitDetail, kitView } from "./kitViews";

/** What people and programs see of the journal; the same with the service running and without. */
export class Views {
  private readonly watch: FaultWatch;

  /** @param data data directory, where what is known of faults is kept */
  constructor(
    private readonly journal: Journal,
    now: () => number,
    data?: string,
  ) {
    this.watch = new FaultWatch(journal, now, data === undefined ? undefined : new FoldFile(data, foldVersion));
  }

  /** Follows the journal from now on, so that whoever asks has an answer at once. */
  start(): void {
    this.watch.start();
  }

  async stop(): Promise<void> {
    await this.watch.stop();
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

  /** What a kit has and had, the newest first; undefined where none bears this code. */
  async faultsOf(code: string): Promise<Fault[] | undefined> {
    return await this.watch.historyOf(code);
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
