import { type Fiber, sleep, suspend } from "@devicescript/core";
import { ALERT_INTERVAL_ms, patternOf, Signal, type Signals } from "../kit/signals";
import { statusLight } from "./drivers/person";

/** Shows signals by the status light, in the background. Between two signals it sleeps. */
export class Light {
  private worker: Fiber;
  private asked: number = Signal.None;

  /** Shows alerts from now on. */
  constructor(private readonly signals: Signals) {
    const self = this;
    const work = async () => await self.work();
    this.worker = work.start();
  }

  /** Shows a signal now, or after the one that is being shown. */
  say(signal: Signal): void {
    this.asked = signal;
    if (this.worker.suspended) this.worker.resume(true);
  }

  private async work(): Promise<void> {
    for (;;) {
      if (this.asked === Signal.None) await suspend(ALERT_INTERVAL_ms);
      const times = patternOf(this.asked || this.signals.next(false));
      this.asked = Signal.None;
      // who holds the button has to know at once that it was heard
      for (let i = 0; i < times.length && this.asked !== Signal.Heard; i++) {
        await statusLight.intensity.write(i % 2 === 0 ? 1 : 0);
        await sleep(times[i]);
      }
    }
  }
}
