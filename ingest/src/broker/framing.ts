/** What a look at a chunk told. */
export interface Scan {
  /** How many bytes from its beginning may be handed on. */
  passed: number;
  /** A packet that is larger than allowed begins after them; its first bytes start at `body`. */
  oversized?: { size_bytes: number; isPublish: boolean; body: number };
}

const PUBLISH = 3;
/** A packet's length takes at most four bytes (MQTT 3.1.1, section 2.2.3). */
const LENGTH_DIGITS = 4;

/**
 * Follows the MQTT framing of one connection's bytes, without looking into the packets: where one
 * ends, how large the next one is, and whether one has begun. It costs a few steps a packet, never one a byte.
 */
export class Framing {
  /** Whole packets so far. */
  packets = 0;
  /** Bytes of the current packet's body that are still to come. */
  private left = 0;
  private first = 0;
  /** Digits of the length read so far, or -1 between two packets. */
  private digits = -1;
  private size = 0;

  /** Whether a packet has begun and not ended. */
  isWithinPacket(): boolean {
    return this.left > 0 || this.digits >= 0;
  }

  /**
   * Takes the bytes that come next, up to the end of the `most`-th packet that ends in them. What is
   * beyond `passed` is to be handed in again, unless a packet is oversized: then nothing more can be followed.
   *
   * @param limit_bytes how large a packet's body may be
   */
  scan(chunk: Uint8Array, limit_bytes: number, most: number): Scan {
    const end = chunk.length;
    let at = 0;
    let start = 0;
    let whole = 0;
    for (;;) {
      if (this.left > 0) {
        if (this.left > end - at) {
          this.left -= end - at;
          return { passed: end };
        }
        at += this.left;
        this.left = 0;
        this.packets += 1;
        whole += 1;
      }
      if (at === end || whole === most) return { passed: at };
      if (this.digits < 0) {
        start = at;
        this.first = chunk[at] as number;
        this.digits = 0;
        this.size = 0;
        at += 1;
      }
      for (let more = true; more; ) {
        if (at === end) return { passed: end };
        const digit = chunk[at] as number;
        at += 1;
        this.size += (digit & 0x7f) * 128 ** this.digits;
        this.digits += 1;
        more = (digit & 0x80) !== 0 && this.digits < LENGTH_DIGITS;
      }
      this.digits = -1;
      if (this.size > limit_bytes) {
        return {
          passed: start,
          oversized: { size_bytes: this.size, isPublish: this.first >> 4 === PUBLISH, body: at },
        };
      }
      this.left = this.size;
      if (this.size === 0) {
        this.packets += 1;
        whole += 1;
      }
    }
  }
}
