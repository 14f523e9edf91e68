import type { Happening } from "../happenings/kinds";
import type { ExampleKit, RunSummary } from "../run/summary";
import { dayAxis, upAxis } from "./axes";
import { type ChartWidth, chartFigure, colour } from "./chart";
import { type Html, html } from "./html";
import { counted, dateOf } from "./numbers";
import { changesOf, type Point, thinned } from "./points";
import { kindName } from "./words";

const DAY_ms = 86_400_000;
const PANEL_HEIGHT_px = 74;
const PANEL_GAP_px = 34;

/** "Example kits": what some kits measured, and when what they are shown for happened. */
export function exampleKits({ examples, happenings }: RunSummary): Html {
  if (examples.length === 0) return html``;
  return html`<section id="examples"><h2>Example kits</h2>
<p>What single kits measured. A shaded time is the time of the happening that the kit is shown for; its beginning is a dashed line.</p>
${examples.map((example, i) => exampleFigure(example, shownOf(example, happenings), `example-${i + 1}`))}</section>`;
}

/** The happenings that an example is shown for, as far as they are in its time. */
function shownOf({ kit, site, why, time_ms }: ExampleKit, happenings: Happening[]): Happening[] {
  const [first = 0] = time_ms;
  const last = time_ms.at(-1) ?? first;
  return happenings.filter(
    (happening) =>
      happening.kind === why &&
      happening.site === site &&
      (happening.kit === undefined || happening.kit === kit) &&
      happening.onset_ms <= last &&
      (happening.end_ms ?? last) >= first,
  );
}

function exampleFigure(example: ExampleKit, shown: Happening[], name: string): Html {
  const [first] = example.time_ms;
  if (first === undefined) return html``;
  const start_ms = Math.floor(first / DAY_ms) * DAY_ms;
  const last_ms = example.time_ms.at(-1) ?? first;
  const days = Math.max(1, Math.ceil((last_ms - start_ms) / DAY_ms));
  const onsets = shown.map(({ onset_ms, end_ms }) =>
    end_ms === undefined ? `from ${dateOf(onset_ms)} on` : `from ${dateOf(onset_ms)} to ${dateOf(end_ms)}`,
  );
  const says = `${counted(days, "day")} from ${dateOf(start_ms)}: battery voltage, state of charge, panel power and lamps of kit ${example.kit} in ${example.site}.${
    onsets.length > 0 ? ` ${kindName(example.why)} ${onsets.join(", ")}.` : ""
  }`;
  return html`<h3>${kindName(example.why)} <small>${example.kit}, ${example.site}</small></h3>${chartFigure(
    name,
    says,
    says,
    (width_px) => ({
      height_px: 4 * (PANEL_HEIGHT_px + PANEL_GAP_px) + 20,
      option: optionOf(example, shown, start_ms, days, width_px),
    }),
  )}`;
}

function optionOf(example: ExampleKit, shown: Happening[], start_ms: number, days: number, width_px: ChartWidth) {
  const columns = width_px === 860 ? 720 : 270;
  const line = (values: number[]) => thinned(example.time_ms, values, columns);
  const lamps = changesOf(example.time_ms, example.lamps);
  const panels: [axis: object, colour: string, points: Point[], step: boolean][] = [
    [upAxis("battery, V", { scale: true, splitNumber: 2 }), colour.first, line(example.battery_V), false],
    [
      upAxis("state of charge, %", { min: 0, max: 100, splitNumber: 2 }),
      colour.fourth,
      line(example.stateOfCharge_pct),
      false,
    ],
    [upAxis("panel, W", { min: 0, splitNumber: 2 }), colour.third, line(example.panel_W), false],
    [{ ...upAxis("lamps on", { min: 0, max: 3 }), interval: 1 }, colour.second, lamps, true],
  ];
  const end_ms = start_ms + days * DAY_ms;
  const within = (time_ms: number) => Math.min(Math.max(time_ms, start_ms), end_ms);
  return {
    grid: panels.map((_, i) => ({
      left: 40,
      right: 12,
      top: 26 + i * (PANEL_HEIGHT_px + PANEL_GAP_px),
      height: PANEL_HEIGHT_px,
    })),
    xAxis: panels.map((_, i) => ({ ...dayAxis(start_ms, days, width_px, i === panels.length - 1), gridIndex: i })),
    yAxis: panels.map(([axis], i) => ({ ...axis, gridIndex: i })),
    series: panels.map(([, lineColour, data, step], i) => ({
      type: "line",
      xAxisIndex: i,
      yAxisIndex: i,
      data,
      ...(step ? { step: "end", areaStyle: { opacity: 0.35 } } : {}),
      symbol: "none",
      color: lineColour,
      lineStyle: { width: step ? 0.8 : 1.3 },
      markArea: {
        silent: true,
        itemStyle: { color: colour.alarm, opacity: 0.13 },
        data: shown.map(({ onset_ms, end_ms: until_ms }) => [
          { xAxis: within(onset_ms) },
          { xAxis: within(until_ms ?? end_ms) },
        ]),
      },
      markLine: {
        silent: true,
        symbol: "none",
        label: { show: false },
        lineStyle: { color: colour.alarm, type: "dashed", width: 1.2 },
        data: shown.filter(({ onset_ms }) => onset_ms >= start_ms).map(({ onset_ms }) => ({ xAxis: onset_ms })),
      },
    })),
  };
}
