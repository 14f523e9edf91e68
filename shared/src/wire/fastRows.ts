import { Column, FIRST_LAMP_COLUMN, NOT_MEASURED } from "./columns";
import { ESCAPE, LARGEST_LEARNT, RICE_UNIT, RowModel } from "./rowModel";

/**
 * Unpacks what `RowPacker` packed, as `RowUnpacker` does, and checks the range of every value: the same rows, or an
 * error for the same bytes. Made for servers that read tens of thousands of reports a second: all rows of a stream
 * at once, without an object being made.
 *
 * Everything stands in arrays of this module, which are there once and never replaced, and the inner loop
 * touches only one of them, `work`: V8 looks anew where an array lies and how long it is for each that a loop uses, which
 * was as much work as the rest. Words are read as they lie, lowest byte first, as on every machine that runs Node today but
 * IBM's. What the arrays hold is valid until the next report is read.
 */

/** Longer reports are not read. A report of this version has six sections of at most 16,383 bytes. */
export const LONGEST_REPORT_bytes = 128 * 1024;
/** How many readings a report may hold: a quiet one takes few bits, so its bytes alone do not bound them well. */
export const MOST_READINGS = 4096;
/** What a damaged row can take before the end is noticed: flags, two numbers of 69 bits and 22 escapes with a number each. */
const LONGEST_ROW_bytes = 256;

/** What is known of a column stands in so many words of `work`, its value first. */
const SLOT = 8;
const MEAN = 1;
const STILL = 2;
const LOW = 3;
const HIGH = 4;
/** Where tables begin in `work`, and the report that is read. */
const PLAIN = Column.Count * SLOT;
const ONES_AHEAD = PLAIN + 2 * LARGEST_LEARNT;
/** The bit after the last number that was taken. */
const AFTER_NUMBER = ONES_AHEAD + (1 << ESCAPE);
const INPUT = AFTER_NUMBER + 1;
const work = new Int32Array(INPUT + (LONGEST_REPORT_bytes + LONGEST_ROW_bytes) / 4);
/** The report that is read. What stands behind its end is read but never used. */
export const input = new Uint8Array(work.buffer, INPUT * 4);
/** By row: sequence and time. */
export const sequences = new Float64Array(MOST_READINGS);
export const times = new Float64Array(MOST_READINGS);
/** Row by row, `Column.Count` for each: the values of the columns that were unpacked with `keeps`. */
export const values = new Int32Array(MOST_READINGS * Column.Count);
/** By column: the lowest and highest value that was measured. Where none was, high is below low. */
export const low = new Int32Array(Column.Count);
export const high = new Int32Array(Column.Count);

const COLUMNS: number = Column.Count;
const UNIT: number = RICE_UNIT;
const LEARNT: number = LARGEST_LEARNT;
const ONES: number = ESCAPE;
const ABSENT: number = NOT_MEASURED;
const NO_NUMBER = 63;
/** Bits of a number's length and sign. */
const NUMBER_HEAD = 7;
/** Numbers of so many bits come out of one look: of 32 bits the lowest 7 may be earlier ones. */
const SHORT_NUMBER = 18;
const LONGEST_STEP = 0x800000;
const LONGEST_JUMP = 0x10000;
const LARGEST_VALUE = 0x7fffffff;
const LARGEST_SEQUENCE = 0xffffffff;

for (let doubleMean = 0; doubleMean < 2 * LEARNT; doubleMean++) {
  let plain = 0;
  while (UNIT << plain <= doubleMean) plain += 1;
  work[PLAIN + doubleMean] = plain;
}
for (let bits = 0; bits < 1 << ONES; bits++) {
  let ones = 0;
  while ((bits >> ones) & 1) ones += 1;
  work[ONES_AHEAD + bits] = ones;
}

/** Columns that are packed together. */
export interface Stream {
  hasTime: boolean;
  order: Int32Array;
  lively: number;
  firstStill: Int32Array;
  firstMean: Int32Array;
}

export const readingColumns = streamOf(Column.Sequence, FIRST_LAMP_COLUMN);
export const lampColumns = streamOf(FIRST_LAMP_COLUMN, Column.Count);
const OFF_AT = readingColumns.order.indexOf(Column.Off);

function streamOf(from: number, to: number): Stream {
  const model = new RowModel(from, to);
  const order = Int32Array.from(model.order);
  return {
    hasTime: from === Column.Sequence,
    order,
    lively: model.lively,
    firstStill: order.map((column) => model.still[column] as number),
    firstMean: order.map((column) => model.change[column] as number),
  };
}

/** What came of a stream. */
export const unpacked = {
  /** The index after the last byte used. */
  end: 0,
  /** Every bit that stands in column `Off` of any row. */
  offBits: 0,
};

/** Forgets the rows before: nothing was measured. */
export function clearRange(): void {
  for (let column = 0; column < COLUMNS; column++) {
    low[column] = LARGEST_VALUE;
    high[column] = ABSENT;
  }
}

/**
 * Unpacks `count` rows (at most `MOST_READINGS`) from the bytes [start, end) of `input`. One long loop on purpose: see above.
 *
 * @param keeps whether `values` are wanted; the other arrays are filled anyway
 * @throws Error where the bytes end, or a value is outside the range of its column
 */
export function unpackRows(stream: Stream, start: number, end: number, count: number, keeps: boolean): void {
  const { order, lively, hasTime } = stream;
  const width = order.length;
  begin(stream);
  let sequence = -1;
  let time = 0;
  let step = 900;
  let bit = (INPUT * 4 + start) * 8;
  const lastBit = (INPUT * 4 + end) * 8;
  let offBits = 0;
  for (let row = 0; row < count; row++) {
    const head = bitsAt(bit);
    const flags = head & 1 ? head & 7 : 0;
    bit += head & 1 ? 3 : 1;
    if (hasTime) {
      if (flags & 2) {
        const jump = numberAt(bit);
        const delay = numberAt(work[AFTER_NUMBER] as number);
        bit = work[AFTER_NUMBER] as number;
        const before = time;
        time = time + step * (jump < -LONGEST_JUMP || jump > LONGEST_JUMP ? 1 : jump + 1) + delay;
        const moved = time - before;
        if (jump === 0 && moved > -LONGEST_STEP && moved < LONGEST_STEP) step = moved;
        sequence = sequence + 1 + jump;
      } else {
        sequence += 1;
        time += step;
      }
      if (!(sequence >= 0 && sequence <= LARGEST_SEQUENCE)) throw outside("sequence", sequence);
      if (!(time >= 0 && time <= Number.MAX_SAFE_INTEGER)) throw outside("time", time);
      sequences[row] = sequence;
      times[row] = time;
    }
    const written = flags & 4 ? width : lively;
    bit = unpackValues(written * SLOT, bit);
    if (bit > lastBit) throw new Error(`truncated at byte ${end}`);
    if (row === 0) beginRange(written * SLOT, width * SLOT);
    if (keeps) keep(order, row);
    if (hasTime && flags & 4) {
      const off = work[OFF_AT * SLOT] as number;
      if (off !== ABSENT) offBits |= off;
    }
  }
  for (let i = 0; i < width; i++) {
    low[order[i] as number] = work[i * SLOT + LOW] as number;
    high[order[i] as number] = work[i * SLOT + HIGH] as number;
  }
  if (hasTime) unpacked.offBits = offBits;
  unpacked.end = ((bit + 7) >> 3) - INPUT * 4;
}

/** Unpacks a row's values up to a slot. */
function unpackValues(to: number, from: number): number {
  let bit = from;
  for (let slot = 0; slot < to; slot += SLOT) {
    const word = bit >> 5;
    const held = ((work[word] as number) >>> (bit & 31)) | (((work[word + 1] as number) << 1) << (31 - (bit & 31)));
    const before = work[slot] as number;
    const doubleMean = work[slot + MEAN] as number;
    const ones = work[ONES_AHEAD + (held & 31)] as number;
    let value = 0;
    if (ones < ONES) {
      const plain = work[PLAIN + doubleMean] as number;
      const zigzag = (ones << plain) | ((held >> (ones + 1)) & ((1 << plain) - 1));
      bit += ones + 1 + plain;
      work[slot + MEAN] = (doubleMean >> 1) + (zigzag < LEARNT ? zigzag : LEARNT);
      const change = ((zigzag >>> 1) ^ -(zigzag & 1)) << (work[slot + STILL] as number);
      value = (before + change) | 0;
      // the sign of a sum beyond 32 bits is that of neither
      if (((before ^ value) & (change ^ value)) < 0) throw outside("value", before + change);
    } else {
      value = takeValue(bit + ONES);
      bit = work[AFTER_NUMBER] as number;
      let kept = work[slot + STILL] as number;
      while ((value ^ before) & ((1 << kept) - 1)) kept -= 1;
      work[slot + STILL] = kept;
      work[slot + MEAN] = (doubleMean >> 1) + LEARNT;
    }
    work[slot] = value;
    if (value > (work[slot + HIGH] as number)) work[slot + HIGH] = value;
    if (value < (work[slot + LOW] as number)) {
      if (value < ABSENT) throw outside("value", value);
      if (value > ABSENT) work[slot + LOW] = value;
    }
  }
  return bit;
}

function begin({ order, firstStill, firstMean }: Stream): void {
  for (let i = 0; i < order.length; i++) {
    work[i * SLOT] = 0;
    work[i * SLOT + STILL] = firstStill[i] as number;
    work[i * SLOT + MEAN] = firstMean[i] as number;
    work[i * SLOT + LOW] = LARGEST_VALUE;
    work[i * SLOT + HIGH] = ABSENT;
  }
}

/** Columns that the first row leaves out are 0 in it, which counts as measured. */
function beginRange(from: number, to: number): void {
  for (let slot = from; slot < to; slot += SLOT) {
    work[slot + LOW] = 0;
    work[slot + HIGH] = 0;
  }
}

function keep(order: Int32Array, row: number): void {
  const start = row * COLUMNS;
  for (let i = 0; i < order.length; i++) values[start + (order[i] as number)] = work[i * SLOT] as number;
}

/** A number within the range of a value. */
function takeValue(bit: number): number {
  const value = numberAt(bit);
  if (!(value >= ABSENT && value <= LARGEST_VALUE)) throw outside("value", value);
  return value | 0;
}

/** A number as `BitReader.takeNumber` reads it. */
function numberAt(bit: number): number {
  const head = bitsAt(bit);
  const length = head & 63;
  if (length === NO_NUMBER || length === 0) {
    work[AFTER_NUMBER] = bit + 6;
    return length === 0 ? 0 : ABSENT;
  }
  const isNegative = (head >> 6) & 1;
  work[AFTER_NUMBER] = bit + NUMBER_HEAD + length;
  if (length <= SHORT_NUMBER) {
    const size = (head >> NUMBER_HEAD) & ((1 << length) - 1);
    return isNegative ? -size | 0 : size;
  }
  let value = 0;
  let scale = isNegative ? -1 : 1;
  let at = bit + NUMBER_HEAD;
  for (let left = length; left > 0; left -= 16) {
    const part = bitsAt(at);
    value += (part & ((1 << (left < 16 ? left : 16)) - 1)) * scale;
    scale *= 65536;
    at += 16;
  }
  return value;
}

/** The 32 bits that begin at a bit of `work`. */
function bitsAt(bit: number): number {
  const word = bit >> 5;
  const behind = ((work[word + 1] as number) << 1) << (31 - (bit & 31));
  return ((work[word] as number) >>> (bit & 31)) | behind;
}

function outside(what: string, value: number): Error {
  return new Error(`${what} ${value} is out of range`);
}
