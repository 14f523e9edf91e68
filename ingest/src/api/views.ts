import type { KitView, QuarantineView } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { FaultWatch } from "../faults/watch";
import type { Journal } from "../journal/journal";

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
    return this.journal.kitSummaries().map((kit) => ({
      kit: kit.code,
      site: kit.site,
      readings: kit.readings,
      lastSeen: isoOrNull(kit.lastReceived_ms),
      newestReading: isoOrNull(kit.watermark_ms),
      firmware: kit.firmware,
      gaps: kit.gaps,
    }));
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

function isoOrNull(time_ms: number | null): string | null {
  return time_ms === null ? null : new Date(time_ms).toISOString();
}
