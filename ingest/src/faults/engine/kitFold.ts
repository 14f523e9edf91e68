import type { FaultKind, FaultPart } from "@yeelen/shared/faults";
import { type Episode, keyOf } from "./episode";
import type { AnyFamily, Finding, KitFacts, OnDay } from "./family";
import { DAY_ms, KitDays } from "./kitDays";

/** What is known of a kit before a day. */
interface Snapshot {
  memories: readonly unknown[];
  open: ReadonlyMap<string, Episode>;
  closed: number;
}

/** A kit's days, what follows from them, and where judging can begin again. */
export class KitFold {
  readonly days: KitDays;
  memories: unknown[];
  open = new Map<string, Episode>();
  /** In the order in which they ended. */
  closed: Episode[] = [];
  private readonly snapshots = new Map<number, Snapshot>();

  constructor(
    readonly facts: KitFacts,
    private readonly families: readonly AnyFamily[],
  ) {
    this.days = new KitDays(families);
    this.memories = families.map(({ start }) => start);
  }

  /** Remembers what is known before a day. */
  remember(day: number): void {
    this.snapshots.set(day, { memories: this.memories.slice(), open: new Map(this.open), closed: this.closed.length });
  }

  /** Goes back to what was known before a day; to nothing where nothing was remembered. */
  goBackTo(day: number): void {
    const snapshot = this.snapshots.get(day);
    this.memories = snapshot ? snapshot.memories.slice() : this.families.map(({ start }) => start);
    this.open = new Map(snapshot?.open);
    this.closed.length = snapshot?.closed ?? 0;
  }

  /** Forgets what was remembered before days for which `keeps` is false. */
  forget(keeps: (day: number) => boolean): void {
    for (const day of this.snapshots.keys()) if (!keeps(day)) this.snapshots.delete(day);
  }

  /** Moves on by a day. */
  step(day: number, references: readonly unknown[]): void {
    const { days, families } = this;
    const start = days.startOf(day);
    const hasReadings = days.readingsOn(day) > 0;
    const isOver = days.newest > day;
    const newest_ms = days.newestOn_ms(day);
    for (let i = 0; i < families.length; i++) {
      const family = families[i] as AnyFamily;
      const offset = days.offsets[i] as number;
      const at = start < 0 ? 0 : start + offset;
      const sums = start < 0 ? emptySums(family) : days.values;
      const on = new KitDay(this, day, offset, sums, at, hasReadings, isOver, newest_ms, references[i]);
      this.memories[i] = family.step(this.memories[i], on);
    }
  }

  isOpen(kind: FaultKind, part?: FaultPart): boolean {
    for (const episode of this.open.values()) {
      if (episode.kind !== kind || episode.raised_ms === undefined) continue;
      if (part === undefined || episode.part === part) return true;
    }
    return false;
  }

  /** @param raised_ms undefined where it is only suspected */
  put(kind: FaultKind, part: FaultPart, finding: Finding, raised_ms: number | undefined): void {
    const key = keyOf(kind, part);
    const before = this.open.get(key);
    // what was raised stays so until it is cleared
    if (before?.raised_ms !== undefined && raised_ms === undefined) return;
    const isGoingOn = before?.raised_ms !== undefined;
    this.open.set(key, {
      ...finding,
      kind,
      part,
      since_ms: isGoingOn ? before.since_ms : finding.since_ms,
      raised_ms: before?.raised_ms ?? raised_ms,
      cleared_ms: undefined,
    });
  }

  clear(kind: FaultKind, part: FaultPart, cleared_ms: number): void {
    const key = keyOf(kind, part);
    const before = this.open.get(key);
    if (!before) return;
    this.open.delete(key);
    if (before.raised_ms !== undefined) this.closed.push({ ...before, cleared_ms });
  }

  /** As plain data, to be kept. */
  save(): unknown {
    const { memories, open, closed, snapshots, days } = this;
    return { days: days.save(), memories, open, closed, snapshots };
  }

  /** @param saved what `save` gave for the same families */
  restore(saved: unknown): void {
    const kept = saved as {
      days: Parameters<KitDays["restore"]>[0];
      memories: unknown[];
      open: Map<string, Episode>;
      closed: Episode[];
      snapshots: Map<number, Snapshot>;
    };
    this.days.restore(kept.days);
    this.memories = kept.memories;
    this.open = kept.open;
    this.closed = kept.closed;
    for (const [day, snapshot] of kept.snapshots) this.snapshots.set(day, snapshot);
  }
}

/** A kit's day as a family sees it. */
class KitDay implements OnDay<unknown> {
  readonly kit: KitFacts;

  constructor(
    private readonly fold: KitFold,
    readonly day: number,
    private readonly offset: number,
    readonly sums: Int32Array,
    readonly at: number,
    readonly hasReadings: boolean,
    readonly isOver: boolean,
    readonly newest_ms: number,
    readonly reference: unknown,
  ) {
    this.kit = fold.facts;
  }

  past(days: number): number {
    const { fold, day, offset } = this;
    return fold.days.readingsOn(day - days) === 0 ? -1 : fold.days.startOf(day - days) + offset;
  }

  isOpen(kind: FaultKind, part?: FaultPart): boolean {
    return this.fold.isOpen(kind, part);
  }

  set(kind: FaultKind, part: FaultPart, finding: Finding, raised_ms = this.newest_ms): void {
    this.fold.put(kind, part, finding, raised_ms);
  }

  suspect(kind: FaultKind, part: FaultPart, finding: Finding): void {
    this.fold.put(kind, part, finding, undefined);
  }

  clear(kind: FaultKind, part: FaultPart, cleared_ms = this.newest_ms): void {
    this.fold.clear(kind, part, cleared_ms);
  }
}

const empty = new WeakMap<AnyFamily, Int32Array>();

/** The sums of a day of which nothing is known. */
function emptySums(family: AnyFamily): Int32Array {
  let sums = empty.get(family);
  if (!sums) {
    sums = new Int32Array(family.slots);
    family.clear?.(sums, 0);
    empty.set(family, sums);
  }
  return sums;
}

/** The UTC day of a time, counted from 1970. */
export function dayOf(time_ms: number): number {
  return Math.floor(time_ms / DAY_ms);
}
