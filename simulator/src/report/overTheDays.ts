import type { RunSummary } from "../run/summary";
import { dayAxis, middaysOf, upAxis } from "./axes";
import { chartFigure, colour, legend } from "./chart";
import { type Html, html } from "./html";
import { type KitDays, mean, sum } from "./kitDays";
import { energy, percent, quantile, rounded } from "./numbers";

interface DayLine {
  name: string;
  values: number[];
  colour: string;
  /** Lines differ in more than their colour. */
  dash?: "dashed" | "dotted";
}

/** "Over the days": what the fleet as a whole did, a point a day. */
export function overTheDays(summary: RunSummary, kitDays: KitDays): Html {
  const days = Array.from({ length: summary.days }, (_, day) => day);
  const total_kWh = (field: "panel_Wh" | "load_Wh") => days.map((day) => sum(kitDays.ofDay(day, field)) / 1000);
  const share = (field: "reachable_h" | "disconnected_h" | "reports", counts: (value: number) => boolean) =>
    days.map((day) => (100 * kitDays.ofDay(day, field).filter(counts).length) / summary.kits.length);
  const light_h = (part: number) => days.map((day) => quantile(kitDays.ofDay(day, "light_h"), part));
  const panel_kWh = total_kWh("panel_Wh");
  const load_kWh = total_kWh("load_Wh");
  const middle_h = light_h(0.5);
  const heard_pct = share("reports", (reports) => reports > 0);
  const dark_pct = share("disconnected_h", (hours) => hours > 0);
  return html`<section id="days"><h2>Over the days</h2>
${dayFigure(
  summary,
  "day-energy",
  "Energy of all kits together, kilowatt-hours a day.",
  `The panels gave ${energy(mean(panel_kWh) * 1000)} a day on average, lamps, USB and radio took ${energy(mean(load_kWh) * 1000)}.`,
  "kWh a day",
  [
    { name: "from panels", values: panel_kWh, colour: colour.third },
    { name: "into lamps, USB and radio", values: load_kWh, colour: colour.first, dash: "dashed" },
  ],
)}
${dayFigure(
  summary,
  "day-light",
  "Hours with at least one lamp on. The band holds the middle 80 % of the kits.",
  `The kit in the middle had ${rounded(mean(middle_h), 2)} hours of light a day on average.`,
  "hours of light",
  [{ name: "median kit", values: middle_h, colour: colour.third }],
  { low: light_h(0.1), high: light_h(0.9) },
)}
${dayFigure(
  summary,
  "day-reach",
  "Share of the kits that could reach the server at some time of the day, and of those of which a report came in.",
  `On average a report came from ${percent(mean(heard_pct) / 100)} of the kits each day.`,
  "% of kits",
  [
    { name: "reachable", values: share("reachable_h", (hours) => hours > 0), colour: colour.first },
    { name: "heard from", values: heard_pct, colour: colour.fourth, dash: "dashed" },
  ],
)}
${dayFigure(
  summary,
  "day-dark",
  "Share of the kits that had switched their outputs off, or were without power, for some time of the day.",
  `On average ${percent(mean(dark_pct) / 100)} of the kits each day, at most ${percent(Math.max(...dark_pct) / 100)}.`,
  "% of kits",
  [{ name: "disconnected", values: dark_pct, colour: colour.alarm }],
)}</section>`;
}

function dayFigure(
  summary: RunSummary,
  name: string,
  caption: string,
  says: string,
  unit: string,
  lines: DayLine[],
  band?: { low: number[]; high: number[] },
): Html {
  const middays = middaysOf(summary);
  const points = (values: number[]) => values.map((value, day) => [middays[day], tidy(value)]);
  const invisible = { type: "line", stack: "band", symbol: "none", lineStyle: { width: 0 }, silent: true };
  return chartFigure(
    name,
    `${caption} ${says}`,
    says,
    (width_px) => ({
      height_px: width_px === 860 ? 190 : 170,
      option: {
        grid: { left: 40, right: 12, top: 30, bottom: 24 },
        xAxis: dayAxis(summary.start_ms, summary.days, width_px),
        yAxis: upAxis(unit, { min: 0 }),
        series: [
          ...(band
            ? [
                { ...invisible, data: points(band.low) },
                {
                  ...invisible,
                  data: points(band.high.map((high, day) => high - (band.low[day] as number))),
                  areaStyle: { color: lines[0]?.colour, opacity: 0.22 },
                },
              ]
            : []),
          ...lines.map((line) => ({
            type: "line",
            name: line.name,
            data: points(line.values),
            symbol: "circle",
            symbolSize: 5,
            showSymbol: summary.days <= 31,
            color: line.colour,
            lineStyle: { width: 1.8, type: line.dash ?? "solid" },
          })),
        ],
      },
    }),
    lines.length > 1 ? legend(lines) : html``,
  );
}

/** Short numbers keep the page small. */
function tidy(value: number): number {
  return Number(value.toPrecision(4));
}
