import { describe, expect, it } from "vitest";
import { Framing } from "./framing";

const LIMIT_bytes = 16_000;

function packet(first: number, size: number): Buffer {
  const length: number[] = [];
  for (let left = size; length.length === 0 || left > 0; left >>= 7) length.push((left & 127) | (left > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([first, ...length]), Buffer.alloc(size, first)]);
}

describe("the framing of a connection's bytes", () => {
  it.each<[string, number[]]>([
    ["none with a body", [0]],
    ["one", [5]],
    ["lengths of one, two and three bytes", [0, 1, 127, 128, 129, 15_999, 16_000, 0, 2]],
    ["many small ones", Array.from({ length: 300 }, (_, i) => i % 7)],
  ])("is followed over chunks of any size: %s", (_, sizes) => {
    const bytes = Buffer.concat(sizes.map((size) => packet(0x30, size)));
    for (const chunk_bytes of [1, 2, 3, 7, 100, 4096, bytes.length]) {
      const framing = new Framing();
      for (let at = 0; at < bytes.length; at += chunk_bytes) {
        const chunk = bytes.subarray(at, at + chunk_bytes);
        const { passed, oversized } = framing.scan(chunk, LIMIT_bytes, 1e9);
        if (passed !== chunk.length || oversized) throw new Error(`stopped at ${at + passed}`);
      }
      expect([framing.packets, framing.isWithinPacket()]).toEqual([sizes.length, false]);
    }
  });

  it("knows that a packet has begun from its first byte to its last", () => {
    const framing = new Framing();
    const within = [...packet(0x30, 130)].map((byte) => {
      framing.scan(Buffer.from([byte]), LIMIT_bytes, 1);
      return framing.isWithinPacket();
    });
    expect(within).toEqual([...within.slice(1).map(() => true), false]);
  });

  it("hands on no more packets at a time than asked for", () => {
    const framing = new Framing();
    let bytes = Buffer.concat([packet(0xc0, 0), packet(0x30, 10), packet(0xc0, 0), packet(0x30, 200), packet(0x30, 1)]);
    const passed: number[] = [];
    while (bytes.length > 0) {
      passed.push(framing.scan(bytes, LIMIT_bytes, 2).passed);
      bytes = bytes.subarray(passed.at(-1));
    }
    expect(passed).toEqual([2 + 12, 2 + 203, 3]);
  });

  it.each<[string, Buffer, number, boolean]>([
    ["one byte over", packet(0x32, LIMIT_bytes + 1), LIMIT_bytes + 1, true],
    ["no publish", packet(0x10, LIMIT_bytes + 1), LIMIT_bytes + 1, false],
    ["256 MB announced", Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]), 268_435_455, true],
    ["a length that does not end", Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff]), 268_435_455, true],
  ])("stops before what is too large: %s", (_, large, size_bytes, isPublish) => {
    const good = packet(0x30, 20);
    const { passed, oversized } = new Framing().scan(Buffer.concat([good, large]), LIMIT_bytes, 100);
    expect(passed).toBe(good.length);
    expect(oversized).toMatchObject({ size_bytes, isPublish });
    const chunks = [...large].map((byte) => Buffer.from([byte]));
    const framing = new Framing();
    const found = chunks.map((chunk) => framing.scan(chunk, LIMIT_bytes, 100)).find((scan) => scan.oversized);
    expect(found?.oversized).toEqual({ size_bytes, isPublish, body: 1 });
  });
});
