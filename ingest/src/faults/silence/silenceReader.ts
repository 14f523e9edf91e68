import type { FaultKind } from "@yeelen/shared/faults";
import type { Journal } from "../../journal/journal";
import type { KitRecord } from "../../journal/kits";
import type { JournalledReport } from "../../journal/readings";
import type { CauseFound } from "./causes";
import { heardReport } from "./heardReport";
import { SilenceLog } from "./silenceLog";

/** How much of a site's past is read once one of its kits is silent: the fortnight that is compared, and a kit's last silences. */
const READ_BACK_ms = 45 * 24 * 3600_000;

/**
 * Says why kits are silent from what the journal holds. A site is read when the first of its kits is silent, and
 * followed from then on, so that sites where all is well cost nothing.
 */
export class SilenceReader {
  private readonly sites = new Map<string, SilenceLog>();

  constructor(private readonly journal: Journal) {}

  /** A report was committed. */
  hear(report: JournalledReport): void {
    this.sites.get(report.kit.site)?.hear(heardReport(report));
  }

  /**
   * Why a kit that was last heard at `from_ms` is silent.
   *
   * @param openFaults those that were open when it fell silent
   */
  causeOf(kit: KitRecord, from_ms: number, now_ms: number, openFaults: readonly FaultKind[]): CauseFound | undefined {
    return this.logOf(kit.site, now_ms).whileSilent(kit.code, from_ms, now_ms, openFaults);
  }

  private logOf(site: string, now_ms: number): SilenceLog {
    let log = this.sites.get(site);
    if (!log) {
      log = new SilenceLog();
      this.sites.set(site, log);
      for (const kit of this.journal.kits.all()) {
        if (kit.site !== site || kit.clock === "sender") continue;
        for (const report of this.journal.readings.reportsOfKit(kit.id, now_ms - READ_BACK_ms)) {
          log.hear(heardReport(report));
        }
      }
    }
    return log;
  }
}
