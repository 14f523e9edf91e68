import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { Acknowledgement } from "@yeelen/shared/acknowledgement";
import { Journal } from "../journal/journal";
import type { LetGo, RetentionSettings } from "../journal/retention";
import { encodeAnswer } from "./answer";
import { NO_ANSWER, NOT_COMMITTED, type PackedAnswers, type PackedBatch, unpack } from "./batch";
import { Intake } from "./intake";
import type { Form } from "./receiver";

/** What the thread is told: to take a batch, or to end. */
export type ToWriter = { batch: PackedBatch } | "stop";
/** What the thread tells: that it is ready, what became of a batch, a line for the log. */
export type FromWriter = "ready" | { answers: PackedAnswers } | { failure: string; detail: string } | { letGo: LetGo };

/** What waits is folded in once nothing came for so long. */
const IDLE_ms = 20;
/** The write-ahead log is emptied once nothing came for so long. */
const QUIET_ms = 5000;

const port = parentPort as MessagePort;
const { directory, retention } = workerData as { directory: string; retention: RetentionSettings };
const journal = Journal.openToWrite(directory);
const intake = new Intake(journal, {
  error: (details: object, text?: string) => tell({ failure: text ?? "", detail: inspect(details) }),
} as ConstructorParameters<typeof Intake>[1]);
let idle: NodeJS.Timeout | undefined;
/** The server's clock, by the newest batch; nothing is let go before there was one. */
let now_ms = 0;

port.on("message", (message: ToWriter) => {
  clearTimeout(idle);
  if (message === "stop") {
    settle();
    journal.close();
    port.close();
    return;
  }
  const answers = take(message.batch);
  port.postMessage({ answers } satisfies FromWriter, [answers.lengths.buffer, answers.bytes.buffer]);
  idle = setTimeout(rest, IDLE_ms);
});
tell("ready");

function take(batch: PackedBatch): PackedAnswers {
  for (const received_ms of batch.received_ms) now_ms = received_ms;
  const messages = unpack(batch, journal.kits.byId());
  const outcomes = intake.commit(messages);
  const lengths = new Int32Array(messages.length);
  const parts: Buffer[] = [];
  let error: string | null = null;
  outcomes.forEach((outcome, i) => {
    if (outcome === null) lengths[i] = NO_ANSWER;
    else if (outcome instanceof Error) {
      lengths[i] = NOT_COMMITTED;
      error ??= outcome.message;
    } else {
      const bytes = encodeAnswer((messages[i] as { form: Form }).form, outcome satisfies Acknowledgement);
      lengths[i] = bytes.length;
      parts.push(bytes);
    }
  });
  const bytes = new Uint8Array(Buffer.concat(parts));
  return { lengths, bytes, error, counts: intake.counts };
}

/** Does what was put off, a little at a time, as long as nothing comes in. */
function rest(): void {
  try {
    if (journal.foldMore() || letGoMore()) idle = setTimeout(rest, 0);
    else idle = setTimeout(quiet, QUIET_ms);
  } catch {
    // a full disk, which the next report that comes meets too, and tells: it is done later, or after the next start
    idle = setTimeout(rest, QUIET_ms);
  }
}

function quiet(): void {
  try {
    journal.emptyLog();
  } catch {
    idle = setTimeout(quiet, QUIET_ms);
  }
}

function letGoMore(): boolean {
  if (now_ms === 0) return false;
  const { isMore, letGo } = journal.letGoMore(retention, now_ms);
  if (letGo) tell({ letGo });
  return isMore;
}

function settle(): void {
  try {
    while (journal.foldMore());
    journal.emptyLog();
  } catch (error) {
    tell({ failure: "index not written", detail: (error as Error).message });
  }
}

function inspect(details: object): string {
  const { error } = details as { error?: unknown };
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(details);
}

function tell(message: FromWriter): void {
  port.postMessage(message, []);
}
