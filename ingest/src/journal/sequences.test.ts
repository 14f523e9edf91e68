import { describe, expect, it } from "vitest";
import { CHUNK_SEQUENCES, SequenceChunk } from "./sequences";

/** Numbers from 0 to 1, the same for the same seed (Park and Miller's generator). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** What a chunk says, counted one sequence after the other. */
function figuresOf(delivered: ReadonlySet<number>, dropped: ReadonlySet<number>) {
  const isKnown = (i: number) => delivered.has(i) || dropped.has(i);
  const known = Array.from({ length: CHUNK_SEQUENCES }, (_, i) => i).filter(isKnown);
  return {
    readings: delivered.size,
    thinned: [...dropped].filter((i) => !delivered.has(i)).length,
    gaps: known.filter((i, at) => at > 0 && known[at - 1] !== i - 1).length,
    isLeadOpen: !isKnown(0),
    isTailOpen: !isKnown(CHUNK_SEQUENCES - 1),
  };
}

describe("a chunk of sequences", () => {
  it("is empty at first", () => {
    const open = { readings: 0, thinned: 0, gaps: 0, isLeadOpen: true, isTailOpen: true };
    expect(new SequenceChunk().figures()).toEqual(open);
    expect(SequenceChunk.decode(new SequenceChunk().encode()).figures()).toEqual(open);
  });

  it.each([
    ["one", 700, 700],
    ["a word", 32, 63],
    ["the end of a word", 60, 64],
    ["the last", CHUNK_SEQUENCES - 1, CHUNK_SEQUENCES - 1],
    ["all", 0, CHUNK_SEQUENCES - 1],
  ])("takes %s of them once", (_, first, last) => {
    const chunk = new SequenceChunk();
    chunk.deliver(first, last);
    expect(chunk.hasAny(first, first)).toBe(true);
    expect(chunk.hasAny(last, last)).toBe(true);
    if (first > 0) expect(chunk.hasAny(0, first - 1)).toBe(false);
    if (last < CHUNK_SEQUENCES - 1) expect(chunk.hasAny(last + 1, CHUNK_SEQUENCES - 1)).toBe(false);
    expect(() => chunk.deliver(last, last)).toThrow("twice");
    expect(chunk.figures().readings).toBe(last - first + 1);
  });

  it.each(Array.from({ length: 40 }, (_, i) => [i + 1]))("counts and comes back as it was, seed %i", (seed) => {
    const random = randomOf(seed);
    const any = (most: number) => Math.floor(random() * most);
    const chunk = new SequenceChunk();
    const delivered = new Set<number>();
    const dropped = new Set<number>();
    // few long stretches, or so many short ones that ranges take more room than bits
    const longest = seed % 2 === 0 ? 400 : 4;
    for (let i = 0; i < (seed % 2 === 0 ? 12 : 1500); i++) {
      const first = any(CHUNK_SEQUENCES);
      const last = Math.min(CHUNK_SEQUENCES - 1, first + any(longest));
      const range = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      const has = range.some((sequence) => delivered.has(sequence));
      expect(chunk.hasAny(first, last)).toBe(has);
      if (random() < 0.3) {
        chunk.drop(first, last);
        for (const sequence of range) dropped.add(sequence);
      } else if (!has) {
        chunk.deliver(first, last);
        for (const sequence of range) delivered.add(sequence);
      }
    }
    const expected = figuresOf(delivered, dropped);
    expect(chunk.figures()).toEqual(expected);
    const bytes = chunk.encode();
    expect(bytes.length).toBeLessThanOrEqual(1 + (2 * CHUNK_SEQUENCES) / 8);
    const again = SequenceChunk.decode(bytes);
    expect(again.figures()).toEqual(expected);
    expect(again.encode()).toEqual(bytes);
  });
});
