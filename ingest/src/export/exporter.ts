import { HttpError } from "@influxdata/influxdb-client";
import type { ServiceStatus } from "@yeelen/shared/answers";
import type { Logger } from "pino";
import type { InfluxSettings } from "../config/config";
import type { Journal } from "../journal/journal";
import type { PlacedReading } from "../journal/readings";
import { pointOf } from "./point";
import { connect, type Target } from "./target";

/** How many reports are read from the journal for one write. */
const REPORTS_PER_WRITE = 500;
/** How long to wait for new reports when all are exported, unless `wake` comes first. */
const IDLE_ms = 1000;
/** Pauses after a failure: the first, doubled each time up to the longest. */
const FIRST_PAUSE_ms = 250;
const LONGEST_PAUSE_ms = 15_000;

/** After so many refusals and not one point taken, the rest of a batch is not tried. */
const REFUSALS_TO_GIVE_UP = 8;

/** What became of a batch. */
interface Outcome {
  taken: number;
  refused: { reading: PlacedReading; error: HttpError }[];
}

/**
 * Brings every reading of the journal to InfluxDB. Its cursor lies in the journal and moves only
 * when the server has taken a batch, so that nothing is left out however long the server is away;
 * a batch that is written twice gives the same points.
 */
export class Exporter {
  private readonly consumer: string;
  private target: Target | undefined;
  private stopped = false;
  private wakeUp: () => void = () => undefined;
  private endPause: () => void = () => undefined;
  private hasWritten = false;
  private running: Promise<void> | undefined;
  private points = 0;
  private error: string | null = null;

  constructor(
    private readonly journal: Journal,
    private readonly settings: InfluxSettings,
    private readonly log: Logger,
  ) {
    // another server or database starts from the beginning of the journal
    this.consumer = `influx ${settings.url} ${settings.org} ${settings.database}`;
  }

  start(): void {
    this.running = this.run();
  }

  /** Tells that there may be new reports. */
  wake(): void {
    this.wakeUp();
  }

  status(): NonNullable<ServiceStatus["export"]> {
    return { position: this.journal.cursor(this.consumer), points: this.points, error: this.error };
  }

  /** Ends after the write that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.endPause();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      try {
        const isMore = await this.exportNext();
        if (this.error !== null) this.log.info("InfluxDB takes points again");
        this.error = null;
        failures = 0;
        if (!isMore) await this.pause(IDLE_ms);
      } catch (error) {
        const message = (error as Error).message || String(error);
        if (this.error === null)
          this.log.warn({ error: message }, "InfluxDB does not take points; readings wait in the journal");
        this.error = message;
        const pause_ms = Math.min(LONGEST_PAUSE_ms, FIRST_PAUSE_ms * 2 ** failures);
        failures += 1;
        await this.pause(pause_ms * (0.5 + Math.random() / 2), "whatever comes in");
      }
    }
  }

  /** Exports the next reports. Returns false where there were none. */
  private async exportNext(): Promise<boolean> {
    const cursor = this.journal.cursor(this.consumer);
    const { readings, position } = this.journal.readings.after(cursor, REPORTS_PER_WRITE);
    if (position === cursor) return false;
    this.target ??= await connect(this.settings);
    if (readings.length > 0) await this.writeAll(this.target, readings);
    this.journal.moveCursor(this.consumer, position);
    this.points += readings.length;
    return true;
  }

  /**
   * Writes readings; those that the server will never take are quarantined. Where it takes none at
   * all it is the server or its settings that are wrong, not the readings: they wait.
   */
  private async writeAll(target: Target, readings: PlacedReading[]): Promise<void> {
    const outcome: Outcome = { taken: 0, refused: [] };
    try {
      await this.write(target, readings, outcome);
    } catch (error) {
      // another server may answer there by now, with another API
      if (error instanceof HttpError && error.statusCode === 404) this.target = undefined;
      throw error;
    }
    const [first] = outcome.refused;
    if (first && outcome.taken === 0 && (readings.length > 1 || !this.hasWritten)) throw first.error;
    this.hasWritten = true;
    for (const { reading, error } of outcome.refused) this.quarantine(reading, error);
  }

  /** Writes readings in halves where they are refused, down to the ones that are at fault. */
  private async write(target: Target, readings: PlacedReading[], outcome: Outcome): Promise<void> {
    try {
      await target.write(readings.map(pointOf));
      outcome.taken += readings.length;
    } catch (error) {
      const isRefusal = error instanceof HttpError && (error.statusCode === 400 || error.statusCode === 413);
      if (!isRefusal) throw error;
      const [reading, ...others] = readings;
      if (reading && others.length === 0) {
        outcome.refused.push({ reading, error });
        if (outcome.taken === 0 && outcome.refused.length >= REFUSALS_TO_GIVE_UP) throw error;
        return;
      }
      const half = Math.ceil(readings.length / 2);
      await this.write(target, readings.slice(0, half), outcome);
      await this.write(target, readings.slice(half), outcome);
    }
  }

  private quarantine(reading: PlacedReading, error: HttpError): void {
    const content = Buffer.from(pointOf(reading).toLineProtocol() ?? "");
    this.journal.quarantine.add({
      kit: reading.kit,
      received_ms: Date.now(),
      reason: "export-refused",
      detail: `sequence ${reading.sequence}: InfluxDB answered ${error.message}`.slice(0, 500),
      size_bytes: content.length,
      content,
    });
  }

  /** Waits. New reports end the wait, unless it is to be kept whatever comes in; `stop` always ends it. */
  private pause(ms: number, keep?: "whatever comes in"): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.wakeUp = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.endPause = end;
      if (!keep) this.wakeUp = end;
      if (this.stopped) end();
    });
  }
}
