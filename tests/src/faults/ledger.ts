import type { LoadForm } from "./content";

/** A set of sequences as ranges [first, last], in order. */
export type Ranges = [number, number][];

/** What the load knows of one of its kits. */
export interface KitLedger {
  id: string;
  /** Its number within the load: what it reads follows from it. */
  index: number;
  form: LoadForm;
  /** It has read sequences 0 to one less. */
  made: number;
  /** What a PUBACK has covered. */
  pubacked: Ranges;
  /** What an acknowledgement on `kits/{id}/ack` has named. */
  acknowledged: Ranges;
  /** What a refusal said, should there be one: the load sends nothing that may be refused. */
  refused: string[];
}

/** What the load has sent, and what it was promised. */
export interface Ledger {
  kits: KitLedger[];
  /** Connections that were made, and reports that were sent, counting those that were sent again. */
  connections: number;
  reports: number;
  /** Readings that a kit holds yet. */
  held: number;
}

/** A growing set of sequences. Most come in order: the last range grows. */
export class SequenceSet {
  readonly ranges: Ranges = [];

  add(first: number, last: number): void {
    let at = this.ranges.length;
    // those that the new one touches end at or after the sequence before it
    while (at > 0 && (this.ranges[at - 1] as [number, number])[1] >= first - 1) at -= 1;
    let end = at;
    let [from, to] = [first, last];
    for (; end < this.ranges.length && (this.ranges[end] as [number, number])[0] <= last + 1; end++) {
      const [begin, until] = this.ranges[end] as [number, number];
      from = Math.min(from, begin);
      to = Math.max(to, until);
    }
    this.ranges.splice(at, end - at, [from, to]);
  }

  has(sequence: number): boolean {
    return inRanges(this.ranges, sequence);
  }
}

export function inRanges(ranges: Ranges, sequence: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] as [number, number];
    if (sequence < first) high = middle - 1;
    else if (sequence > last) low = middle + 1;
    else return true;
  }
  return false;
}

/** How many sequences there are in ranges. */
export function sizeOf(ranges: Ranges): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}
