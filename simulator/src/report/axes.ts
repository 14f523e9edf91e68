import type { RunSummary } from "../run/summary";
import { type ChartWidth, colour } from "./chart";
import { dayOf, rounded, startOfDay, tickDays } from "./numbers";

const FONT_SIZE = 12;

/** The axis of the days from one time to another, with as many dates below it as there is room for. */
export function dayAxis(start_ms: number, days: number, width_px: ChartWidth, labels = true) {
  const ticks = tickDays(start_ms, days, width_px === 860 ? 10 : 4).map((day) => startOfDay(start_ms, day));
  return {
    type: "value",
    min: start_ms,
    max: startOfDay(start_ms, days),
    axisLine: { lineStyle: { color: colour.muted }, onZero: false },
    axisTick: { show: true, customValues: ticks, lineStyle: { color: colour.muted } },
    axisLabel: { show: labels, customValues: ticks, formatter: dayOf, color: colour.muted, fontSize: FONT_SIZE },
    splitLine: { show: false },
  };
}

/** An axis upwards, with its unit above it. */
export function upAxis(name: string, more: { min?: number; max?: number; splitNumber?: number; scale?: boolean } = {}) {
  return {
    type: "value",
    name,
    nameGap: 10,
    nameTextStyle: { align: "left", padding: [0, 0, 0, -40], color: colour.ink, fontSize: FONT_SIZE },
    splitNumber: 4,
    axisLabel: { color: colour.muted, fontSize: FONT_SIZE, formatter: (value: number) => rounded(value) },
    splitLine: { lineStyle: { color: colour.grid } },
    ...more,
  };
}

/** The middle of each day, where the value of a day is drawn. */
export function middaysOf({ start_ms, days }: Pick<RunSummary, "start_ms" | "days">): number[] {
  return Array.from({ length: days }, (_, day) => startOfDay(start_ms, day + 0.5));
}
