import { type Group, NOT_MEASURED } from "./columns";
import { RowPacker } from "./packedRows";

/** So many rows are packed at a stretch. */
const STRETCH = 4;

/**
 * Writes integers of up to 53 bits into a buffer of fixed size, seven bits a byte, lowest first
 * (the "varint" of Protocol Buffers). Portable.
 */
export class Writer {
  private length = 0;

  constructor(private readonly buffer: Buffer) {}

  byte(value: number): void {
    if (this.length >= this.buffer.length) throw new RangeError("report does not fit its buffer");
    this.buffer[this.length] = value & 0xff;
    this.length = this.length + 1;
  }

  /** An integer of at least 0. */
  unsigned(value: number): void {
    while (value >= 0x80) {
      if (value < 0x40000000) {
        this.byte((value & 0x7f) | 0x80);
        value = value >> 7;
      } else {
        // not `%`: DeviceScript's works on 32 bits and is wrong from 2^31 on
        const rest = Math.floor(value / 128);
        this.byte(value - rest * 128 + 128);
        value = rest;
      }
    }
    this.byte(value);
  }

  /** An integer of either sign: 0, -1, 1, -2 … become 0, 1, 2, 3 …. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** An integer of at least 0 that may be `NOT_MEASURED`. */
  optional(value: number): void {
    this.unsigned(value === NOT_MEASURED ? 0 : value + 1);
  }

  /** ASCII text of at most 127 characters. */
  text(value: string): void {
    this.unsigned(value.length);
    for (let i = 0; i < value.length; i++) this.byte(value.charCodeAt(i));
  }

  /** Starts a section: writes its number and leaves two bytes for its length. Returns its start. */
  beginSection(section: number): number {
    this.byte(section);
    this.byte(0);
    this.byte(0);
    return this.length;
  }

  /** Ends the section that starts at `start` by filling in its length (at most 16,383 bytes). */
  endSection(start: number): void {
    const size = this.length - start;
    if (size > 0x3fff) throw new RangeError("report does not fit its buffer");
    this.buffer[start - 2] = (size & 0x7f) | 0x80;
    this.buffer[start - 1] = size >> 7;
  }

  /** Packs the columns [from, to) of the rows of all groups, with a rest after every few. */
  rows(groups: Group[], from: number, to: number, rest: () => void): void {
    const packer = new RowPacker(this.buffer, this.length, this.buffer.length, from, to);
    let packed = 0;
    for (const group of groups) {
      for (const row of group.rows) {
        if (!packer.add(row)) throw new RangeError("report does not fit its buffer");
        packed = packed + 1;
        if (packed % STRETCH === 0) rest();
      }
    }
    this.length = packer.finish();
  }

  /** What was written, as a buffer of its own size. */
  finish(): Buffer {
    return this.buffer.slice(0, this.length);
  }
}
