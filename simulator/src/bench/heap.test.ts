import { expect, it } from "vitest";
import { mostBallast } from "./heap";

it.each([
  [40_000, 39_936],
  [256, 256],
  [255, 0],
  // more than there is cannot be taken away
  [1e9, 65_280],
  [-1, NaN],
])("a program that lives with up to %i bytes less is found to bear %i", async (most, found) => {
  expect(await mostBallast((ballast) => Promise.resolve(ballast <= most))).toBe(found);
});
