import { expect, it } from "vitest";
import { liveThroughFirmware } from "./timelines/liveThroughFirmware";

/** Three that have a little of everything and end early; the long run asks for others. */
const seeds = (process.env.YEELEN_TIMELINES ?? "17 35 41").split(" ").map(Number);

it.each(seeds)(
  "every reading that the bytecode takes in timeline %i is stored once, or is accounted for",
  async (seed) => {
    const { problems, readings } = await liveThroughFirmware(seed);
    expect(problems).toEqual([]);
    expect(readings).toBeGreaterThan(96);
  },
  300_000,
);
