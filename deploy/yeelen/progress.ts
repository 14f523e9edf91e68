import { SingleBar } from "cli-progress";
import { printNote } from "./print";

/** Progress of long work: a bar on a terminal, and in either case a word when it has to wait. */
export class Progress {
  private readonly bar: SingleBar | undefined;
  private isWaiting = false;

  /** @param unit what is counted */
  constructor(total: number, unit: string) {
    if (process.stderr.isTTY) {
      const format = `{bar} {percentage} % | {value}/{total} ${unit} | {duration_formatted} | {eta_formatted} left{detail}{note}`;
      this.bar = new SingleBar({ format, stream: process.stderr, hideCursor: true });
      this.bar.start(total, 0, { detail: "", note: "" });
    }
  }

  /** @param detail more to say of how it goes */
  update(done: number, detail = ""): void {
    this.isWaiting = false;
    this.bar?.update(done, { detail: detail && ` | ${detail}`, note: "" });
  }

  stop(): void {
    this.bar?.stop();
  }

  /** Says what the work waits for, once, until it goes on. */
  waitsFor(what: string): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    if (this.bar) this.bar.update({ note: ` | waiting for ${what}` });
    else printNote(`waiting for ${what}`);
  }
}
