import type { Clock, Hold, Timer } from "./clock";

/** A Jacdac bus forgets a device that is silent for two seconds: a longer tick does not work. */
const LONGEST_IDLE_TICK_ms = 250;

/** Sockets are served at least every so many steps, and so often in real time. */
const STEPS_PER_TURN = 256;

interface VirtualTimer {
  at: number;
  order: number;
  action: (() => void) | undefined;
}

/**
 * A clock that jumps to the next timer, for many devices at once. While a device holds it (see
 * `Clock.hold`) it goes at the pace of real time, so that a simulated kit does not time out while
 * a real server is about to answer.
 */
export class VirtualClock implements Clock {
  private time: number;
  private order = 0;
  private readonly queue: VirtualTimer[] = [];
  private readonly holds = new Set<object>();
  /** Where simulated and real time stood when the first of the present holds began. */
  private heldAt = { virtual: 0, real: 0 };
  private wake: (() => void) | undefined;
  private isRunning = false;

  constructor(
    start_ms: number,
    readonly idleTick_ms: number = LONGEST_IDLE_TICK_ms,
  ) {
    if (idleTick_ms > LONGEST_IDLE_TICK_ms) {
      throw new RangeError(`idle tick of ${idleTick_ms} ms: at most ${LONGEST_IDLE_TICK_ms} ms`);
    }
    this.time = start_ms;
  }

  now(): number {
    return this.time;
  }

  setTimeout(action: () => void, delay_ms: number): Timer {
    const timer = { at: this.time + Math.max(0, delay_ms), order: this.order++, action };
    push(this.queue, timer);
    this.wake?.();
    return timer;
  }

  clearTimeout(timer: Timer): void {
    // it stays in the queue without an action: taking it out would mean searching
    (timer as VirtualTimer).action = undefined;
  }

  hold(limit_ms: number): Hold {
    const hold = {
      release: () => {
        clearTimeout(limit);
        if (this.holds.delete(hold)) this.wake?.();
      },
    };
    const limit = setTimeout(hold.release, limit_ms);
    if (this.holds.size === 0) this.heldAt = { virtual: this.time, real: performance.now() };
    this.holds.add(hold);
    return hold;
  }

  /** Runs timers until simulated time is `end_ms`, or until `stop` is aborted. */
  async run(end_ms: number, stop?: AbortSignal): Promise<void> {
    if (this.isRunning) throw new Error("the clock runs already");
    this.isRunning = true;
    try {
      await this.steps(end_ms, stop);
    } finally {
      this.isRunning = false;
    }
  }

  /** Timers that are set. */
  pending(): number {
    return this.queue.filter((timer) => timer.action).length;
  }

  private async steps(end_ms: number, stop: AbortSignal | undefined): Promise<void> {
    for (let step = 1; !stop?.aborted; step++) {
      const next = this.queue[0];
      const at = Math.min(next?.at ?? end_ms, end_ms);
      const wait_ms = this.mayPass(at);
      if (wait_ms > 0) {
        await this.outside(wait_ms);
        continue;
      }
      if (!next || next.at > end_ms) {
        this.time = Math.max(this.time, end_ms);
        return;
      }
      pop(this.queue);
      if (!next.action) continue;
      this.time = Math.max(this.time, next.at);
      next.action();
      if (step % STEPS_PER_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Real milliseconds until simulated time may be `at`; 0 = now. */
  private mayPass(at: number): number {
    if (this.holds.size === 0) return 0;
    return at - this.heldAt.virtual - (performance.now() - this.heldAt.real);
  }

  /** Lets the process do what waits outside: until a hold ends, a timer is set or the time has passed. */
  private async outside(wait_ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait_ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }
}

// a binary heap, the earliest timer first and among equals the one set first

function push(queue: VirtualTimer[], timer: VirtualTimer): void {
  let i = queue.push(timer) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!earlier(timer, queue[parent] as VirtualTimer)) break;
    queue[i] = queue[parent] as VirtualTimer;
    i = parent;
  }
  queue[i] = timer;
}

function pop(queue: VirtualTimer[]): void {
  const last = queue.pop();
  if (!last || queue.length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= queue.length) break;
    if (child + 1 < queue.length && earlier(queue[child + 1] as VirtualTimer, queue[child] as VirtualTimer)) child++;
    if (!earlier(queue[child] as VirtualTimer, last)) break;
    queue[i] = queue[child] as VirtualTimer;
    i = child;
  }
  queue[i] = last;
}

function earlier(a: VirtualTimer, b: VirtualTimer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
