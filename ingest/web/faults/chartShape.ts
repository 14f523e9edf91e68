import type { FaultChart } from "@yeelen/shared/faults";
import type { Text } from "../text/text";

/** The square that a chart is drawn in, whatever the size at which it is shown. */
export const CHART_WIDTH = 300;
export const CHART_HEIGHT = 100;

const DAY_ms = 24 * 3600_000;
/** Over more days than this the hour of a point is of no matter. */
const DATES_FROM_ms = 3 * DAY_ms;

interface Course {
  first: number;
  last: number;
  lowest: number;
  highest: number;
}

/** A chart as it is drawn and told. */
export interface ChartShape {
  /** Of the upper and lower edge. */
  high: number;
  low: number;
  /** Paths; a line ends where nothing is known, and a point between two such is a dot. */
  value: string;
  neighbours: string | undefined;
  limit: string | undefined;
  valueCourse: Course;
  neighboursCourse: Course | undefined;
  from: string;
  to: string;
  /** Whether dates tell its times well enough. */
  isOfDays: boolean;
}

/** @returns undefined where there is nothing to draw */
export function chartShape({ points, limit }: FaultChart): ChartShape | undefined {
  const from = points[0]?.time;
  const to = points[points.length - 1]?.time;
  const valueCourse = courseOf(points.map(({ value }) => value));
  if (from === undefined || to === undefined || !valueCourse) return undefined;
  const neighboursCourse = courseOf(points.map(({ neighbours }) => neighbours));
  const shown = [valueCourse, neighboursCourse].flatMap((course) => (course ? [course.lowest, course.highest] : []));
  if (limit !== undefined) shown.push(limit);
  const { low, high } = edges(Math.min(...shown), Math.max(...shown));

  const start_ms = Date.parse(from);
  const span_ms = Date.parse(to) - start_ms;
  const x = (time: string) => (span_ms > 0 ? ((Date.parse(time) - start_ms) / span_ms) * CHART_WIDTH : CHART_WIDTH / 2);
  const y = (value: number) => ((high - value) / (high - low)) * CHART_HEIGHT;
  const path = (of: "value" | "neighbours") => {
    let isDown = false;
    const steps = points.map((point) => {
      const value = point[of];
      if (value === null || value === undefined) {
        isDown = false;
        return "";
      }
      const at = `${rounded(x(point.time))} ${rounded(y(value))}`;
      const step = isDown ? `L${at}` : `M${at}h0`;
      isDown = true;
      return step;
    });
    return steps.join("");
  };

  return {
    high,
    low,
    value: path("value"),
    neighbours: neighboursCourse && path("neighbours"),
    limit: limit === undefined ? undefined : `M0 ${rounded(y(limit))}H${CHART_WIDTH}`,
    valueCourse,
    neighboursCourse,
    from,
    to,
    isOfDays: span_ms >= DATES_FROM_ms,
  };
}

/** The chart in sentences, for those who do not see it. */
export function chartText({ unit, limit }: FaultChart, shape: ChartShape, { words, format }: Text): string {
  const { chart } = words;
  const time = shape.isOfDays ? format.date : format.instant;
  const inUnit = (value: number) => format.inUnit(value, unit);
  const course = (name: string, { first, last, lowest, highest }: Course) =>
    capital(chart.course(name, inUnit(first), inUnit(last), inUnit(lowest), inUnit(highest)));
  const sentences = [chart.span(time(shape.from), time(shape.to)), course(chart.value, shape.valueCourse)];
  if (shape.neighboursCourse) sentences.push(course(chart.neighbours, shape.neighboursCourse));
  if (limit !== undefined) sentences.push(`${capital(chart.at(chart.limit, inUnit(limit)))}.`);
  return sentences.join(" ");
}

function courseOf(values: readonly (number | null | undefined)[]): Course | undefined {
  const known = values.filter((value): value is number => value !== null && value !== undefined);
  const first = known[0];
  const last = known[known.length - 1];
  if (first === undefined || last === undefined) return undefined;
  return { first, last, lowest: Math.min(...known), highest: Math.max(...known) };
}

/** What lies near zero is drawn from zero, so that half is half; what lies far from it, such as a voltage, by itself. */
function edges(lowest: number, highest: number): { low: number; high: number } {
  const span = highest - lowest || Math.abs(highest) / 10 || 1;
  const step = 10 ** Math.floor(Math.log10(span));
  // two digits of what there is between them
  const low = lowest >= 0 && lowest <= highest / 2 ? 0 : Math.floor((lowest - span / 20) / (step / 5)) * (step / 5);
  const high = Math.ceil((highest + span / 20) / (step / 5)) * (step / 5);
  return { low, high };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
