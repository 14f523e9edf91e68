import type { AnyFamily, KitOnDay } from "./family";
import { JUDGED_ANEW_days } from "./kitDays";
import type { KitFold } from "./kitFold";

/** Days before which what is known is remembered: the last few, as most readings are of these, and every eighth. */
const RECENT_days = 3;
const EVERY_days = 8;

/**
 * The kits of a site, which are each other's reference, judged day by day. A reading that comes late makes its
 * day and all that follow be judged anew, from what was remembered before it.
 */
export class SiteFold {
  readonly kits = new Map<string, KitFold>();
  /** What lies before this day is final. */
  private base = -1;
  /** Judged up to, not including, this day; -1 = nothing has come yet. */
  private until = -1;
  /** The first day whose judgement is out of date. */
  private dirty = Number.POSITIVE_INFINITY;
  private remembered: number[] = [];

  constructor(private readonly families: readonly AnyFamily[]) {}

  /**
   * Something of a day is about to change.
   *
   * @returns false where that day is final: the site has to be folded again
   */
  touch(day: number): boolean {
    if (this.base >= 0 && day < this.base) return false;
    // whoever reads a long journal judges as it goes: only so many days are kept
    if (this.until < 0) this.until = day;
    else if (day >= this.until + EVERY_days) this.judge();
    this.dirty = Math.min(this.dirty, day);
    return true;
  }

  isDirty(): boolean {
    return this.dirty !== Number.POSITIVE_INFINITY;
  }

  /** Judges what is out of date. */
  judge(): void {
    if (!this.isDirty()) return;
    const kits = [...this.kits.values()].filter(({ days }) => days.newest >= 0);
    if (kits.length === 0) return;
    const first = this.base < 0 ? Math.min(...kits.map(({ days }) => days.oldest)) : this.base;
    const newest = Math.max(...kits.map(({ days }) => days.newest));
    const from = this.goBack(kits, Math.min(this.dirty, this.until), first);
    for (let day = from; day <= newest; day++) {
      if (day > newest - RECENT_days || day % EVERY_days === 0 || day === first) this.remember(kits, day);
      const references = this.referencesOn(kits, day);
      for (const kit of kits) kit.step(day, references);
    }
    this.until = newest + 1;
    this.dirty = Number.POSITIVE_INFINITY;
    this.settle(kits, newest);
  }

  /** @returns the day from which to judge */
  private goBack(kits: readonly KitFold[], dirty: number, first: number): number {
    const from = this.remembered.filter((day) => day <= dirty).at(-1) ?? first;
    this.remembered = this.remembered.filter((day) => day < from);
    for (const kit of kits) {
      kit.forget((day) => day <= from);
      kit.goBackTo(from);
    }
    return from;
  }

  private remember(kits: readonly KitFold[], day: number): void {
    this.remembered.push(day);
    for (const kit of kits) kit.remember(day);
  }

  /** What is older than late readings are waited for is final. */
  private settle(kits: readonly KitFold[], newest: number): void {
    const isRecent = (day: number) => day > newest - RECENT_days;
    const final = this.remembered.filter((day) => day <= newest - JUDGED_ANEW_days).at(-1);
    if (final !== undefined) this.base = final;
    const oldest = this.remembered[0];
    this.remembered = this.remembered.filter(
      (day) => day >= this.base && (day === this.base || day === oldest || isRecent(day) || day % EVERY_days === 0),
    );
    for (const kit of kits) kit.forget((day) => this.remembered.includes(day));
  }

  private referencesOn(kits: readonly KitFold[], day: number): unknown[] {
    const present = kits.filter(({ days }) => days.readingsOn(day) > 0);
    return this.families.map((family, i) => {
      if (!family.refer) return undefined;
      const onDay: KitOnDay<unknown>[] = present.map((kit) => ({
        kit: kit.facts,
        memory: kit.memories[i],
        sums: kit.days.values,
        at: kit.days.startOf(day) + (kit.days.offsets[i] as number),
      }));
      return family.refer(onDay, day);
    });
  }

  /** As plain data, to be kept. */
  save(): { base: number; until: number; dirty: number; remembered: number[] } {
    const { base, until, dirty, remembered } = this;
    return { base, until, dirty, remembered };
  }

  restore(saved: ReturnType<SiteFold["save"]>): void {
    this.base = saved.base;
    this.until = saved.until;
    this.dirty = saved.dirty;
    this.remembered = saved.remembered;
  }
}
