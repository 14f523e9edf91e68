import { isIn } from "./slot";

/** Indices into `eventKinds` of the contract. */
export const enum EventKind {
  Help = 0,
  CommandRefused = 1,
  FlashWorn = 2,
}

/** Chosen, so that all of it fits one record of flash. */
const MOST_EVENTS = 4;
const MOST_RANGES = 8;
const NONE = -1;

/** What happened and what is missing, until the acknowledgement of a report that says so has come. Portable. */
export class Untold {
  /** It is to be in flash at once; it is to be in flash within the hour. */
  isUrgent = false;
  isChanged = false;
  /** Triples [kind, boot, uptime_s], and triples [incarnation, first, last]. */
  private events: number[] = [];
  private dropped: number[] = [];
  /** What is under way in a report: how many numbers of `events`; pairs [first, last] of an incarnation. */
  private sentEvents = 0;
  private sentDropped: number[] = [];
  private sentIncarnation = 0;

  /** @param stored what flash held: how many numbers are events, then both lists; else empty */
  constructor(stored: number[]) {
    if (stored.length === 0) return;
    const split = 1 + (stored[0] as number);
    this.events = stored.slice(1, split);
    this.dropped = stored.slice(split);
  }

  /** What flash is to hold. */
  record(): number[] {
    const record = [this.events.length];
    for (const value of this.events) record.push(value);
    for (const value of this.dropped) record.push(value);
    return record;
  }

  hasEvents(): boolean {
    return this.events.length > 0;
  }

  /** Whether something of this kind happened and is not told yet. */
  has(kind: number): boolean {
    for (let i = 0; i < this.events.length; i = i + 3) if (this.events[i] === kind) return true;
    return false;
  }

  /** Something happened. It is in flash before the kit does anything else. */
  tell(kind: number, boot: number, uptime_s: number): void {
    if (this.events.length === 3 * MOST_EVENTS) {
      this.events = this.events.slice(3);
      this.sentEvents = Math.max(0, this.sentEvents - 3);
    }
    this.events.push(kind);
    this.events.push(boot);
    this.events.push(uptime_s);
    this.isUrgent = true;
  }

  /** Of these sequences not all will come. Where there are too many ranges the two that are nearest become one. */
  drop(incarnation: number, first: number, last: number): void {
    const { dropped } = this;
    this.isChanged = true;
    for (let i = 0; i < dropped.length; i = i + 3) {
      if (this.gap(i, incarnation, first, last) <= 1) {
        this.widen(i, first, last);
        return;
      }
    }
    dropped.push(incarnation);
    dropped.push(first);
    dropped.push(last);
    if (dropped.length <= 3 * MOST_RANGES) return;
    let into = 0;
    let gone = 0;
    let least = NONE;
    for (let i = 0; i < dropped.length; i = i + 3) {
      for (let j = 0; j < i; j = j + 3) {
        const gap = this.gap(j, dropped[i] as number, dropped[i + 1] as number, dropped[i + 2] as number);
        if (least !== NONE && gap >= least) continue;
        least = gap;
        into = j;
        gone = i;
      }
    }
    // of different lives of the numbering: the oldest is forgotten
    if (dropped[into] !== dropped[gone]) gone = 0;
    else this.widen(into, dropped[gone + 1] as number, dropped[gone + 2] as number);
    this.dropped = dropped.slice(0, gone);
    for (let i = gone + 3; i < dropped.length; i++) this.dropped.push(dropped[i] as number);
  }

  /** For a report: the events. */
  travellingEvents(): number[] {
    this.sentEvents = this.events.length;
    return this.events.slice(0);
  }

  /** For a report: pairs [first, last] of sequences of its incarnation. */
  travellingDropped(incarnation: number): number[] {
    const pairs: number[] = [];
    const { dropped } = this;
    for (let i = 0; i < dropped.length; i = i + 3) {
      if (dropped[i] !== incarnation) continue;
      pairs.push(dropped[i + 1] as number);
      pairs.push(dropped[i + 2] as number);
    }
    this.sentDropped = pairs;
    this.sentIncarnation = incarnation;
    return pairs.slice(0);
  }

  /** The report under way was acknowledged: what it carried is forgotten, but a range that has grown since is told anew. */
  told(): void {
    const { dropped } = this;
    if (this.sentEvents + this.sentDropped.length === 0) return;
    this.isChanged = true;
    this.events = this.events.slice(this.sentEvents);
    this.sentEvents = 0;
    this.dropped = [];
    for (let i = 0; i < dropped.length; i = i + 3) {
      const isTold =
        dropped[i] === this.sentIncarnation &&
        isIn(this.sentDropped, dropped[i + 1] as number, dropped[i + 2] as number);
      for (let j = 0; j < 3 && !isTold; j++) this.dropped.push(dropped[i + j] as number);
    }
    this.sentDropped = [];
  }

  private gap(i: number, incarnation: number, first: number, last: number): number {
    const { dropped } = this;
    // beyond every sequence
    if (dropped[i] !== incarnation) return 4294967296;
    return Math.max(first - (dropped[i + 2] as number), (dropped[i + 1] as number) - last);
  }

  private widen(i: number, first: number, last: number): void {
    const { dropped } = this;
    dropped[i + 1] = Math.min(dropped[i + 1] as number, first);
    dropped[i + 2] = Math.max(dropped[i + 2] as number, last);
  }
}
