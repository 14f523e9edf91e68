import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { KitRecord } from "../journal/kits";
import type { LetGo, RetentionSettings } from "../journal/retention";
import { NO_ANSWER, NOT_COMMITTED, pack, type PackedAnswers, type WaitingMessage } from "./batch";
import { noCounts, sumOf } from "./counts";
import type { Answered, Form, Receiver } from "./receiver";
import type { FromWriter, ToWriter } from "./writerThread";

/** How many messages share a commit at most, and how many bytes: so that none waits long for the others. */
const LARGEST_BATCH = 2000;
const LARGEST_BATCH_bytes = 4 * 1024 * 1024;
/** A thread that failed is started again after this. */
const RESTART_ms = 1000;

interface Waiting extends WaitingMessage {
  /** When it came in, by `performance.now`. */
  came_ms: number;
  answered: Answered;
}

export interface WriterOptions {
  /** The data directory. */
  directory: string;
  /** For how long reports are kept. */
  retention: RetentionSettings;
  now: () => number;
  log: Logger;
  /**
   * Told after each commit.
   *
   * @param seconds from being handed over until it was on the disk
   * @param longest_s from the receipt of the message that waited longest until then
   */
  onCommitted: (messages: number, seconds: number, longest_s: number) => void;
  /** Told when messages could not be committed. */
  onFailed: (error: Error) => void;
}

/**
 * Hands what kits send to the thread that writes the journal, many messages at a time: while one batch is
 * on its way to the disk the next one gathers. Whoever waits for the disk therefore never holds up the network.
 */
export class Writer implements Receiver {
  /** What became of messages, since the start. */
  counts = noCounts();
  /** Messages that could not be committed and were not answered, since the start. */
  unanswered = 0;
  private worker: Worker | undefined;
  private waiting: Waiting[] = [];
  private sent: Waiting[] | undefined;
  private isScheduled = false;
  private isStopped = false;
  private hasStarted = false;
  private sentAt_ms = 0;
  private restart: NodeJS.Timeout | undefined;
  private whenSettled: (() => void) | undefined;
  /** Counts of threads that failed. */
  private before = this.counts;

  constructor(private readonly options: WriterOptions) {}

  /** @throws Error where the journal cannot be written, as by another service on its directory */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const { directory, retention } = this.options;
      const worker = new Worker(new URL("./writerThread.mjs", import.meta.url), {
        workerData: { directory, retention },
      });
      this.worker = worker;
      worker.on("message", (message: FromWriter) => {
        if (message === "ready") {
          this.hasStarted = true;
          resolve();
        } else if ("answers" in message) this.answer(message.answers);
        else if ("letGo" in message) this.tellLetGo(message.letGo);
        else this.options.log.error({ detail: message.detail }, message.failure);
      });
      worker.once("error", (error) => {
        reject(error);
        this.failed(worker, error);
      });
      worker.once("exit", () => {
        reject(new Error("the writer ended"));
        this.failed(worker, new Error("the writer ended"));
      });
    });
  }

  take(kit: KitRecord, form: Form, bytes: Buffer, answered: Answered): void {
    const { id, code } = kit;
    const [received_ms, came_ms] = [this.options.now(), performance.now()];
    this.add({ kit: id, code, form, bytes, size_bytes: bytes.length, received_ms, came_ms, answered });
  }

  tooLarge(kit: string, beginning: Buffer, size_bytes: number): void {
    // what is a part of a large chunk is copied, so that the chunk can go
    const bytes = Buffer.from(beginning);
    const [received_ms, came_ms] = [this.options.now(), performance.now()];
    this.add({ kit: 0, code: kit, form: "cut", bytes, size_bytes, received_ms, came_ms, answered: () => undefined });
  }

  /** How many messages wait for the disk. */
  waitingMessages(): number {
    return this.waiting.length + (this.sent?.length ?? 0);
  }

  /** Answers what has come in, then ends the thread. */
  async stop(): Promise<void> {
    if (this.worker && this.waitingMessages() > 0) {
      await new Promise<void>((resolve) => {
        this.whenSettled = resolve;
      });
    }
    this.isStopped = true;
    clearTimeout(this.restart);
    const { worker } = this;
    this.worker = undefined;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => {
      worker.once("exit", () => resolve());
    });
    worker.postMessage("stop" satisfies ToWriter, []);
    await ended;
  }

  private add(message: Waiting): void {
    this.waiting.push(message);
    if (this.sent || this.isScheduled) return;
    // what else has come in meanwhile goes along
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.send();
    });
  }

  private send(): void {
    if (this.sent || !this.worker || this.waiting.length === 0) return;
    let count = 0;
    for (let bytes = 0; count < Math.min(LARGEST_BATCH, this.waiting.length); count++) {
      bytes += (this.waiting[count] as Waiting).bytes.length;
      if (bytes > LARGEST_BATCH_bytes && count > 0) break;
    }
    this.sent = count === this.waiting.length ? this.waiting : this.waiting.slice(0, count);
    this.waiting = count === this.waiting.length ? [] : this.waiting.slice(count);
    this.sentAt_ms = performance.now();
    const batch = pack(this.sent);
    this.worker.postMessage({ batch } satisfies ToWriter, [
      batch.heads.buffer,
      batch.received_ms.buffer,
      batch.bytes.buffer,
    ]);
  }

  private answer({ lengths, bytes, error, counts }: PackedAnswers): void {
    const messages = this.sent ?? [];
    this.sent = undefined;
    const { sentAt_ms } = this;
    this.counts = sumOf(this.before, counts);
    // the next batch is on its way before these are answered
    this.send();
    let at = 0;
    for (let i = 0; i < messages.length; i++) {
      const length = lengths[i] as number;
      const { answered } = messages[i] as Waiting;
      if (length === NOT_COMMITTED) {
        this.unanswered += 1;
        answered(new Error(error ?? "not committed"), null);
      }
      if (length === NO_ANSWER) answered(null, null);
      if (length >= 0) {
        answered(null, Buffer.from(bytes.buffer, at, length));
        at += length;
      }
    }
    if (error === null) {
      const now_ms = performance.now();
      const [oldest] = messages;
      const longest_s = (now_ms - (oldest?.came_ms ?? now_ms)) / 1000;
      this.options.onCommitted(messages.length, (now_ms - sentAt_ms) / 1000, longest_s);
    } else this.options.onFailed(new Error(error));
    if (this.waitingMessages() === 0) this.whenSettled?.();
  }

  private startAgain(): void {
    // one that does not come up fails in its turn
    this.start().catch(() => undefined);
  }

  /** The thread is gone: what it had is not answered, and comes again. */
  private failed(worker: Worker, error: Error): void {
    if (this.isStopped || this.worker !== worker) return;
    this.worker = undefined;
    // one that never came up is for whoever started it
    if (!this.hasStarted) return;
    this.before = this.counts;
    this.options.log.error({ error }, "the writer failed and is started again");
    this.options.onFailed(new Error(`the writer failed: ${error.message}`));
    const lost = [...(this.sent ?? []), ...this.waiting];
    this.sent = undefined;
    this.waiting = [];
    this.unanswered += lost.length;
    for (const { answered } of lost) answered(error, null);
    this.whenSettled?.();
    this.restart = setTimeout(() => this.startAgain(), RESTART_ms);
  }

  private tellLetGo(letGo: LetGo): void {
    if (letGo.reports + letGo.lampSections === 0) return;
    const text = "let go of what is older than its time";
    if (letGo.unexported > 0) this.options.log.warn(letGo, `${text}, some of which was never exported`);
    else this.options.log.info(letGo, text);
  }
}
