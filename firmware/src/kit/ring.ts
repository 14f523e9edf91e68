import { Column } from "../../../shared/src/wire/columns";

/**
 * The readings that no server has acknowledged yet, oldest first. When it is full the oldest
 * reading makes room, and its number is kept so that the next report can say so. Portable.
 */
export class Ring {
  private rows: number[][] = [];
  /** Pairs [first, last] of dropped sequences, one after the other. */
  private dropped: number[] = [];
  /** The first numbers of `dropped` are under way in a report and must not change. */
  private underWay = 0;

  constructor(private readonly capacity: number) {}

  push(row: number[]): void {
    if (this.rows.length >= this.capacity) {
      const oldest = this.rows.shift() as number[];
      this.noteDropped(oldest[Column.Sequence] as number);
    }
    this.rows.push(row);
  }

  size(): number {
    return this.rows.length;
  }

  /** The reading at `index`, 0 being the oldest. */
  at(index: number): number[] {
    return this.rows[index] as number[];
  }

  /** Frees every reading whose sequence lies in the `ranges` (pairs [first, last]). Returns how many. */
  free(ranges: number[]): number {
    const kept: number[][] = [];
    for (const row of this.rows) {
      if (!isIn(ranges, row[Column.Sequence] as number)) kept.push(row);
    }
    const freed = this.rows.length - kept.length;
    this.rows = kept;
    return freed;
  }

  /** What was dropped and not yet told, as pairs [first, last]. */
  untoldDropped(): number[] {
    this.underWay = this.dropped.length;
    return this.dropped.slice(0);
  }

  /** Forgets the first `length` numbers of `untoldDropped()`: the server knows of them. */
  toldDropped(length: number): void {
    this.dropped = this.dropped.slice(length);
    this.underWay = 0;
  }

  private noteDropped(sequence: number): void {
    const last = this.dropped.length - 1;
    if (last >= this.underWay && last > 0 && this.dropped[last] === sequence - 1) {
      this.dropped[last] = sequence;
    } else {
      this.dropped.push(sequence);
      this.dropped.push(sequence);
    }
  }
}

function isIn(ranges: number[], sequence: number): boolean {
  for (let i = 0; i + 1 < ranges.length; i = i + 2) {
    if (sequence >= (ranges[i] as number) && sequence <= (ranges[i + 1] as number)) return true;
  }
  return false;
}
