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

interface Drawn {
  line: string;
  /** Points that stand alone. */
  dots: string;
}

/** A chart as it is drawn and told. */
export interface ChartShape {
  /** Of the upper and lower edge. */
  high: number;
  low: number;
  /** Paths. A line ends where nothing is known. */
  value: Drawn;
  neighbours: Drawn | undefined;
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
  const drawn = (of: "value" | "neighbours"): Drawn => {
    const places = points.map((point) => {
      const value = point[of];
      return value === null || value === undefined ? undefined : `${rounded(x(point.time))} ${rounded(y(value))}`;
    });
    const paths = { line: "", dots: "" };
    places.forEach((place, i) => {
      if (place === undefined) return;
      const isFirst = places[i - 1] === undefined;
      if (isFirst && places[i + 1] === undefined) paths.dots += `M${place}h0`;
      else paths.line += `${isFirst ? "M" : "L"}${place}`;
    });
    return paths;
  };

  return {
    high,
    low,
    value: drawn("value"),
    neighbours: neighboursCourse && drawn("neighbours"),
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
  const when = shape.from === shape.to ? chart.on(time(shape.from)) : chart.span(time(shape.from), time(shape.to));
  const sentences = [when, course(chart.value, shape.valueCourse)];
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
  // in steps of a tenth to a hundredth of what lies between
  const step = 10 ** Math.floor(Math.log10(span)) / 10;
  const isNearZero = lowest >= 0 && lowest <= highest / 2;
  return {
    low: isNearZero ? 0 : Math.floor((lowest - span / 20) / step) * step,
    high: Math.ceil((highest + span / 20) / step) * step,
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
