import type { Happening, HappeningKind } from "../happenings/kinds";
import type { RunSummary } from "../run/summary";
import { dayAxis } from "./axes";
import { type ChartWidth, chartFigure, colour } from "./chart";
import { type Html, html } from "./html";
import { counted, dateOf, quantile, rounded, startOfDay } from "./numbers";
import { families, kindName } from "./words";

const LANE_px = 22;
const FAMILY_COLOURS = [colour.alarm, colour.fourth, colour.first] as const;

interface KindOfRun {
  kind: HappeningKind;
  family: number;
  happenings: Happening[];
}

/** "What happened": how often and when each kind of happening befell a kit or a site. */
export function whatHappened(summary: RunSummary): Html {
  const kinds = families.flatMap(({ kinds }, family) =>
    kinds
      .map((kind): KindOfRun => ({ kind, family, happenings: summary.happenings.filter((one) => one.kind === kind) }))
      .filter(({ happenings }) => happenings.length > 0),
  );
  if (kinds.length === 0) {
    return html`<section id="happened"><h2>What happened</h2><p>Nothing: no faults, no look-alikes, no trouble with the link.</p></section>`;
  }
  return html`<section id="happened"><h2>What happened</h2>
<p>${families.map(({ name, what }, i) => html`${i === 0 ? "" : " · "}<b>${name}</b>: ${what}`)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Table of what happened"><table>
<thead><tr><th scope="col">Kind</th><th scope="col">Family</th><th scope="col" class="number">How often</th><th scope="col" class="number">First</th><th scope="col" class="number">Last</th><th scope="col" class="number">Median severity</th></tr></thead>
<tbody>${kinds.map(({ kind, family, happenings }) => {
    const onsets = happenings.map(({ onset_ms }) => onset_ms).toSorted((a, b) => a - b);
    const severity = quantile(
      happenings.map((one) => one.severity),
      0.5,
    );
    return html`<tr><th scope="row">${kindName(kind)}</th><td>${families[family]?.name ?? ""}</td><td class="number">${rounded(happenings.length)}</td><td class="number">${dateOf(onsets[0] as number)}</td><td class="number">${dateOf(onsets.at(-1) as number)}</td><td class="number">${severity.toFixed(2)}</td></tr>`;
  })}</tbody></table></div>
${timeline(summary, kinds)}</section>`;
}

function timeline(summary: RunSummary, kinds: KindOfRun[]): Html {
  const lanes = kinds.map(({ happenings }) => underWay(summary, happenings));
  return chartFigure(
    "timeline",
    "How many of each kind were under way on each day. Each lane has its own scale: its most is at its right.",
    `Timeline of ${counted(summary.happenings.length, "happening")} of ${counted(kinds.length, "kind")}; the table above holds their dates.`,
    (width_px) => ({ height_px: kinds.length * LANE_px + 40, option: timelineOption(summary, kinds, lanes, width_px) }),
  );
}

/** How many of the happenings were under way at some time of each day. */
function underWay({ start_ms, days }: RunSummary, happenings: Happening[]): number[] {
  return Array.from({ length: days }, (_, day) => {
    const from_ms = startOfDay(start_ms, day);
    const until_ms = startOfDay(start_ms, day + 1);
    return happenings.filter(({ onset_ms, end_ms = Infinity }) => onset_ms < until_ms && end_ms > from_ms).length;
  });
}

function timelineOption(summary: RunSummary, kinds: KindOfRun[], lanes: number[][], width_px: ChartWidth) {
  const mostOf = (lane: number[]) => Math.max(...lane, 1);
  const bottom = (i: number) => kinds.length - 1 - i;
  return {
    grid: { left: width_px === 860 ? 158 : 118, right: 34, top: 8, bottom: 28 },
    xAxis: dayAxis(summary.start_ms, summary.days, width_px),
    yAxis: [
      laneAxis("left", (value) => kindName(kinds[kinds.length - 1 - value]?.kind ?? ""), width_px),
      laneAxis("right", (value) => rounded(mostOf(lanes[kinds.length - 1 - value] ?? [])), width_px),
    ].map((axis) => ({ ...axis, max: kinds.length })),
    series: lanes.map((lane, i) => ({
      type: "line",
      step: "end",
      symbol: "none",
      color: FAMILY_COLOURS[kinds[i]?.family ?? 0],
      lineStyle: { width: 1 },
      areaStyle: { opacity: 0.35, origin: bottom(i) },
      data: stepsOf(lane).map(([day, count]) => [
        startOfDay(summary.start_ms, day),
        Number((bottom(i) + (0.85 * count) / mostOf(lane)).toFixed(3)),
      ]),
    })),
  };
}

/** A label in the lane above each line of the grid. */
function laneAxis(position: "left" | "right", formatter: (lane: number) => string, width_px: ChartWidth) {
  return {
    type: "value",
    position,
    min: 0,
    interval: 1,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: position === "left", lineStyle: { color: colour.grid } },
    axisLabel: {
      formatter,
      color: position === "left" ? colour.ink : colour.muted,
      fontSize: width_px === 860 ? 12 : 11,
      verticalAlign: "bottom",
      padding: [0, 0, 2, 0],
      showMaxLabel: false,
    },
  };
}

/** The days on which a count changes, and the end of the last day. */
function stepsOf(counts: number[]): [day: number, count: number][] {
  const steps = counts
    .map((count, day): [number, number] => [day, count])
    .filter(([day, count]) => day === 0 || count !== counts[day - 1]);
  return [...steps, [counts.length, counts.at(-1) ?? 0]];
}
