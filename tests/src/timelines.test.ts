import { expect, it } from "vitest";
import { liveThrough } from "./timelines/liveThrough";

const COUNT = 50;

it.each([1, 51, 101, 151])(
  `every reading of ${COUNT} fortnights from seed %i on is stored once, or is accounted for`,
  async (firstSeed) => {
    const { problems, readings, stored } = await liveThrough(firstSeed, COUNT);
    expect(problems).toEqual([]);
    expect(readings).toBeGreaterThan(COUNT * 800);
    expect(stored).toBeGreaterThan(0.8 * readings);
  },
  120_000,
);
