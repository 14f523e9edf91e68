import { Reader } from "@yeelen/shared/wire/reader";
import { Writer } from "@yeelen/shared/wire/writer";

/** So many sequences share a chunk: six weeks of readings, one every quarter of an hour. */
export const CHUNK_SEQUENCES = 4096;
const WORDS = CHUNK_SEQUENCES / 32;

/** The coding of a chunk: ranges, or its bits as they are where that takes less room. */
const enum Coding {
  Ranges = 0,
  Bits = 1,
}

/** What is known of the sequences of a chunk, in figures. */
export interface ChunkFigures {
  /** How many were delivered. */
  readings: number;
  /** How many the kit told as thinned or lost, and that were not delivered. */
  thinned: number;
  /** How many stretches between known sequences are neither delivered nor told as dropped. */
  gaps: number;
  /** Whether the chunk's first, and its last, sequence is neither delivered nor told as dropped. */
  isLeadOpen: boolean;
  isTailOpen: boolean;
}

/** Which of a chunk's sequences (0 to 4095, counted from its first) were delivered, and which were told as dropped. */
export class SequenceChunk {
  private readonly delivered = new Int32Array(WORDS);
  private readonly dropped = new Int32Array(WORDS);

  /** Whether any of the sequences from `first` to `last` was delivered. */
  hasAny(first: number, last: number): boolean {
    for (let word = first >> 5; word <= last >> 5; word++) {
      if ((this.delivered[word] as number) & maskOf(word, first, last)) return true;
    }
    return false;
  }

  /** @throws Error where one of them was delivered before: a reading counts once */
  deliver(first: number, last: number): void {
    if (this.hasAny(first, last)) throw new Error("a reading would be kept twice");
    setRange(this.delivered, first, last);
  }

  /** Whether all of the sequences from `first` to `last` were told as dropped. */
  hasAllDropped(first: number, last: number): boolean {
    for (let word = first >> 5; word <= last >> 5; word++) {
      const mask = maskOf(word, first, last);
      if (((this.dropped[word] as number) & mask) !== mask) return false;
    }
    return true;
  }

  /** The ranges that were told as dropped: pairs [first, last], one after the other. */
  droppedRanges(): number[] {
    return rangesOf(this.dropped);
  }

  drop(first: number, last: number): void {
    setRange(this.dropped, first, last);
  }

  figures(): ChunkFigures {
    let readings = 0;
    let thinned = 0;
    let ends = 0;
    let before = 0;
    for (let word = 0; word < WORDS; word++) {
      const delivered = this.delivered[word] as number;
      const dropped = this.dropped[word] as number;
      const known = delivered | dropped;
      readings += ones(delivered);
      thinned += ones(dropped & ~delivered);
      // bits that are not known though the one before them is
      ends += ones(~known & ((known << 1) | before));
      before = known >>> 31;
    }
    const isTailOpen = before === 0;
    const isLeadOpen = ((this.delivered[0] as number) & 1) === 0 && ((this.dropped[0] as number) & 1) === 0;
    const isEmpty = readings + thinned === 0;
    return { readings, thinned, gaps: isEmpty ? 0 : ends - (isTailOpen ? 1 : 0), isLeadOpen, isTailOpen };
  }

  encode(): Buffer {
    const buffer = Buffer.allocUnsafe(8 * WORDS);
    const writer = new Writer(buffer);
    writer.byte(Coding.Ranges);
    try {
      for (const bits of [this.delivered, this.dropped]) {
        const ranges = rangesOf(bits);
        writer.unsigned(ranges.length / 2);
        let at = 0;
        for (const edge of ranges) {
          writer.unsigned(edge - at);
          at = edge;
        }
      }
      return Buffer.from(writer.finish());
    } catch {
      return Buffer.concat([Buffer.of(Coding.Bits), bytesOfBits(this.delivered), bytesOfBits(this.dropped)]);
    }
  }

  static decode(bytes: Buffer): SequenceChunk {
    const chunk = new SequenceChunk();
    if (bytes[0] === Coding.Bits) {
      for (let word = 0; word < WORDS; word++) {
        chunk.delivered[word] = bytes.readInt32LE(1 + 4 * word);
        chunk.dropped[word] = bytes.readInt32LE(1 + 4 * (WORDS + word));
      }
      return chunk;
    }
    const reader = new Reader(bytes, 1, bytes.length);
    for (const bits of [chunk.delivered, chunk.dropped]) {
      let at = 0;
      for (let left = reader.unsigned(); left > 0; left--) {
        const first = at + reader.unsigned();
        at = first + reader.unsigned();
        setRange(bits, first, at);
      }
    }
    return chunk;
  }
}

/** The bits of a word that stand for sequences from `first` to `last`. */
function maskOf(word: number, first: number, last: number): number {
  const from = word === first >> 5 ? first & 31 : 0;
  const to = word === last >> 5 ? last & 31 : 31;
  return (-1 << from) & (-1 >>> (31 - to));
}

function setRange(bits: Int32Array, first: number, last: number): void {
  for (let word = first >> 5; word <= last >> 5; word++)
    bits[word] = (bits[word] as number) | maskOf(word, first, last);
}

/** Pairs [first, last], one after the other. */
function rangesOf(bits: Int32Array): number[] {
  const ranges: number[] = [];
  let isIn = false;
  for (let i = 0; i < CHUNK_SEQUENCES; i++) {
    const word = bits[i >> 5] as number;
    // a word of one kind goes on as it began
    if ((i & 31) === 0 && word === (isIn ? -1 : 0)) {
      i += 31;
      continue;
    }
    const isSet: boolean = ((word >>> (i & 31)) & 1) === 1;
    if (isSet === isIn) continue;
    ranges.push(isSet ? i : i - 1);
    isIn = isSet;
  }
  if (isIn) ranges.push(CHUNK_SEQUENCES - 1);
  return ranges;
}

function bytesOfBits(bits: Int32Array): Buffer {
  const bytes = Buffer.allocUnsafe(4 * WORDS);
  bits.forEach((word, i) => bytes.writeInt32LE(word, 4 * i));
  return bytes;
}

function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
