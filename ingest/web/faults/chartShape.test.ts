import type { FaultChart } from "@yeelen/shared/faults";
import { expect, test } from "vitest";
import { textIn } from "../text/text";
import { type ChartShape, chartShape, chartText } from "./chartShape";

/** A chart with a point a day. */
function chart(unit: string, values: (number | null)[], more: { neighbours?: (number | null)[]; limit?: number } = {}) {
  const points = values.map((value, i) => ({
    time: new Date(Date.UTC(2026, 10, 1 + i)).toISOString(),
    value,
    ...(more.neighbours && { neighbours: more.neighbours[i] ?? null }),
  }));
  return { unit, points, ...(more.limit !== undefined && { limit: more.limit }) } satisfies FaultChart;
}

test.each<[string, FaultChart, Partial<ChartShape> | undefined]>([
  ["no points", chart("V", []), undefined],
  ["nothing known", chart("V", [null, null]), undefined],
  ["what reaches down to half of itself begins at zero", chart("Wh", [100, 50, 0]), { low: 0 }],
  ["a voltage does not", chart("V", [13, 12.5, 12]), { low: 11.9, high: 13.1 }],
  ["always the same", chart("V", [12, 12]), { low: 11.9, high: 12.1 }],
  ["always nothing", chart("Wh", [0, 0]), { low: 0 }],
  ["below zero", chart("degC", [-5, 5]), { low: -6, high: 6 }],
  [
    "a gap ends the line, and a point alone is a dot",
    chart("%", [0, 100, null, 50, null]),
    { value: { line: "M0 100L75 9.1", dots: "M225 54.5h0" }, neighbours: undefined, limit: undefined },
  ],
  [
    "neighbours and limit count for the edges",
    chart("V", [12, 12], { neighbours: [13, 14], limit: 11 }),
    { low: 10.8, high: 14.2, limit: "M0 94.1H300" },
  ],
])("%s", (_, given, expected) => {
  const shape = chartShape(given);
  if (!expected || !shape) expect(shape).toEqual(expected);
  else {
    const rounded = { ...shape, low: Math.round(shape.low * 1e6) / 1e6, high: Math.round(shape.high * 1e6) / 1e6 };
    expect(rounded).toMatchObject(expected);
  }
});

test("a chart is told in words to those who do not see it", () => {
  const given = chart("Wh", [118, 119, null, 61.25], { neighbours: [120, 121, 119, 118], limit: 90 });
  const shape = chartShape(given) as ChartShape;
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
  expect(plain(chartText(given, shape, textIn("en")))).toBe(
    "From 1 Nov 2026 to 4 Nov 2026. This kit: at first 118 Wh, at last 61.25 Wh, lowest 61.25 Wh, highest 119 Wh. " +
      "Median of the neighbours: at first 120 Wh, at last 118 Wh, lowest 118 Wh, highest 121 Wh. Limit: 90 Wh.",
  );
  expect(plain(chartText(given, shape, textIn("fr")))).toMatch(/^Du 1 nov\. 2026 au .* Limite : 90 Wh\.$/);
});
