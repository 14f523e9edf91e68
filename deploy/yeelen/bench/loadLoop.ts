import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { LoadConnection, type LoadKit, type LoadMaster, type LoadTarget } from "./loadConnection";
import type { LoadContent } from "./loadContent";

/** What was answered within a stretch of time. */
export interface LoadFound {
  messages: number;
  took_s: number;
  p50_ms: number;
  p99_ms: number;
  most_ms: number;
}

/** So many connections are being opened at a time: more would only stand in the listener's queue. */
const OPENING = 64;
/** A message that is not answered for so long never will be. */
const PATIENCE_ms = 60_000;
const LONGEST_us = PATIENCE_ms * 1000;
/** How often messages of a limited speed leave. */
const PACE_ms = 5;

/** Connections that each send their next message once their last one is answered. */
export class LoadLoop implements LoadMaster {
  private readonly connections: LoadConnection[] = [];
  private readonly latencies_us: RecordableHistogram = createHistogram({ lowest: 1, highest: LONGEST_us, figures: 3 });
  private idle: LoadConnection[] = [];
  private isRunning = false;
  private isPaced = false;
  private messages = 0;
  private opened: (() => void) | undefined;
  private problem: Error | undefined;
  /** Ends a `run` before its time. */
  finish: () => void = () => undefined;
  private onQuiet: (() => void) | undefined;

  /** @param isAcknowledged whether the server answers by an acknowledgement of its own, beside the PUBACK */
  constructor(
    private readonly target: LoadTarget,
    private readonly content: LoadContent,
    readonly isAcknowledged: boolean,
  ) {}

  /** @throws Error where a connection is refused */
  async connect(kits: readonly LoadKit[]): Promise<void> {
    const { content, target } = this;
    let next = 0;
    const openNext = () => {
      const kit = kits[next];
      if (!kit) return;
      next += 1;
      this.connections.push(new LoadConnection(target, kit, this, content.topic(kit.kit), content.largest_bytes));
    };
    await new Promise<void>((resolve, reject) => {
      this.opened = () => {
        openNext();
        if (this.problem) reject(this.problem);
        else if (this.idle.length === kits.length) resolve();
      };
      for (let i = 0; i < OPENING; i++) openNext();
    });
    this.opened = undefined;
  }

  /**
   * Sends for a while, then waits until everything is answered.
   *
   * @param perSecond at most so many messages, where not as many as go
   * @returns what was answered within the time
   * @throws Error where a connection was lost or something was not acknowledged
   */
  async run(seconds: number, perSecond?: number): Promise<LoadFound> {
    this.latencies_us.reset();
    this.messages = 0;
    this.isRunning = true;
    this.isPaced = perSecond !== undefined;
    const start_ms = performance.now();
    const pace = perSecond === undefined ? undefined : this.keepPace(perSecond, start_ms);
    if (perSecond === undefined) for (const connection of this.idle.splice(0)) this.next(connection);
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.finish = resolve;
      timer = setTimeout(resolve, seconds * 1000);
    });
    clearTimeout(timer);
    clearInterval(pace);
    const took_s = (performance.now() - start_ms) / 1000;
    const { messages, latencies_us } = this;
    const found = {
      messages,
      took_s,
      p50_ms: messages > 0 ? latencies_us.percentile(50) / 1000 : 0,
      p99_ms: messages > 0 ? latencies_us.percentile(99) / 1000 : 0,
      most_ms: messages > 0 ? latencies_us.max / 1000 : 0,
    };
    this.isRunning = false;
    await this.quiet();
    if (this.problem) throw this.problem;
    return found;
  }

  /** How many messages of each kit were answered, in the order of the kits. */
  counts(): number[] {
    return this.connections.map(({ sent }) => sent);
  }

  heard(connection: LoadConnection, bytes: Buffer, from: number, to: number): void {
    const accepted = this.content.accepted(bytes, from, to, connection.sent);
    if (accepted === this.content.readings) return;
    this.note(new Error(`kit ${connection.kit.kit}: message ${connection.sent} was answered by ${accepted} readings`));
  }

  ready(connection: LoadConnection): void {
    this.idle.push(connection);
    this.opened?.();
  }

  answered(connection: LoadConnection): void {
    if (this.isRunning) {
      this.messages += 1;
      this.latencies_us.record(Math.max(1, Math.round((performance.now() - connection.sentAt_ms) * 1000)));
      if (!this.isPaced) return this.next(connection);
    }
    this.idle.push(connection);
    if (this.idle.length === this.connections.length) this.onQuiet?.();
  }

  failed(_connection: LoadConnection, error: Error): void {
    this.note(error);
    this.opened?.();
    this.onQuiet?.();
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }

  private next(connection: LoadConnection): void {
    const n = connection.sent;
    if (n >= this.content.messages) {
      this.note(new Error(`kit ${connection.kit.kit} has no more numbers`));
      this.idle.push(connection);
      return;
    }
    connection.send((buffer, at) => this.content.write(buffer, at, connection.kit.index, n));
  }

  /** Lets as many messages leave as the time since the start allows. */
  private keepPace(perSecond: number, start_ms: number): NodeJS.Timeout {
    let left = 0;
    return setInterval(() => {
      const due = Math.floor(((performance.now() - start_ms) / 1000) * perSecond);
      for (; left < due; left++) {
        // the one that has been idle longest, so that all take part
        const connection = this.idle.shift();
        if (!connection) break;
        this.next(connection);
      }
    }, PACE_ms);
  }

  private async quiet(): Promise<void> {
    if (this.problem || this.idle.length === this.connections.length) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.onQuiet = resolve;
      timer = setTimeout(() => {
        this.note(new Error(`${this.connections.length - this.idle.length} messages were never answered`));
        resolve();
      }, PATIENCE_ms);
    });
    clearTimeout(timer);
    this.onQuiet = undefined;
  }

  private note(problem: Error): void {
    this.problem ??= problem;
  }
}
