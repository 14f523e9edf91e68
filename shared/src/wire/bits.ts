import { NOT_MEASURED } from "./columns";

/** Length that stands for `NOT_MEASURED` where a number is written. */
const NO_NUMBER = 63;

/**
 * Bits in a part of a buffer, lowest first within a byte. A *number* is its length in bits (6 bits; 63 for
 * `NOT_MEASURED`), its sign unless it is 0 (one bit, 1 = negative), and that many bits. Portable.
 */
export class BitWriter {
  /** Index of the byte that is being filled, and what of it is not written yet. */
  position: number;
  held = 0;
  filled = 0;

  constructor(
    private readonly bytes: Buffer,
    start: number,
    private readonly end: number,
  ) {
    this.position = start;
  }

  /** Writes the lowest `count` bits (at most 24) of a value that has no others. What is beyond the end goes nowhere. */
  put(value: number, count: number): void {
    let held = this.held | (value << this.filled);
    let filled = this.filled + count;
    while (filled >= 8) {
      if (this.position < this.end) this.bytes[this.position] = held & 0xff;
      this.position = this.position + 1;
      held = held >> 8;
      filled = filled - 8;
    }
    this.held = held;
    this.filled = filled;
  }

  /** Writes an integer of up to 53 bits and a sign, or `NOT_MEASURED`. */
  putNumber(value: number): void {
    if (value === NOT_MEASURED) {
      this.put(NO_NUMBER, 6);
      return;
    }
    let rest = value < 0 ? -value : value;
    let length = 0;
    if (rest < 65536) {
      // nearly all numbers: at once, in few steps of the interpreter
      while (rest >> length > 0) length = length + 1;
      this.put(length | (value < 0 ? 64 : 0) | (rest << 7), length > 0 ? length + 7 : 6);
      return;
    }
    for (let scale = 1; scale <= rest; scale = scale * 2) length = length + 1;
    this.put(length, 6);
    this.put(value < 0 ? 1 : 0, 1);
    while (length > 0) {
      const high = Math.floor(rest / 65536);
      this.put(rest - high * 65536, length < 16 ? length : 16);
      rest = high;
      length = length - 16;
    }
  }

  /** Whether everything that was put found room. */
  fits(): boolean {
    return this.position + (this.filled > 0 ? 1 : 0) <= this.end;
  }

  /** Writes the byte that is being filled, its upper bits 0; more may follow. Returns the index after the last byte used. */
  finish(): number {
    if (this.filled === 0) return this.position;
    this.bytes[this.position] = this.held;
    return this.position + 1;
  }
}

/** Reads what `BitWriter` writes; beyond the end there are zeros, and `check` tells. Portable. */
export class BitReader {
  /** Bits that were taken from the buffer, the next one lowest. */
  held = 0;
  filled = 0;
  private position: number;

  constructor(
    private readonly bytes: Buffer,
    start: number,
    private readonly end: number,
  ) {
    this.position = start;
  }

  /** The next byte of the buffer, 0 beyond the end. */
  next(): number {
    const at = this.position;
    this.position = at + 1;
    return at < this.end ? (this.bytes[at] as number) : 0;
  }

  /** The next `count` bits, at most 16. */
  take(count: number): number {
    while (this.filled < count) {
      this.held = this.held | (this.next() << this.filled);
      this.filled = this.filled + 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held = this.held >> count;
    this.filled = this.filled - count;
    return value;
  }

  /** A number as `putNumber` writes it; of changed bytes also a larger one, up to 2^62. */
  takeNumber(): number {
    let length = this.take(6);
    if (length === NO_NUMBER) return NOT_MEASURED;
    if (length === 0) return 0;
    const sign = 1 - 2 * this.take(1);
    let value = 0;
    let scale = sign;
    while (length > 0) {
      value = value + this.take(length < 16 ? length : 16) * scale;
      scale = scale * 65536;
      length = length - 16;
    }
    return value;
  }

  /**
   * The index after the last byte of which something was taken.
   *
   * @throws Error where more was taken than there is
   */
  taken(): number {
    const at = this.position - (this.filled >> 3);
    if (at > this.end) throw new Error("truncated at byte " + this.end);
    return at;
  }
}
