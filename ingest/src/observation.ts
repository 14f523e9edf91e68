import type { ServiceStatus } from "@yeelen/shared/answers";
import type { Logger } from "pino";
import { KitCounter } from "./api/kitStates";
import { freeSpace_bytes } from "./dataDirectory";
import type { Writer } from "./intake/writer";
import type { Journal } from "./journal/journal";
import { JournalWatch } from "./journalWatch";
import { Metrics, type Snapshot } from "./metrics";

interface ObservationOptions {
  /** The data directory. */
  data: string;
  journal: Journal;
  status: () => ServiceStatus;
  writer: () => Writer | undefined;
  log: Logger;
  now: () => number;
}

/** Sees how the service does: whether the journal works, how long kits wait, how far the export is behind. */
export class Observation {
  readonly metrics = new Metrics(() => this.snapshot());
  readonly watch: JournalWatch;
  private readonly kits: KitCounter;

  constructor(private readonly options: ObservationOptions) {
    const { data, journal, log, now } = options;
    this.watch = new JournalWatch(data, this.metrics, log, now);
    this.kits = new KitCounter(journal, now);
  }

  /** Messages were committed: how many, how long it took, and how long the one waited that came first. */
  committed(messages: number, seconds: number, longest_s: number): void {
    this.watch.committed(messages, seconds);
    this.metrics.observeAcknowledgement(longest_s);
  }

  private async snapshot(): Promise<Snapshot> {
    const { data, journal, now, writer } = this.options;
    const kits = await this.kits.counts();
    const status = this.options.status();
    const backlog = status.export && journal.readings.backlog(status.export.position);
    const behind_ms = backlog && backlog.oldest_ms !== null ? now() - backlog.oldest_ms : 0;
    return {
      status,
      kits,
      waiting: writer()?.waitingMessages() ?? 0,
      unanswered: writer()?.unanswered ?? 0,
      free_bytes: freeSpace_bytes(data),
      exportLag: backlog && { reports: backlog.reports, seconds: Math.max(0, behind_ms) / 1000 },
    };
  }
}
