import type { FaultChart } from "@yeelen/shared/faults";
import { DAY_ms } from "../engine/kitDays";
import type { PanelDay, PanelMemory } from "./panelMemory";
import { FIRST_h } from "./panelSums";

const HOUR_ms = 3600_000;
const CHART_days = 45;

/** Light of a panel in percent of its neighbours', day by day. */
export function chartOfDays({ usual, recent }: PanelMemory): FaultChart {
  const days = new Map([...usual, ...recent].map(({ day, light }) => [day, light]));
  const points = [...days].slice(-CHART_days).map(([day, light]) => point(day * DAY_ms + DAY_ms / 2, light));
  return { unit: "%", points };
}

/** The same, hour by hour of a day. */
export function chartOfHours({ day, hours, weights }: PanelDay): FaultChart {
  const points = hours
    .map((light, hour) => point(day * DAY_ms + (hour + FIRST_h + 0.5) * HOUR_ms, light))
    .filter((_, hour) => (weights[hour] as number) > 0);
  return { unit: "%", points };
}

function point(time_ms: number, light: number) {
  return { time: new Date(time_ms).toISOString(), value: Math.round(100 * Math.exp(light)), neighbours: 100 };
}
