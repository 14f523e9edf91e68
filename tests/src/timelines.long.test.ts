import { expect, it } from "vitest";
import { liveThrough } from "./timelines/liveThrough";

it("every reading of 1,000 fortnights is stored once, or is accounted for", async () => {
  const { problems, readings } = await liveThrough(1, 1000);
  expect(problems).toEqual([]);
  expect(readings).toBeGreaterThan(800_000);
});
