import { NOT_MEASURED } from "./columns";
import { input } from "./fastRows";

/** Reads what `Writer` writes from the bytes of `input`, as `Reader` does. One object serves report after report. */
export class ByteReader {
  position = 0;
  end = 0;

  /** Goes on with the bytes [position, end). */
  enter(position: number, end: number): void {
    this.position = position;
    this.end = end;
  }

  byte(): number {
    if (this.position >= this.end) throw new Error(`truncated at byte ${this.position}`);
    return input[this.position++] as number;
  }

  unsigned(): number {
    const first = this.byte();
    return first < 0x80 ? first : this.longer(first & 0x7f);
  }

  optional(): number {
    const value = this.unsigned();
    return value === 0 ? NOT_MEASURED : value - 1;
  }

  /** Jumps over `count` bytes. */
  skip(count: number): void {
    if (this.position + count > this.end) throw new Error(`truncated at byte ${this.end}`);
    this.position += count;
  }

  private longer(lowest: number): number {
    let value = lowest;
    let scale = 128;
    for (let i = 1; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      scale *= 128;
    }
    throw new Error(`too long at byte ${this.position}`);
  }
}
