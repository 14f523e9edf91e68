import { lampBits, lampLevel, USB_BITS } from "./demand";

export const DAY_min = 1440;

/** After this, a phone that has found no free port goes home uncharged. */
const LAST_CHARGE_min = 21.5 * 60;

/** The demand of a household minute by minute, today and for what of today reaches into tomorrow. */
export class Plan {
  private readonly minutes = new Uint16Array(2 * DAY_min);
  private readonly portFreeFrom_min: [number, number] = [0, 0];
  readonly today = this.minutes.subarray(0, DAY_min);

  /** Begins the next day with what the day before left over. */
  turn(): void {
    this.minutes.copyWithin(0, DAY_min);
    this.minutes.fill(0, DAY_min);
    for (const port of [0, 1] as const) {
      this.portFreeFrom_min[port] = Math.max(0, this.portFreeFrom_min[port] - DAY_min);
    }
  }

  /** A lamp at a level of 1 to 3; where it shines already, the brighter level stays. Minutes from 0 to 2,880. */
  lamp(lamp: number, from_min: number, until_min: number, level: number): void {
    const bits = lampBits(lamp, level);
    const others = ~lampBits(lamp, 3);
    for (let minute = at(from_min); minute < at(until_min); minute++) {
      const demand = this.minutes[minute] as number;
      if (lampLevel(demand, lamp) < level) this.minutes[minute] = (demand & others) | bits;
    }
  }

  /** Something that is on or off. */
  on(bit: number, from_min: number, until_min: number): void {
    for (let minute = at(from_min); minute < at(until_min); minute++) {
      this.minutes[minute] = (this.minutes[minute] as number) | bit;
    }
  }

  /**
   * Phones on the two ports, first come, first served; who finds both taken waits.
   *
   * @param phones when each is brought, and for how long it charges
   */
  charge(phones: { from_min: number; duration_min: number }[]): void {
    const free = this.portFreeFrom_min;
    for (const { from_min, duration_min } of phones.toSorted((a, b) => a.from_min - b.from_min)) {
      // the first port unless it is taken: what one does without thinking
      const port = free[0] <= from_min || free[0] <= free[1] ? 0 : 1;
      const start_min = Math.max(from_min, free[port]);
      if (start_min > LAST_CHARGE_min) continue;
      free[port] = start_min + duration_min;
      this.on(USB_BITS[port], start_min, free[port]);
    }
  }

  /** Nobody is there. */
  clear(from_min: number, until_min: number): void {
    this.minutes.fill(0, at(from_min), at(until_min));
  }
}

function at(minute: number): number {
  return Math.min(2 * DAY_min, Math.max(0, Math.round(minute)));
}
