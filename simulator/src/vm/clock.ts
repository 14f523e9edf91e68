/** A timer that a clock has set; only its clock looks inside. */
export type Timer = object;

/** The time of a simulated device. Passed in, so that a test or a replay can run months in minutes. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(action: () => void, delay_ms: number): Timer;
  clearTimeout(timer: Timer): void;
  /**
   * Says that something outside this process is being waited for. Until `release` is called, or
   * `limit_ms` of real time have passed, simulated time goes no faster than real time.
   */
  hold(limit_ms: number): Hold;
  /** How long a device with nothing to do may sleep: on a clock that jumps, idle ticks are what costs. */
  readonly idleTick_ms: number;
}

export interface Hold {
  release(): void;
}

/** The clock on the wall. */
export class RealClock implements Clock {
  readonly idleTick_ms = 0;

  now(): number {
    return Date.now();
  }

  setTimeout(action: () => void, delay_ms: number): Timer {
    return setTimeout(action, delay_ms);
  }

  clearTimeout(timer: Timer): void {
    clearTimeout(timer as NodeJS.Timeout);
  }

  hold(): Hold {
    return { release: () => undefined };
  }
}
