import { chartSvg } from "@yeelen/simulator/report/chart";
import type { SoakBench, SoakPoint } from "./soakBench";

// Okabe and Ito's colours, which stay apart for most colour-blind readers
const COLOURS = ["#0072b2", "#d55e00"] as const;
const INK = "#222222";
const WIDTH_px = 960;
const HEIGHT_px = 364;
const PANEL_px = 390;

interface Panel {
  title: string;
  lines: { name: string; of: (point: SoakPoint) => number }[];
}

const panels: readonly Panel[] = [
  {
    title: "Time to the acknowledgement, ms: median (solid) and 99 of 100 (dashed)",
    lines: [
      { name: "median", of: ({ ackP50_ms }) => ackP50_ms },
      { name: "99 of 100", of: ({ ackP99_ms }) => ackP99_ms },
    ],
  },
  { title: "Memory of the service, MB", lines: [{ name: "resident", of: ({ rss_bytes }) => rss_bytes / 1e6 }] },
];

/** Latency and memory of a soak over its minutes, as the text of an SVG file. */
export function soakPlot({ points, minutes }: Pick<SoakBench, "points" | "minutes">): string {
  const left = (i: number) => 56 + i * (PANEL_px + 80);
  const option = {
    // pages are read in the dark as well
    backgroundColor: "#ffffff",
    textStyle: { color: INK },
    grid: panels.map((_, i) => ({ left: left(i), width: PANEL_px, top: 44, bottom: 56 })),
    xAxis: panels.map((_, gridIndex) => ({
      gridIndex,
      type: "value",
      name: "minutes",
      nameLocation: "middle",
      nameGap: 28,
      min: 0,
      max: minutes,
      splitLine: { show: false },
    })),
    yAxis: panels.map(({ title }, gridIndex) => ({
      gridIndex,
      type: "value",
      name: title,
      nameTextStyle: { align: "left", padding: [0, 0, 0, -40], color: INK, fontSize: 13 },
      min: 0,
      splitLine: { lineStyle: { color: "#e2e2e2" } },
    })),
    series: panels.flatMap(({ lines }, i) =>
      lines.map(({ name, of }, k) => ({
        name,
        type: "line",
        xAxisIndex: i,
        yAxisIndex: i,
        symbol: "none",
        color: COLOURS[k],
        lineStyle: { width: 2, type: k === 0 ? "solid" : "dashed" },
        data: points.map((point) => [point.at_s / 60, of(point)]),
      })),
    ),
  };
  const svg = chartSvg(option, "soak", WIDTH_px, HEIGHT_px);
  return `${svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
}
