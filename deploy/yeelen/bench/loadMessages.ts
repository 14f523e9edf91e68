import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { LoadKit, LoadTarget } from "./loadConnection";
import type { LoadFound } from "./loadLoop";
import type { ReturnedFound } from "./loadReturn";

/** What messages are made of: reports in the binary form, the same as JSON, or single readings as JSON. */
export type LoadForm = "report" | "json-report" | "json-reading";

/** What a load process can be asked for, and what it answers. */
export interface LoadQuestions {
  /** Opens connections. The reports are encoded, in base64. */
  connect: {
    ask: { target: LoadTarget; kits: LoadKit[]; form: LoadForm; reports: string[]; isAcknowledged: boolean };
    answer: null;
  };
  /** Sends for a while, at most so many messages a second where that is said. */
  run: { ask: { seconds: number; perSecond?: number }; answer: LoadFound };
  /** Lets kits come back with the reports of households, encoded in base64. */
  return: { ask: { target: LoadTarget; kits: LoadKit[]; households: string[][] }; answer: ReturnedFound };
  /** How many messages of each kit were answered. */
  counts: { ask: object; answer: number[] };
}

export type LoadQuestion = {
  [Name in keyof LoadQuestions]: { name: Name } & LoadQuestions[Name]["ask"];
}[keyof LoadQuestions];
/** Ends a `run` before its time; it is answered then. */
export const FINISH = { name: "finish" } as const;
type LoadAnswer = { answer: unknown } | { error: string };

const child = fileURLToPath(new URL("benchChild.mjs", import.meta.url));

/** The process that makes the load, as its parent sees it. */
export class LoadProcess {
  private constructor(private readonly process: ChildProcess) {}

  /** @param main the file of the process, without its ending */
  static start(main: string): LoadProcess {
    return new LoadProcess(fork(child, [main], { stdio: ["ignore", "inherit", "inherit", "ipc"] }));
  }

  /** @throws Error with what went wrong there, or where the process ended */
  async ask<Name extends keyof LoadQuestions>(
    name: Name,
    question: LoadQuestions[Name]["ask"],
  ): Promise<LoadQuestions[Name]["answer"]> {
    const ended = new AbortController();
    const options = { signal: ended.signal };
    const close = once(this.process, "close", options).then(([status]) => {
      throw new Error(`the process that makes the load ended with ${status}`);
    });
    close.catch(() => undefined);
    const answered = once(this.process, "message", options) as Promise<[LoadAnswer]>;
    this.process.send({ name, ...question });
    try {
      const [said] = await Promise.race([answered, close]);
      if ("error" in said) throw new Error(said.error);
      return said.answer as LoadQuestions[Name]["answer"];
    } finally {
      ended.abort();
    }
  }

  /** Ends the `run` that was asked for before its time. */
  finish(): void {
    this.process.send(FINISH);
  }

  /** Ends the process, and its connections with it. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const closed = once(this.process, "close");
    this.process.kill("SIGKILL");
    await closed;
  }
}
