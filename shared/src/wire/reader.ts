import { NOT_MEASURED } from "./columns";

/** Reads what `Writer` writes. Throws an `Error` that names what is wrong. Portable. */
export class Reader {
  private position: number;

  constructor(
    private readonly buffer: Buffer,
    start: number,
    private readonly end: number,
  ) {
    this.position = start;
  }

  byte(): number {
    if (this.position >= this.end) throw new Error("truncated at byte " + this.position);
    const value = this.buffer[this.position];
    this.position = this.position + 1;
    return value as number;
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      value = value + (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > 9007199254740991) break;
        return value;
      }
      scale = scale * 128;
    }
    throw new Error("too long at byte " + this.position);
  }

  signed(): number {
    const value = this.unsigned();
    // not `%`: DeviceScript's works on 32 bits and is wrong from 2^31 on
    const half = Math.floor(value / 2);
    return value === 2 * half ? half : -1 - half;
  }

  optional(): number {
    const value = this.unsigned();
    return value === 0 ? NOT_MEASURED : value - 1;
  }

  text(): string {
    const length = this.unsigned();
    if (length > 127) throw new Error("too long at byte " + this.position);
    let value = "";
    for (let i = 0; i < length; i++) value = value + String.fromCharCode(this.byte());
    return value;
  }

  /** Jumps over `count` bytes and returns where they began. */
  skip(count: number): number {
    const start = this.position;
    if (start + count > this.end) throw new Error("truncated at byte " + this.end);
    this.position = start + count;
    return start;
  }

  remaining(): number {
    return this.end - this.position;
  }
}
