/**
 * Numbers that never repeat: a kit keeps in flash the first sequence that it has not set aside, takes sequences only
 * from blocks that flash has, and starts above them after a reset. Where flash does not keep a block, the kit begins
 * another life of its numbering (an incarnation) before it would use a number of it. Portable.
 */

/** How many sequences are set aside with one write to flash. */
const SEQUENCE_BLOCK = 256;
/** So many before the end of a block the next one is set aside: a day at 15 minutes to try in. Chosen. */
const AHEAD = 96;
/** Flash knows nothing of this incarnation: no other boot can take a number of it. */
const UNLIMITED = 4294967296;

/** A number in [0, 1) of four random bytes. */
export function fractionOf(a: number, b: number, c: number, d: number): number {
  return (a + (b << 8) + (c << 16)) / 16777216 + d / 4294967296;
}

export class Numbering {
  incarnation = 0;
  /** Counts the starts of the kit. */
  boot = 1;
  /** The next sequence. */
  sequence = 0;
  /** Sequences from here on are not set aside. */
  private limit = UNLIMITED;
  private asked = 0;

  /**
   * @param stored incarnation, first sequence that is not set aside, and boot, as flash held them; else empty
   * @param random a random number in [0, 1), another one in each boot
   */
  constructor(
    stored: number[],
    private random: number,
  ) {
    if (stored.length !== 3) {
      this.renew();
      return;
    }
    this.incarnation = stored[0] as number;
    this.sequence = stored[1] as number;
    this.limit = this.sequence;
    this.boot = (stored[2] as number) + 1;
  }

  /** Sees to it that the next sequence may be used. */
  prepare(): void {
    if (this.sequence >= this.limit) this.renew();
  }

  /** Whether flash is to set the next block aside. */
  isDue(): boolean {
    return this.limit === UNLIMITED || this.sequence + AHEAD >= this.limit;
  }

  /** What flash is to hold now. */
  record(): number[] {
    this.asked = this.sequence + SEQUENCE_BLOCK;
    return [this.incarnation, this.asked, this.boot];
  }

  /** Whether flash holds the record. Where it seems not to, and it knows nothing older of this incarnation, it may yet. */
  done(isKept: boolean): void {
    if (isKept || this.limit === UNLIMITED) this.limit = this.asked;
  }

  private renew(): void {
    this.incarnation = 1 + Math.floor(this.random * 4294967294);
    this.sequence = 0;
    this.limit = UNLIMITED;
    // for the next time in this boot
    const next = this.random * 9301 + 0.49297;
    this.random = next - Math.floor(next);
  }
}
