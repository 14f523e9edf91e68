import type { AnyFamily, FoldedReading, KitFacts, ReportFacts } from "./family";

export const DAY_ms = 24 * 3600_000;

/** How many days of a kit are kept: what may still be judged anew, and the month that is looked back at from there. */
export const KEPT_days = 80;
/** How many days back late readings are judged anew; older ones are read again from the journal. */
export const JUDGED_ANEW_days = 45;

/** Before each day's sums: how many readings it has, and how far into the day the newest of them lies, in ms. */
const HEAD = 2;

/** The sums of a kit, day by day: one ring of integers. */
export class KitDays {
  private readonly width: number;
  readonly offsets: readonly number[];
  readonly values: Int32Array;
  /** Which day lies in a slot of the ring; -1 = none. */
  private readonly days = new Int32Array(KEPT_days).fill(-1);
  /** UTC days of the oldest and the newest reading; -1 = none. */
  oldest = -1;
  newest = -1;

  constructor(private readonly families: readonly AnyFamily[]) {
    let width = HEAD;
    this.offsets = families.map(({ slots }) => {
      const at = width;
      width += slots;
      return at;
    });
    this.width = width;
    this.values = new Int32Array(KEPT_days * width);
  }

  /** @returns whether the day is one that is still kept */
  keeps(day: number): boolean {
    return this.newest < 0 || day > this.newest - KEPT_days;
  }

  addReading(day: number, reading: FoldedReading, kit: KitFacts): void {
    const start = this.openDay(day);
    const { values, families, offsets } = this;
    values[start] = (values[start] as number) + 1;
    values[start + 1] = Math.max(values[start + 1] as number, reading.time_ms - day * DAY_ms);
    for (let i = 0; i < families.length; i++) {
      (families[i] as AnyFamily).add(values, start + (offsets[i] as number), reading, kit);
    }
  }

  addReport(day: number, report: ReportFacts, kit: KitFacts): void {
    const start = this.openDay(day);
    this.families.forEach((family, i) => {
      family.addReport?.(this.values, start + (this.offsets[i] as number), report, kit);
    });
  }

  /** Where a day's sums begin, or -1 where nothing is known of it. Add a family's offset. */
  startOf(day: number): number {
    if (day < 0) return -1;
    const slot = day % KEPT_days;
    return this.days[slot] === day ? slot * this.width : -1;
  }

  readingsOn(day: number): number {
    const start = this.startOf(day);
    return start < 0 ? 0 : (this.values[start] as number);
  }

  /** Event time of the newest reading of a day, Unix time in ms. */
  newestOn_ms(day: number): number {
    const start = this.startOf(day);
    return day * DAY_ms + (start < 0 ? 0 : (this.values[start + 1] as number));
  }

  /** @returns where its head begins */
  private openDay(day: number): number {
    const slot = day % KEPT_days;
    const start = slot * this.width;
    if (this.days[slot] === day) return start;
    this.days[slot] = day;
    this.values.fill(0, start, start + this.width);
    this.families.forEach((family, i) => family.clear?.(this.values, start + (this.offsets[i] as number)));
    this.newest = Math.max(this.newest, day);
    this.oldest = this.oldest < 0 ? day : Math.min(this.oldest, day);
    return start;
  }

  /** As plain data, to be kept. */
  save(): { values: Int32Array; days: Int32Array; oldest: number; newest: number } {
    return { values: this.values, days: this.days, oldest: this.oldest, newest: this.newest };
  }

  restore(saved: { values: Int32Array; days: Int32Array; oldest: number; newest: number }): void {
    this.values.set(saved.values);
    this.days.set(saved.days);
    this.oldest = saved.oldest;
    this.newest = saved.newest;
  }
}
