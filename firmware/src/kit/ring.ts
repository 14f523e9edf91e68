import { Column, emptyRow, type Group, GroupClock, NOT_MEASURED } from "../../../shared/src/wire/columns";
import { RowPacker, RowUnpacker } from "../../../shared/src/wire/packedRows";
import { COARSEST, isIn, MOST_LEVEL, MOST_ROWS, NO_ANCHOR, NO_KEY, put, Slot, SLOT_bytes, UNSAVED } from "./slot";

/** There is no slot that takes readings. */
const NONE = -1;
/** So many readings are packed or unpacked at a stretch: some 30,000 of the steps that the chip's runtime allows. */
const STRETCH = 4;
/** Of packed slots that go into one report: packed once more they take about as much. Chosen, for a report of 1.5 kB. */
const MOST_REPORT_bytes = 600;

/**
 * The readings that no server has acknowledged yet, oldest first: slots one after the other in one buffer that is there
 * from the start, the last one open for more. Where it is full the oldest history is thinned: of the slots that were
 * thinned least the oldest loses every second reading. Portable.
 */
export class Ring {
  /** Slots lie in [start, end). */
  readonly bytes: Buffer;
  start = 0;
  end = 0;
  /** Where the open slot lies, or -1. */
  open = NONE;
  /** A slot was closed since whoever keeps them in flash looked last. */
  hasClosed = false;
  /** How many readings are held, and how many were thinned since the start. */
  held = 0;
  thinned = 0;
  /** What `pack` made last. */
  readonly packed = Buffer.alloc(SLOT_bytes);
  packedRows = 0;
  /** Of the boot that takes readings now. */
  anchorUptime_s = NOT_MEASURED;
  anchorTime_s = NOT_MEASURED;
  private packer: RowPacker | undefined;
  private coded = 0;

  /** Who takes readings now. */
  incarnation = 0;
  boot = 0;

  /**
   * @param size_bytes room for at least four slots
   * @param rest see `KitSettings`
   * @param onThinned told which sequences [first, last] of an incarnation are not whole any more
   */
  constructor(
    size_bytes: number,
    private readonly resetCause: number,
    readonly rest: () => void,
    readonly onThinned: (incarnation: number, first: number, last: number) => void,
  ) {
    this.bytes = Buffer.alloc(size_bytes);
  }

  /** An integer of 32 bits without a sign. */
  u32(at: number): number {
    return this.bytes.readUInt32LE(at);
  }

  /** Where the slot after the one at `at` begins. */
  after(at: number): number {
    return at + (this.bytes[at] as number);
  }

  /** How often the slot at `at` was thinned. */
  level(at: number): number {
    return (this.bytes[at + Slot.Level] as number) & 15;
  }

  /** The record of flash that holds the slot at `at`, or `NO_KEY`. */
  key(at: number): number {
    return (this.bytes[at + Slot.Key] as number) & NO_KEY;
  }

  /** Readings of another life of the numbering than the present one are older than those of the present one. */
  oldestIncarnation(): number {
    return this.held === 0 ? this.incarnation : this.u32(this.start + Slot.Incarnation);
  }

  /** Sequence of the oldest reading; `NOT_MEASURED` where none is held. */
  oldest(): number {
    return this.held === 0 ? NOT_MEASURED : this.u32(this.start + Slot.First);
  }

  /** Keeps a reading, in a new slot where the open one is full. */
  push(row: number[]): void {
    if (this.open !== NONE && this.add(row)) return;
    const at = this.makeRoom();
    this.bytes[at + Slot.Count] = 0;
    this.bytes[at + Slot.Level] = (this.resetCause === NOT_MEASURED ? 0 : this.resetCause + 1) << 4;
    this.bytes[at + Slot.Key] = NO_KEY;
    put(this.bytes, at + Slot.Incarnation, this.incarnation);
    put(this.bytes, at + Slot.Boot, this.boot);
    put(this.bytes, at + Slot.AnchorUptime_s, this.anchorUptime_s === NOT_MEASURED ? NO_ANCHOR : this.anchorUptime_s);
    put(this.bytes, at + Slot.AnchorTime_s, this.anchorTime_s);
    put(this.bytes, at + Slot.First, row[Column.Sequence] as number);
    this.open = at;
    this.packer = new RowPacker(this.bytes, at + Slot.Rows, at + SLOT_bytes, 0, Column.Count);
    this.add(row);
  }

  /** Keeps a slot that flash held under `key`, behind all others. */
  load(record: Buffer, from: number, key: number): void {
    const at = this.makeRoom();
    const size = record[from] as number;
    this.bytes.set(record.slice(from, from + size), at);
    this.bytes[at + Slot.Key] = key;
    this.end = at + size;
    this.held = this.held + (this.bytes[at + Slot.Count] as number);
    const uptime_s = this.u32(at + Slot.AnchorUptime_s);
    if (uptime_s !== NO_ANCHOR) this.setAnchor(this.u32(at + Slot.Boot), uptime_s, this.u32(at + Slot.AnchorTime_s));
  }

  /** All readings of a boot are placed by the last server time that was known in it. */
  setAnchor(boot: number, uptime_s: number, time_s: number): void {
    for (let at = this.start; at < this.end; at = this.after(at)) {
      if (this.u32(at + Slot.Boot) !== boot) continue;
      put(this.bytes, at + Slot.AnchorUptime_s, uptime_s);
      put(this.bytes, at + Slot.AnchorTime_s, time_s);
    }
  }

  /** Frees every reading of an incarnation whose sequence lies in the `ranges` (pairs [first, last]). Returns how many. */
  free(incarnation: number, ranges: number[]): number {
    const before = this.held;
    let next = this.start;
    while (next < this.end) {
      const at = next;
      next = this.after(at);
      if (this.u32(at + Slot.Incarnation) !== incarnation) continue;
      // most slots are acknowledged as a whole
      if (isIn(ranges, this.u32(at + Slot.First), this.u32(at + Slot.Last))) this.replace(at, next, 0, 0);
      else {
        const size = this.pack(at, next, 0, ranges);
        if (size >= 0 && size <= next - at && this.packedRows < (this.bytes[at + Slot.Count] as number)) {
          this.replace(at, next, size, this.packedRows);
        }
      }
    }
    return before - this.held;
  }

  /**
   * Groups for a report: `current` first, so that the server knows the kit's state now, then the oldest that are held,
   * all of one incarnation. The present boot has a group even without a reading: by it the server sees that the others
   * are of earlier boots.
   *
   * @param current the newest reading; empty where it is not held any more
   * @param most how many readings
   */
  groups(current: number[], most: number): Group[] {
    const incarnation = this.oldestIncarnation();
    if (incarnation !== this.incarnation) current = [];
    const hasCurrent = current.length > 0;
    const present = groupOf(this.boot, this.resetCause, this.anchorUptime_s, this.anchorTime_s);
    const groups = [present];
    let left = most;
    if (hasCurrent) {
      present.rows.push(current);
      left = left - 1;
    }
    let group = present;
    for (let at = this.start; at < this.end; at = this.after(at)) {
      if (this.u32(at + Slot.Incarnation) !== incarnation || at - this.start > MOST_REPORT_bytes) break;
      const boot = this.u32(at + Slot.Boot);
      const unpacker = this.unpacker(at);
      for (let i = this.bytes[at + Slot.Count] as number; i > 0 && left > 0; i--) {
        const row = emptyRow();
        unpacker.next(row);
        this.restAtTimes();
        row[Column.Sequence] = (row[Column.Sequence] as number) * (1 << this.level(at));
        if (hasCurrent && row[Column.Sequence] === current[Column.Sequence]) continue;
        if (group.boot !== boot || (hasCurrent && group === present)) {
          const cause = (this.bytes[at + Slot.Level] as number) >> 4;
          const uptime_s = this.u32(at + Slot.AnchorUptime_s);
          group = groupOf(
            boot,
            cause === 0 ? NOT_MEASURED : cause - 1,
            uptime_s === NO_ANCHOR ? NOT_MEASURED : uptime_s,
            this.u32(at + Slot.AnchorTime_s),
          );
          groups.push(group);
        }
        group.rows.push(row);
        left = left - 1;
      }
    }
    return groups;
  }

  /**
   * Packs the readings of the slots in [from, to) into `packed`, without those that a level leaves out and those in the
   * `ranges`; slots of one boot become one. Their number is in `packedRows` then.
   *
   * @returns the size, or -1 where they do not fit
   */
  pack(from: number, to: number, level: number, ranges: number[]): number {
    const { packed } = this;
    const row = emptyRow();
    let packer: RowPacker | undefined;
    let begins = 0;
    let size = 0;
    this.packedRows = 0;
    for (let at = from; at < to; at = this.after(at)) {
      const unpacker = this.unpacker(at);
      const finest = this.level(at);
      const coarser = finest < level ? level : finest;
      if (((packed[begins + Slot.Level] as number) & 15) !== coarser) packer = undefined;
      // incarnation and boot stand side by side
      for (let j: number = Slot.Incarnation; j < Slot.AnchorUptime_s; j++) {
        if (this.bytes[at + j] !== packed[begins + j]) packer = undefined;
      }
      for (let i = this.bytes[at + Slot.Count] as number; i > 0; i--) {
        unpacker.next(row);
        this.restAtTimes();
        const sequence = (row[Column.Sequence] as number) * (1 << finest);
        // the first reading of a numbering is there at every level: too many numberings have no place together
        if (level > MOST_LEVEL || (sequence & ((1 << level) - 1)) !== 0 || isIn(ranges, sequence, sequence)) continue;
        if (packer === undefined) {
          begins = size;
          if (begins + Slot.Rows > SLOT_bytes) return NONE;
          packed.set(this.bytes.slice(at, at + Slot.Rows), begins);
          packed[begins + Slot.Level] = ((packed[begins + Slot.Level] as number) & 240) | coarser;
          packed[begins + Slot.Count] = 0;
          put(packed, begins + Slot.First, sequence);
          packer = new RowPacker(packed, begins + Slot.Rows, SLOT_bytes, 0, Column.Count);
        }
        row[Column.Sequence] = sequence / (1 << coarser);
        if (packed[begins + Slot.Count] === MOST_ROWS || !packer.add(row)) return NONE;
        this.packedRows = this.packedRows + 1;
        packed[begins + Slot.Count] = (packed[begins + Slot.Count] as number) + 1;
        put(packed, begins + Slot.Last, sequence);
        size = packer.finish();
        packed[begins] = size - begins;
      }
    }
    return size;
  }

  /** The chip's runtime ends a program that does too much at a stretch. */
  private restAtTimes(): void {
    this.coded = this.coded + 1;
    if (this.coded % STRETCH === 0) this.rest();
  }

  /** Moves at most a slot's size of bytes. Not byte by byte: the chip counts steps. */
  private move(from: number, to: number, size: number): void {
    this.bytes.set(this.bytes.slice(from, from + size), to);
  }

  private unpacker(at: number): RowUnpacker {
    return new RowUnpacker(this.bytes, at + Slot.Rows, this.after(at), 0, Column.Count);
  }

  /** Adds a reading to the open slot. Returns false where it does not fit. */
  private add(row: number[]): boolean {
    const { bytes, open } = this;
    const packer = this.packer as RowPacker;
    const count = bytes[open + Slot.Count] as number;
    if (count === MOST_ROWS || !packer.add(row)) return false;
    this.end = packer.finish();
    bytes[open] = this.end - open;
    bytes[open + Slot.Count] = count + 1;
    bytes[open + Slot.Key] = (bytes[open + Slot.Key] as number) | UNSAVED;
    put(bytes, open + Slot.Last, row[Column.Sequence] as number);
    this.held = this.held + 1;
    return true;
  }

  /** What is taken next begins another slot. */
  close(): void {
    this.open = NONE;
    this.hasClosed = true;
  }

  /** Closes the open slot and returns where the next one can begin. */
  private makeRoom(): number {
    this.close();
    while (this.bytes.length - this.end + this.start < SLOT_bytes) this.thin();
    if (this.end + SLOT_bytes > this.bytes.length) {
      const size = this.end - this.start;
      for (let i = 0; i < size; i = i + SLOT_bytes) this.move(this.start + i, i, Math.min(SLOT_bytes, size - i));
      this.start = 0;
      this.end = size;
    }
    return this.end;
  }

  /** Of the slots thinned least the oldest loses every second reading; what can be thinned no more loses its oldest slot. */
  private thin(): void {
    let least = COARSEST;
    let from = this.start;
    let before = NONE;
    let previous = NONE;
    for (let at = this.start; at < this.end; at = this.after(at)) {
      const level = this.level(at);
      if (level < least) {
        least = level;
        from = at;
        before = previous;
      }
      previous = at;
    }
    const to = this.after(from);
    this.onThinned(this.u32(from + Slot.Incarnation), this.u32(from + Slot.First), this.u32(from + Slot.Last));
    const had = this.held;
    let size = NONE;
    if (least < COARSEST) {
      // with what was thinned before it, where both fit: slots that hold little would be all header
      if (before !== NONE && this.level(before) === least + 1 && this.key(before) === this.key(from)) {
        size = this.pack(before, to, least + 1, []);
      }
      if (size !== NONE) from = before;
      else size = this.pack(from, to, least + 1, []);
    }
    if (size === NONE || size > to - from) this.replace(from, to, 0, 0);
    else this.replace(from, to, size, this.packedRows);
    this.thinned = this.thinned + had - this.held;
  }

  /** Puts the first `size` bytes of `packed` in the place of the slots in [from, to). */
  private replace(from: number, to: number, size: number, rows: number): void {
    const { bytes } = this;
    for (let at = from; at < to; at = this.after(at)) this.held = this.held - (bytes[at + Slot.Count] as number);
    this.held = this.held + rows;
    // the open slot takes no more: what comes next begins another
    if (this.open >= from && this.open < to) this.close();
    const gap = to - from - size;
    bytes.set(this.packed.slice(0, size), to - size);
    // the older ones move up: acknowledgements free the oldest, so there are few
    let left = from - this.start;
    while (left > 0) {
      const part = Math.min(left, SLOT_bytes);
      left = left - part;
      this.move(this.start + left, this.start + left + gap, part);
    }
    this.start = this.start + gap;
  }
}

function groupOf(boot: number, resetCause: number, anchorUptime_s: number, anchorTime_s: number): Group {
  return { boot, resetCause, anchorUptime_s, anchorTime_s, clock: GroupClock.Uptime_s, rows: [] };
}
