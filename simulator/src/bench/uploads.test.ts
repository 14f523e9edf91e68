import { describe, expect, it } from "vitest";
import { expected_bytes } from "./interface";
import { check } from "./uploads";

describe("what goes over the interface", () => {
  it.each([
    // a connection that carries nothing: three packets to open it, three to close it
    [{ payload_bytes: 0, packets: 6, connections: 1, isPlain: true }, 6 * 40 + 2 * 4],
    [{ payload_bytes: 3500, packets: 20, connections: 1, isPlain: true }, 3500 + 20 * 40 + 2 * 4],
    // two of the packets have 60 bytes of headers, the others 52
    [{ payload_bytes: 100, packets: 8, connections: 1, isPlain: false }, 100 + 2 * 60 + 6 * 52],
  ])("%j comes to %i bytes", (of, bytes) => {
    expect(expected_bytes(of)).toBe(bytes);
  });

  const fine = {
    connections: 10,
    reports: 10,
    readings: 240,
    bytes: 45_000,
    packets: 200,
    payload_bytes: 37_000,
    expected_bytes: 45_031,
    segments: 200,
    repeated: 0,
    hasTimestamps: false,
  };
  it.each([
    ["is believed where both counts agree", {}, undefined],
    ["is not where packets were merged", { segments: 260 }, "some were merged"],
    ["is not where bytes are missing", { bytes: 40_000 }, "the interface counted 40000 bytes"],
    ["is not where much was sent twice", { repeated: 30 }, "30 of 200 packets were sent again"],
  ])("%s", (_name, changes, message) => {
    const checking = () => check({ ...fine, ...changes });
    if (message) expect(checking).toThrow(message);
    else expect(checking).not.toThrow();
  });
});
