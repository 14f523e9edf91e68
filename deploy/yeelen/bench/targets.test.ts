import { expect, it } from "vitest";
import { missed } from "./targets";

const figures = [
  { name: "heap", meaning: "", most: 100 },
  { name: "days", meaning: "", least: 14 },
  { name: "noted", meaning: "" },
] as const;

it.each([
  [{ heap: 100, days: 14, noted: 1 }, []],
  [{ heap: 101, days: 14, noted: 1e9 }, ["heap is 101 instead of at most 100"]],
  [{ heap: NaN, days: 13.9, noted: 0 }, ["heap is NaN instead of at most 100", "days is 13.9 instead of at least 14"]],
])("%j misses %j", (found, problems) => {
  expect(missed(found, figures)).toEqual(problems);
});
