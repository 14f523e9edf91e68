import { Column } from "../../../shared/src/wire/columns";

const COLUMN_bytes = 4;
const ROW_bytes = COLUMN_bytes * Column.Count;

/**
 * The readings that no server has acknowledged yet, oldest first. When it is full the oldest
 * reading makes room, and its number is kept so that the next report can say so. Portable.
 *
 * All rows lie in one buffer that is there from the start: the chip's heap is small, and rows of
 * its own between everything else that comes and goes would leave holes too small for a report.
 */
export class Ring {
  private readonly bytes: Buffer;
  /** Places in `bytes` of the rows that are held, oldest first, and those that are free. */
  private held: number[] = [];
  private unused: number[] = [];
  /** Pairs [first, last] of dropped sequences, one after the other. */
  private dropped: number[] = [];
  /** The first numbers of `dropped` are under way in a report and must not change. */
  private underWay = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.alloc(capacity * ROW_bytes);
    for (let place = 0; place < capacity; place++) this.unused.push(place);
  }

  /** Keeps a copy of a row. */
  push(row: number[]): void {
    if (this.unused.length === 0) {
      this.noteDropped(this.sequenceAt(0));
      this.unused.push(this.held.shift() as number);
    }
    const place = this.unused.pop() as number;
    let at = place * ROW_bytes;
    for (let column = 0; column < Column.Count; column++) {
      const value = row[column] as number;
      this.bytes[at] = value & 0xff;
      this.bytes[at + 1] = (value >> 8) & 0xff;
      this.bytes[at + 2] = (value >> 16) & 0xff;
      this.bytes[at + 3] = (value >> 24) & 0xff;
      at = at + COLUMN_bytes;
    }
    this.held.push(place);
  }

  size(): number {
    return this.held.length;
  }

  /** A copy of the reading at `index`, 0 being the oldest. */
  at(index: number): number[] {
    const start = (this.held[index] as number) * ROW_bytes;
    const row: number[] = [];
    for (let column = 0; column < Column.Count; column++) {
      const value = this.bytes.readUInt32LE(start + column * COLUMN_bytes);
      // sequences and times count up to the end of 32 bits, everything else has a sign
      row.push(column === Column.Sequence || column === Column.Time ? value : value | 0);
    }
    return row;
  }

  /** The sequence of the reading at `index`. */
  sequenceAt(index: number): number {
    return this.bytes.readUInt32LE((this.held[index] as number) * ROW_bytes);
  }

  /** Frees every reading whose sequence lies in the `ranges` (pairs [first, last]). Returns how many. */
  free(ranges: number[]): number {
    const kept: number[] = [];
    for (let i = 0; i < this.held.length; i++) {
      const place = this.held[i] as number;
      if (isIn(ranges, this.sequenceAt(i))) this.unused.push(place);
      else kept.push(place);
    }
    const freed = this.held.length - kept.length;
    this.held = kept;
    return freed;
  }

  /** What was dropped and not yet told, as pairs [first, last]. */
  untoldDropped(): number[] {
    // what grew apart while a report was under way grows together, or a server that never answers would fill the heap
    const merged: number[] = [];
    for (let i = 0; i + 1 < this.dropped.length; i = i + 2) {
      const last = merged.length - 1;
      if (last > 0 && merged[last] === (this.dropped[i] as number) - 1) merged[last] = this.dropped[i + 1] as number;
      else {
        merged.push(this.dropped[i] as number);
        merged.push(this.dropped[i + 1] as number);
      }
    }
    this.dropped = merged;
    this.underWay = merged.length;
    return merged.slice(0);
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
