/** How many days a figure looks back, so that it does not depend on when memory was last cleared up. */
const LOOKS_BACK_days = 10;

/** How much memory the process takes, day by day of a simulation. */
export class Memory {
  private readonly resident_bytes: number[] = [];

  /** Called at the end of every simulated day. */
  takeDay(): void {
    this.resident_bytes.push(process.memoryUsage.rss());
  }

  /** The most that was resident in the days up to one, itself included. */
  at(day: number): number {
    return Math.max(...this.resident_bytes.slice(Math.max(0, day - LOOKS_BACK_days), day));
  }
}

/** The most that was ever resident of this process. */
export function peak_bytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
