import { BitReader, BitWriter } from "./bits";
import { Column } from "./columns";
import { ESCAPE, LARGEST_LEARNT, RICE_UNIT, RowModel } from "./rowModel";

/** A change above so many units is written as a number: what is below stays within the 32 bits of bit operations. */
const LARGEST_CHANGE = 0xffff;
/** Bits of the longest change that is not a number: four ones, a zero, and the six bits that the largest mean gives. */
const LONGEST_CODE = 11;

/**
 * Packs rows without loss, each as its difference to the row before, in as few bits as the rows so far
 * suggest: a Rice code whose parameter follows each column. `docs/wire.md` describes the bits. A packer
 * of the columns [0, n) takes sequence and time too; one that begins further on leaves them out.
 * How many rows there are is not written.
 *
 * The loops are laid out for few steps of the chip's interpreter, which stops a program that takes
 * 131,072 of them without a pause (`DEVS_MAX_STEPS`): a row of all columns takes about 2,900 by day, packed or
 * unpacked, and more where every sensor jumps. Whoever does both for many rows pauses between. Portable.
 */
export class RowPacker {
  private readonly bits: BitWriter;
  private readonly model: RowModel;
  private isFull = false;

  /** Packs the columns [from, to), where `from` is 0 or above 1, into the bytes [start, end) of a buffer. */
  constructor(bytes: Buffer, start: number, end: number, from: number, to: number) {
    this.bits = new BitWriter(bytes, start, end);
    this.model = new RowModel(from, to);
  }

  /**
   * Packs another row.
   *
   * @returns false where it does not fit: then this packer takes nothing any more, and what is in it stays valid
   */
  add(row: number[]): boolean {
    const bits = this.bits;
    const position = bits.position;
    const held = bits.held;
    const filled = bits.filled;
    if (!this.isFull) {
      this.put(row);
      if (bits.fits()) return true;
    }
    this.isFull = true;
    bits.position = position;
    bits.held = held;
    bits.filled = filled;
    return false;
  }

  /** @returns the index in the buffer after the last byte used. More rows may follow. */
  finish(): number {
    return this.bits.finish();
  }

  private put(row: number[]): void {
    const bits = this.bits;
    const model = this.model;
    const order = model.order;
    const lastValues = model.last;
    const changes = model.change;
    let count = model.lively;
    let flags = 1;
    for (let i = count; i < order.length; i++) {
      const column = order[i] as number;
      if (row[column] !== lastValues[column]) flags = 5;
    }
    if (flags > 1) count = order.length;
    if (model.from === 0) {
      const time = row[Column.Time] as number;
      const jump = (row[Column.Sequence] as number) - model.sequence - 1;
      const delay = time - model.expected(jump);
      model.move(jump, time);
      if (jump !== 0 || delay !== 0) {
        bits.put(flags | 2, 3);
        bits.putNumber(jump);
        bits.putNumber(delay);
        flags = 0;
      }
    }
    // bits gather here and are put a dozen at a time
    let held = 0;
    let filled = 0;
    if (flags === 1) filled = 1;
    else if (flags > 1) bits.put(flags, 3);
    for (let i = 0; i < count; i++) {
      const column = order[i] as number;
      const value = row[column] as number;
      const last = lastValues[column] as number;
      const mean = changes[column] as number;
      if (filled > 12) {
        bits.put(held, filled);
        held = 0;
        filled = 0;
      }
      if (value === last && mean < RICE_UNIT) {
        filled = filled + 1;
        changes[column] = mean >> 1;
        continue;
      }
      let plain = 0;
      while (RICE_UNIT << plain <= mean) plain = plain + 1;
      const change = value - last;
      const still = model.still[column] as number;
      let zigzag = -1;
      if (change >= -LARGEST_CHANGE && change <= LARGEST_CHANGE && (change & ((1 << still) - 1)) === 0) {
        zigzag = ((change >> still) << 1) ^ (change >> 31);
      }
      const ones = zigzag >> plain;
      if (ones < 0 || ones >= ESCAPE) {
        bits.put(held | (((1 << ESCAPE) - 1) << filled), filled + ESCAPE);
        held = 0;
        filled = 0;
        bits.putNumber(value);
        model.jumpTo(column, value);
      } else {
        held = held | (((1 << ones) - 1) << filled) | ((zigzag & ((1 << plain) - 1)) << (filled + ones + 1));
        filled = filled + ones + 1 + plain;
        lastValues[column] = value;
        changes[column] = (mean >> 1) + (zigzag < LARGEST_LEARNT ? zigzag : LARGEST_LEARNT);
      }
    }
    bits.put(held, filled);
  }
}

/** Gives back, in their order, the rows that a `RowPacker` of the same columns packed. Portable. */
export class RowUnpacker {
  private readonly bits: BitReader;
  private readonly model: RowModel;

  /** Unpacks the columns [from, to) from the bytes [start, end) of a buffer. */
  constructor(
    bytes: Buffer,
    private readonly start: number,
    end: number,
    from: number,
    to: number,
  ) {
    this.bits = new BitReader(bytes, start, end);
    this.model = new RowModel(from, to);
  }

  /**
   * Fills the columns [from, to) of `row`. What changed bytes give may lie outside the range of a column.
   *
   * @throws Error where the bytes end
   */
  next(row: number[]): void {
    const bits = this.bits;
    const model = this.model;
    const order = model.order;
    const lastValues = model.last;
    const changes = model.change;
    const flags = bits.take(1) > 0 ? bits.take(2) : 0;
    if (model.from === 0) {
      let jump = 0;
      let delay = 0;
      if (flags & 1) {
        jump = bits.takeNumber();
        delay = bits.takeNumber();
      }
      model.move(jump, model.expected(jump) + delay);
      row[Column.Sequence] = model.sequence;
      row[Column.Time] = model.time;
    }
    let held = bits.held;
    let filled = bits.filled;
    const count = flags > 1 ? order.length : model.lively;
    for (let i = 0; i < order.length; i++) {
      const column = order[i] as number;
      let value = lastValues[column] as number;
      if (i < count) {
        while (filled < LONGEST_CODE) {
          held = held | (bits.next() << filled);
          filled = filled + 8;
        }
        const mean = changes[column] as number;
        let ones = 0;
        if (mean < RICE_UNIT && (held & 1) === 0) {
          held = held >> 1;
          filled = filled - 1;
          changes[column] = mean >> 1;
        } else {
          while (ones < ESCAPE && (held & 1) > 0) {
            ones = ones + 1;
            held = held >> 1;
          }
          if (ones === ESCAPE) {
            bits.held = held;
            bits.filled = filled - ESCAPE;
            value = bits.takeNumber();
            held = bits.held;
            filled = bits.filled;
            model.jumpTo(column, value);
          } else {
            let plain = 0;
            while (RICE_UNIT << plain <= mean) plain = plain + 1;
            held = held >> 1;
            const zigzag = (ones << plain) | (held & ((1 << plain) - 1));
            held = held >> plain;
            filled = filled - ones - 1 - plain;
            changes[column] = (mean >> 1) + (zigzag < LARGEST_LEARNT ? zigzag : LARGEST_LEARNT);
            value = value + ((zigzag >> 1) ^ -(zigzag & 1)) * (1 << (model.still[column] as number));
            lastValues[column] = value;
          }
        }
      }
      row[column] = value;
    }
    bits.held = held;
    bits.filled = filled;
    bits.taken();
  }

  /** How many bytes the rows so far took. */
  used(): number {
    return this.bits.taken() - this.start;
  }
}
