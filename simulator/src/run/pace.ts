import { setTimeout as sleep } from "node:timers/promises";

/** How often a simulation that need not wait lets the rest of the process have its turn, in real time. */
const TURN_ms = 50;

/** How fast simulated time passes. */
export class Pace {
  private readonly began_ms = performance.now();
  private turned_ms = this.began_ms;
  private paced_ms = 0;

  /**
   * @param speed simulated seconds per second, or undefined for as fast as possible
   * @param mayLead whether simulated time may be ahead of the clock on the wall
   */
  constructor(
    private readonly speed: number | undefined,
    private readonly mayLead: boolean,
    private readonly signal?: AbortSignal,
  ) {}

  /** Waits until a simulated time has come that lies `step_ms` after the one before. */
  async until(time_ms: number, step_ms: number): Promise<void> {
    if (this.speed !== undefined) this.paced_ms += step_ms / this.speed;
    const paceWait_ms = this.speed === undefined ? 0 : this.began_ms + this.paced_ms - performance.now();
    const wallWait_ms = this.mayLead ? 0 : time_ms - Date.now();
    const wait_ms = Math.max(paceWait_ms, wallWait_ms);
    if (wait_ms <= 0 && performance.now() - this.turned_ms < TURN_ms) return;
    await sleep(Math.max(0, wait_ms), undefined, { signal: this.signal });
    this.turned_ms = performance.now();
  }
}
