import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { ExportStatus } from "./exportLoop";
import type { FromThread, ThreadOptions, ToThread } from "./exportThread";

/** How long a thread that broke down is left alone (chosen: the log stays readable, and nothing waits for it). */
const RESTART_ms = 5000;
/** How long the thread has to end; it needs a moment more than what it gives to a write. */
const STOP_ms = 5000;

interface ExporterOptions extends ThreadOptions {
  log: Logger;
}

/**
 * Brings every reading of the journal to InfluxDB: in a thread of its own, with its own connection to
 * the journal, so that neither its work nor a slow server is in anybody's way.
 */
export class Exporter {
  private worker: Worker | undefined;
  private restart: NodeJS.Timeout | undefined;
  private stopped = false;
  private isWakeUnderWay = false;
  private known: ExportStatus = { position: 0, points: 0, tooOld: 0, error: null };

  constructor(private readonly options: ExporterOptions) {}

  start(): void {
    const { data, settings, log } = this.options;
    const workerData: ThreadOptions = { data, settings };
    const worker = new Worker(new URL("./exportThread.mjs", import.meta.url), { workerData });
    this.worker = worker;
    worker.on("message", (told: FromThread) => this.heard(told));
    worker.on("error", (error) => {
      this.known = { ...this.known, error: error.message };
      log.error({ error: error.message }, "the export to InfluxDB broke down; it is started again");
    });
    worker.on("exit", () => {
      this.worker = undefined;
      this.isWakeUnderWay = false;
      if (!this.stopped) this.restart = setTimeout(() => this.start(), RESTART_ms);
    });
  }

  /** Tells that there may be new reports. Costs next to nothing however often it is called. */
  wake(): void {
    if (this.isWakeUnderWay || !this.worker) return;
    this.isWakeUnderWay = true;
    this.post("wake");
  }

  /** Where it stands, as its thread last told; all zero before it did. */
  status(): ExportStatus {
    return this.known;
  }

  /** Ends after the write that is under way, or after some seconds where it takes longer. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.restart);
    const { worker } = this;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once("exit", resolve));
    const limit = setTimeout(() => void worker.terminate(), STOP_ms);
    this.post("stop");
    await ended;
    clearTimeout(limit);
  }

  private heard(told: FromThread): void {
    this.isWakeUnderWay = false;
    if ("status" in told) this.known = told.status;
    else this.options.log[told.level](told.fields, told.message);
  }

  private post(told: ToThread): void {
    this.worker?.postMessage(told, []);
  }
}
