/** How long the first of new reports waits for others (chosen: nobody sees it, and a write is not a single reading). */
const GATHER_ms = 50;

/** A wait that new reports, or the end, may cut short. */
export class Pause {
  private isEnded = false;
  private isWoken = false;
  private wakeUp: () => void = () => undefined;
  private endNow: () => void = () => undefined;

  /** New reports may have come in. */
  wake(): void {
    this.isWoken = true;
    this.wakeUp();
  }

  /** Ends the wait that is under way, and every later one. */
  end(): void {
    this.isEnded = true;
    this.endNow();
  }

  /** From now on, what comes in cuts the next wait short: to be called before looking whether anything has. */
  beginToListen(): void {
    this.isWoken = false;
  }

  /** Waits, but only a moment where something has come in since `beginToListen`, or does. */
  async untilWoken(ms: number): Promise<void> {
    if (!this.isWoken) await this.wait(ms, (end) => (this.wakeUp = end));
    this.wakeUp = () => undefined;
    if (this.isWoken) await this.whole(GATHER_ms);
  }

  /** Waits whatever comes in. */
  async whole(ms: number): Promise<void> {
    await this.wait(ms, () => undefined);
  }

  private async wait(ms: number, onStart: (end: () => void) => void): Promise<void> {
    if (this.isEnded) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.endNow = end;
      onStart(end);
    });
  }
}
