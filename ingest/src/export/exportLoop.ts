import { HttpError, RequestTimedOutError } from "@influxdata/influxdb-client";
import type { ServiceStatus } from "@yeelen/shared/answers";
import type { InfluxSettings } from "../config/config";
import type { Quarantined } from "../journal/quarantine";
import { type Batch, type ReadingsInOrder, readBatch } from "./batch";
import { type Delivered, deliver, type RefusedReading } from "./deliver";
import { Pause } from "./pause";
import { RunWatch, type Trail } from "./runWatch";
import { Lines } from "./lines";
import { connect, Connection, type Target } from "./target";

/** How many points one write brings (InfluxData advises 5,000 to 10,000); fewer after a write that took too long. */
export const POINTS_PER_WRITE = 5000;
const FEWEST_POINTS_PER_WRITE = 50;
/** By how much a write grows again after each that was in time (chosen: rarely too long again). */
const REGAINED = 1.05;
/** How long to wait for new reports when all are exported, unless `wake` comes first. */
const IDLE_ms = 1000;
/** Pauses after a failure: the first, doubled each time up to the longest. A server may ask for more, to a bound. */
const FIRST_PAUSE_ms = 250;
const LONGEST_PAUSE_ms = 15_000;
const LONGEST_PAUSE_ASKED_FOR_ms = 300_000;
/** How often it is looked whether VictoriaMetrics was restarted (chosen: far below the window that is sent again). */
const WATCH_ms = 10_000;
/** How long a write that is under way has to end when the export is stopped. It is sent again otherwise. */
const STOP_ms = 3000;

export type ExportStatus = NonNullable<ServiceStatus["export"]>;

/** Takes a line for the log. */
export type ExportLog = (level: "info" | "warn", message: string, fields?: Record<string, unknown>) => void;

/** What an export uses of the journal. */
export interface ExportJournal {
  readings: ReadingsInOrder;
  trail: Trail;
  quarantine: { add: (refused: Quarantined) => void };
  cursor: (consumer: string) => number;
  moveCursor: (consumer: string, position: number) => void;
  transaction: <T>(work: () => T) => T;
}

interface ExportOptions {
  journal: ExportJournal;
  settings: InfluxSettings;
  log: ExportLog;
  /** Told after every write, successful or not. */
  onStatus: (status: ExportStatus) => void;
  /** Whether it is through once nothing follows, instead of waiting for more. */
  endsWithJournal?: boolean;
  now: () => number;
}

/**
 * Brings every reading of the journal to InfluxDB. Its cursor lies in the journal and moves only
 * when the server has taken a batch, so that nothing is left out however long the server is away;
 * a batch that is written twice gives the same points. While a batch is written the next one is read:
 * no more than two are ever in memory.
 */
export class ExportLoop {
  private readonly consumer: string;
  private readonly watch: RunWatch;
  private readonly connection: Connection;
  private readonly pause = new Pause();
  private target: Target | undefined;
  /** The batch that was read while the one before it was written. */
  private ahead: Batch | undefined;
  /** Where lines are written into, in turns: the batch that is written, and the one that is read meanwhile. */
  private readonly lines: [Lines, Lines] = [new Lines("names"), new Lines("names")];
  private pointsPerWrite = POINTS_PER_WRITE;
  private watchedAt_ms = -Infinity;
  private stopped = false;
  private hasLookedAtEnd = false;
  private hasWritten = false;
  private hasSaidTooOld = false;
  private hasSaidTwice = false;
  private points = 0;
  private tooOld = 0;
  private error: string | null = null;

  constructor(private readonly options: ExportOptions) {
    const { journal, settings, now } = options;
    // another server or database starts from the beginning of the journal
    this.consumer = `influx ${settings.url} ${settings.org} ${settings.database}`;
    this.connection = new Connection(settings.url);
    this.watch = new RunWatch(journal.trail, this.consumer, settings.resend_s * 1000, now);
  }

  /**
   * Exports until it is stopped, or through.
   *
   * @throws Error where the journal cannot be read
   */
  async run(): Promise<void> {
    let failures = 0;
    this.tell();
    while (!this.stopped) {
      const failure = await this.step();
      if (failure === undefined) {
        failures = 0;
        continue;
      }
      this.fail(failure);
      if (!this.stopped) await this.pause.whole(pauseAfter_ms(failure, failures++));
    }
  }

  /** Tells that there may be new reports. */
  wake(): void {
    this.pause.wake();
  }

  /** Ends `run` after the write that is under way, or without it where that takes long. */
  stop(): void {
    this.stopped = true;
    this.pause.end();
    setTimeout(() => this.connection.cut(), STOP_ms).unref();
  }

  /** Exports the next batch, or waits for one. Returns why the server did not take it. */
  private async step(): Promise<Error | undefined> {
    const { journal } = this.options;
    try {
      const target = await this.connected();
      await this.noticeRestart(target);
    } catch (error) {
      return error as Error;
    }
    const cursor = journal.cursor(this.consumer);
    this.pause.beginToListen();
    const batch = this.ahead ?? (await this.read(cursor));
    this.ahead = undefined;
    if (!batch) {
      this.succeed();
      if (this.options.endsWithJournal) this.end();
      else await this.pause.untilWoken(IDLE_ms);
      return undefined;
    }
    if (batch.from !== cursor) return undefined;
    this.hasLookedAtEnd = false;
    const writing = this.write(batch);
    const [written, ahead] = await Promise.all([writing, this.read(batch.position)]);
    if (written instanceof Error) return written;
    this.ahead = ahead;
    for (const refused of written.refused) this.quarantine(refused);
    journal.moveCursor(this.consumer, batch.position);
    this.points += written.taken;
    this.succeed();
    return undefined;
  }

  /** It is through, unless a server that was restarted just now has to be sent something again. */
  private end(): void {
    if (this.hasLookedAtEnd || !this.target?.victoriaMetrics) this.stopped = true;
    this.hasLookedAtEnd = true;
    this.watchedAt_ms = -Infinity;
  }

  private async read(from: number): Promise<Batch | undefined> {
    this.lines.reverse();
    return await readBatch(this.options.journal.readings, this.lines[0], from, this.pointsPerWrite);
  }

  private async connected(): Promise<Target> {
    if (this.target) return this.target;
    const target = await connect(this.options.settings, this.connection);
    this.target = target;
    for (const lines of this.lines) lines.states = target.states;
    this.ahead = undefined;
    if (target.victoriaMetrics?.hasDeduplication === false && !this.hasSaidTwice) {
      this.hasSaidTwice = true;
      this.options.log(
        "warn",
        "VictoriaMetrics counts a point twice that is sent twice: start it with -dedup.minScrapeInterval=1ms",
      );
    }
    return target;
  }

  /** Lets the cursor go back where the server was restarted and may have lost what it had taken. */
  private async noticeRestart({ victoriaMetrics }: Target): Promise<void> {
    const { journal, settings, log, now } = this.options;
    if (!victoriaMetrics || settings.resend_s === 0) return;
    if (Math.abs(now() - this.watchedAt_ms) < WATCH_ms) return;
    const run = await victoriaMetrics.run(this.connection.signal);
    const cursor = journal.cursor(this.consumer);
    journal.transaction(() => {
      const position = this.watch.saw(run, cursor);
      if (position === undefined || position === cursor) return;
      journal.moveCursor(this.consumer, position);
      log("warn", "VictoriaMetrics was restarted: what it may have lost is sent again", { from: cursor, to: position });
    });
    this.watchedAt_ms = now();
  }

  /**
   * Writes a batch. Where the server takes none at all it is the server or its settings that are
   * wrong, not the readings: they wait.
   */
  private async write(batch: Batch): Promise<Delivered | Error> {
    if (batch.lines.count === 0 || !this.target) return { taken: 0, tooOld: 0, refused: [] };
    try {
      const delivered = await deliver(this.target, batch);
      const { taken, tooOld, refused } = delivered;
      const [first] = refused;
      if (first && taken === 0 && (batch.lines.count > 1 || !this.hasWritten)) return first.error;
      this.hasWritten = true;
      this.tooOld += tooOld;
      this.pointsPerWrite = Math.min(POINTS_PER_WRITE, Math.ceil(this.pointsPerWrite * REGAINED));
      if (tooOld > 0 && !this.hasSaidTooOld) {
        this.hasSaidTooOld = true;
        this.options.log("warn", "InfluxDB drops readings that are older than its retention policy keeps");
      }
      return delivered;
    } catch (error) {
      return error as Error;
    }
  }

  private quarantine({ kit, sequence, line, error }: RefusedReading): void {
    const content = Buffer.from(line);
    this.options.journal.quarantine.add({
      kit,
      received_ms: this.options.now(),
      reason: "export-refused",
      detail: `sequence ${sequence}: InfluxDB answered ${error.message}`.slice(0, 500),
      size_bytes: content.length,
      content,
    });
  }

  private succeed(): void {
    if (this.error !== null) this.options.log("info", "InfluxDB takes points again");
    this.error = null;
    this.tell();
  }

  private fail(failure: Error): void {
    // after an outage it may be another server that answers there, or another run of it
    this.target = undefined;
    this.watchedAt_ms = -Infinity;
    if (failure instanceof RequestTimedOutError) {
      this.pointsPerWrite = Math.max(FEWEST_POINTS_PER_WRITE, Math.floor(this.pointsPerWrite / 2));
    }
    const message = failure.message || String(failure);
    if (this.error === null && !this.stopped) {
      this.options.log("warn", "InfluxDB does not take points; readings wait in the journal", { error: message });
    }
    this.error = message;
    this.tell();
  }

  private tell(): void {
    const { journal, onStatus } = this.options;
    const { points, tooOld, error } = this;
    onStatus({ position: journal.cursor(this.consumer), points, tooOld, error });
  }
}

function pauseAfter_ms(failure: Error, failures: number): number {
  const pause_ms = Math.min(LONGEST_PAUSE_ms, FIRST_PAUSE_ms * 2 ** failures) * (0.5 + Math.random() / 2);
  const asked_s = failure instanceof HttpError ? failure.retryAfter() : 0;
  return Math.max(pause_ms, Math.min(LONGEST_PAUSE_ASKED_FOR_ms, asked_s * 1000));
}
