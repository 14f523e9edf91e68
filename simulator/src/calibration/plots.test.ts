import { expect, it } from "vitest";
import { readFieldData } from "./fieldData";
import { calibrationPlots } from "./plots";

const field = readFieldData();
const simulated = {
  ...field,
  source: "simulated <dry season>",
  groups: field.groups.slice(0, 1),
  lampHours: [4, 5, 6],
};
const plots = calibrationPlots(field, simulated);

it("draws one plot for each of seven comparisons", () => {
  expect([...plots.keys()]).toEqual([
    "state-of-charge",
    "cell-voltage",
    "single-batteries",
    "temperature",
    "lamp-hours",
    "lamps-on",
    "panel-power",
  ]);
});

it.each([...plots])("%s names both sides and is a file by itself", (_, svg) => {
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 960 364"/);
  expect(svg).toContain(">field<");
  expect(svg).toContain(">simulated &lt;dry season&gt;<");
  expect(svg).not.toMatch(/NaN|var\(/);
});

it.each([
  { plot: "state-of-charge", lines: 5, areas: 2 },
  { plot: "single-batteries", lines: 10, areas: 0 },
  { plot: "temperature", lines: 2, areas: 2 },
  { plot: "panel-power", lines: 4, areas: 0 },
])("$plot has $lines lines and $areas areas on its two sides", ({ plot, lines, areas }) => {
  const svg = plots.get(plot) ?? "";
  expect(svg.match(/<path [^>]*fill="none"[^>]*stroke-width="2"/g) ?? []).toHaveLength(lines);
  expect(svg.match(/fill-opacity="0.2"/g) ?? []).toHaveLength(areas);
});
