import { expect, it } from "vitest";
import { firstSequence, nextBoot, SEQUENCE_BLOCK, type StoredNumbering } from "./numbering";

const nothing: StoredNumbering = { incarnation: -1, reserved: -1, boot: -1 };

it("never gives a sequence twice, over any number of resets", () => {
  let stored = nothing;
  let used = -1;
  for (let boot = 0; boot < 50; boot++) {
    stored = nextBoot(stored, 0.5);
    const first = firstSequence(stored);
    expect(first).toBeGreaterThan(used);
    // the kit sets another block aside before it goes beyond the first
    if (boot % 3 === 0) stored = { ...stored, reserved: stored.reserved + SEQUENCE_BLOCK };
    used = stored.reserved - 1;
  }
});

it.each([
  ["a new kit", nothing],
  ["an erased incarnation", { incarnation: -1, reserved: 512, boot: 2 }],
  ["an erased number", { incarnation: 9, reserved: -1, boot: 2 }],
])("%s begins another incarnation", (_, stored) => {
  expect(nextBoot(stored, 0.25)).toEqual({ incarnation: 1_073_741_824, reserved: SEQUENCE_BLOCK, boot: 1 });
});
