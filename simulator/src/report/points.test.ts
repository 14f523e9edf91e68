import { expect, it } from "vitest";
import { changesOf, thinned } from "./points";

const times = Array.from({ length: 1000 }, (_, i) => i * 1000);

it("keeps the highest and the lowest of a long line", () => {
  const values = times.map((_, i) => (i === 503 ? 14.2 : i === 504 ? 9.5 : 12.8));
  const kept = thinned(times, values, 50);
  expect(kept.length).toBeLessThanOrEqual(100);
  expect(kept).toContainEqual([503_000, 14.2]);
  expect(kept).toContainEqual([504_000, 9.5]);
  expect(kept.map(([time_ms]) => time_ms)).toEqual(kept.map(([time_ms]) => time_ms).toSorted((a, b) => a - b));
});

it("leaves a gap where nothing was measured", () => {
  const values = times.map((_, i) => (i >= 400 && i < 600 ? Number.NaN : 12.8));
  const gaps = thinned(times, values, 50).filter(([, value]) => value === null);
  expect(gaps.map(([time_ms]) => time_ms)).toEqual(
    [400, 420, 440, 460, 480, 500, 520, 540, 560, 580].map((s) => s * 1000),
  );
});

it("keeps a short line as it is", () => {
  expect(thinned([0, 1], [5, Number.NaN], 50)).toEqual([
    [0, 5],
    [1, null],
  ]);
});

it("keeps the changes of lamps, the first and the last", () => {
  expect(changesOf([0, 1, 2, 3, 4, 5], [0, 0, 2, 2, 1, 1])).toEqual([
    [0, 0],
    [2, 2],
    [4, 1],
    [5, 1],
  ]);
});
