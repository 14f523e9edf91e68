import type { Answer, Failure } from "./answers";
import { NoAnswer } from "./ask";

/** How the page stands with the service. */
export interface ServiceState {
  /**
   * `first`: nothing was ever answered. `fresh`: the last question was answered. `waiting`: an
   * answer is taking its time, so what is shown may be old. `failing`: there was none.
   */
  phase: "first" | "fresh" | "waiting" | "failing";
  /** The last answer and when it came, by the service's clock. */
  answer: Answer | undefined;
  answered_ms: number;
  /** Now, by the service's clock. */
  now_ms: number;
  failure: Failure | undefined;
  nextTry_ms: number;
}

const EVERY_ms = 2_000;
const LONGEST_WAIT_ms = 30_000;
const GIVE_UP_ms = 15_000;
const SLOW_ms = 4_000;
/** On a thin line the pauses are this many times as long as an answer takes, so that others get through. */
const PAUSE_PER_ANSWER = 8;

/** How long to wait before asking again. */
export function wait_ms(failures: number, answerTook_ms: number): number {
  const usual_ms = Math.max(EVERY_ms, PAUSE_PER_ANSWER * answerTook_ms);
  return Math.min(LONGEST_WAIT_ms, usual_ms * 2 ** Math.min(failures, 10));
}

/** Asks the service over and over, and says after each change how things stand. */
export class Poller {
  private state: ServiceState = {
    phase: "first",
    answer: undefined,
    answered_ms: 0,
    now_ms: Date.now(),
    failure: undefined,
    nextTry_ms: 0,
  };
  private failures = 0;
  private asking: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: (signal: AbortSignal) => Promise<Answer>,
    private readonly onChange: (state: ServiceState) => void,
  ) {}

  /** Asks at once, and from then on again and again. */
  start(): void {
    this.stop();
    if (this.state.phase === "fresh") this.change({ phase: "waiting" });
    void this.round();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = undefined;
  }

  private async round(): Promise<void> {
    const asking = new AbortController();
    this.asking = asking;
    const started_ms = Date.now();
    let isTooSlow = false;
    const slow = setTimeout(() => this.state.phase === "fresh" && this.change({ phase: "waiting" }), SLOW_ms);
    const giveUp = setTimeout(() => {
      isTooSlow = true;
      asking.abort();
    }, GIVE_UP_ms);
    try {
      const answer = await this.ask(asking.signal);
      if (this.asking !== asking) return;
      this.failures = 0;
      const answered_ms = Date.now() + answer.clockAhead_ms;
      this.change({ phase: "fresh", answer, answered_ms, failure: undefined });
    } catch (error) {
      if (this.asking !== asking) return;
      asking.abort(); // the other parts of the answer are of no use any more
      this.failures++;
      const failure = isTooSlow ? ({ kind: "too-slow" } as const) : failureOf(error);
      const pause_ms = wait_ms(this.failures, 0);
      this.change({ phase: "failing", failure, nextTry_ms: this.now() + pause_ms });
    } finally {
      clearTimeout(slow);
      clearTimeout(giveUp);
    }
    const took_ms = this.failures === 0 ? Date.now() - started_ms : 0;
    this.timer = setTimeout(() => void this.round(), wait_ms(this.failures, took_ms));
  }

  private change(change: Partial<ServiceState>): void {
    this.state = { ...this.state, ...change };
    this.state.now_ms = this.now();
    this.onChange(this.state);
  }

  private now(): number {
    return Date.now() + (this.state.answer?.clockAhead_ms ?? 0);
  }
}

function failureOf(error: unknown): Failure {
  return error instanceof NoAnswer ? error.failure : { kind: "unreadable" };
}
