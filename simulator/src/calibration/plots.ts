import { LegendComponent, TitleComponent } from "echarts/components";
import { use } from "echarts/core";
import { chartSvg } from "../report/chart";
import type { CalibrationTables, HourBands } from "./tables";

use([LegendComponent, TitleComponent]);

// Okabe and Ito's colours, which stay apart for most colour-blind readers; lines differ in their dashes as well
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00"] as const;
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3], [12, 4]] as const;
const INK = "#222222";
const WIDTH_px = 960;
const HEIGHT_px = 364;
const PANEL_px = 405;

type Point = [x: number, y: number];

interface Line {
  name: string;
  points: Point[];
  /** Drawn as a shaded area behind the line. */
  band?: { low: Point[]; high: Point[] };
}

interface Plot {
  name: string;
  title: string;
  x: { name: string; min: number; max: number; interval: number };
  y: { name: string; min?: number; max?: number };
  lines: (tables: CalibrationTables) => Line[];
}

const hourOfDay: Plot["x"] = { name: "hour of the local day", min: 0, max: 24, interval: 3 };

const plots: Plot[] = [
  {
    name: "state-of-charge",
    title: "State of charge of groups of batteries: mean, and the middle half where known",
    x: hourOfDay,
    y: { name: "%", min: 0, max: 100 },
    lines: ({ groups }) =>
      groups.map((group) => groupLine(group.name, group.stateOfCharge_pct, group.percentilesAreSound)),
  },
  {
    name: "cell-voltage",
    title: "Voltage of a LiFePO4 cell: mean, and the middle half where known",
    x: hourOfDay,
    y: { name: "V a cell", min: 3.2, max: 3.5 },
    lines: ({ groups }) =>
      groups
        .filter(({ chemistry }) => chemistry === "LiFePO4")
        .map((group) => groupLine(group.name, group.cellVoltage_V, group.percentilesAreSound)),
  },
  {
    name: "single-batteries",
    title: "State of charge of single batteries",
    x: hourOfDay,
    y: { name: "%", min: 0, max: 100 },
    lines: ({ singles }) => singles.map(({ name, stateOfCharge_pct }) => ({ name, points: hourly(stateOfCharge_pct) })),
  },
  {
    name: "temperature",
    title: "Battery temperature by month: mean, and the middle 80 % of the batteries",
    x: { name: "month", min: 1, max: 12, interval: 1 },
    y: { name: "°C", min: 15, max: 45 },
    lines: ({ temperatures }) => [
      {
        name: "batteries",
        points: temperatures.map(({ month, mean_degC }) => [month, mean_degC]),
        band: {
          low: temperatures.map(({ month, p10_degC }) => [month, p10_degC]),
          high: temperatures.map(({ month, p90_degC }) => [month, p90_degC]),
        },
      },
    ],
  },
  {
    name: "lamp-hours",
    title: "Hours of light a night: share of the lamps that work so long or less",
    x: { name: "hours a night", min: 0, max: 14, interval: 2 },
    y: { name: "% of lamps", min: 0, max: 100 },
    lines: ({ lampHours }) => [{ name: "lamps", points: distribution(lampHours) }],
  },
  {
    name: "lamps-on",
    title: "Share of the used lamps that are on",
    x: hourOfDay,
    y: { name: "% of lamps", min: 0, max: 100 },
    lines: ({ lampsOn }) => [{ name: "lamps", points: hourly(lampsOn.map((share) => 100 * share)) }],
  },
  {
    name: "panel-power",
    title: "Panel power by hour; 1 = the largest hour of each line",
    x: hourOfDay,
    y: { name: "", min: 0, max: 1 },
    lines: ({ panelPower, panelPotential }) => [
      { name: "given", points: hourly(panelPower) },
      { name: "possible", points: hourly(panelPotential) },
    ],
  },
];

/**
 * Plots of two sets of tables side by side on the same scales, as SVG files: their text by a name
 * such as `state-of-charge`.
 */
export function calibrationPlots(field: CalibrationTables, simulated: CalibrationTables): Map<string, string> {
  return new Map(plots.map((plot) => [plot.name, drawn(plot, [field, simulated])]));
}

function drawn(plot: Plot, sides: readonly CalibrationTables[]): string {
  const lines = sides.map((side) => plot.lines(side));
  const option = {
    // pages are read in the dark as well
    backgroundColor: "#ffffff",
    textStyle: { color: INK },
    title: [
      { text: plot.title, left: 12, top: 8, textStyle: { fontSize: 15, color: INK } },
      ...sides.map(({ source }, i) => ({
        text: source,
        left: panelLeft(i),
        top: 36,
        textStyle: { fontSize: 13, fontWeight: "normal", color: INK },
      })),
    ],
    legend: sides.map((_, i) => ({
      data: (lines[i] as Line[]).map(({ name }) => sideName(i, name)),
      formatter: (name: string) => name.slice(name.indexOf(":") + 1),
      left: panelLeft(i) - 6,
      bottom: 2,
      width: PANEL_px,
      itemGap: 18,
      itemWidth: 34,
      itemHeight: 1,
      show: (lines[i] as Line[]).length > 1,
    })),
    grid: sides.map((_, i) => ({ left: panelLeft(i), width: PANEL_px, top: 88, bottom: 92 })),
    xAxis: sides.map((_, gridIndex) => ({
      gridIndex,
      type: "value",
      nameLocation: "middle",
      nameGap: 24,
      ...plot.x,
      splitLine: { show: false },
    })),
    yAxis: sides.map((_, gridIndex) => ({
      gridIndex,
      type: "value",
      ...plot.y,
      splitLine: { lineStyle: { color: "#e2e2e2" } },
    })),
    series: lines.flatMap((ones, i) => ones.flatMap((line, k) => seriesOf(line, i, k))),
  };
  const svg = chartSvg(option, plot.name, WIDTH_px, HEIGHT_px);
  return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ');
}

function seriesOf(line: Line, side: number, place: number) {
  const axes = { type: "line", xAxisIndex: side, yAxisIndex: side, symbol: "none" };
  const color = COLOURS[place % COLOURS.length];
  const invisible = { ...axes, stack: `band ${side} ${place}`, lineStyle: { width: 0 } };
  const { band } = line;
  return [
    ...(band
      ? [
          { ...invisible, data: band.low },
          {
            ...invisible,
            data: band.high.map(([x, high], i) => [x, high - (band.low[i]?.[1] as number)]),
            areaStyle: { color, opacity: 0.2 },
          },
        ]
      : []),
    {
      ...axes,
      name: sideName(side, line.name),
      data: line.points,
      color,
      lineStyle: { width: 2, type: DASHES[place % DASHES.length] },
    },
  ];
}

function groupLine(name: string, { mean, p25, p75 }: HourBands, percentilesAreSound: boolean): Line {
  const line = { name, points: hourly(mean) };
  return percentilesAreSound ? { ...line, band: { low: hourly(p25), high: hourly(p75) } } : line;
}

/** A value of an hour is drawn in its middle. */
function hourly(values: readonly number[]): Point[] {
  return values.map((value, hour) => [hour + 0.5, value]);
}

/** Of each value, what share of the values is not larger. */
function distribution(values: readonly number[]): Point[] {
  return values.toSorted((a, b) => a - b).map((value, i) => [value, (100 * (i + 1)) / values.length]);
}

/** Names of the two sides must differ, lest a legend take the other side's line. */
function sideName(side: number, name: string): string {
  return `${side}:${name}`;
}

function panelLeft(side: number): number {
  return 56 + side * (PANEL_px + 60);
}
