/** A point of a line: time in ms and value; null leaves a gap. */
export type Point = [time_ms: number, value: number | null];

/**
 * At most two points for each of so many columns, the lowest and the highest of each, so that a long
 * line keeps its shape. NaN becomes a gap.
 */
export function thinned(times_ms: readonly number[], values: readonly number[], columns: number): Point[] {
  const points = times_ms.map((time_ms, i) => pointOf(time_ms, values[i]));
  if (points.length <= 2 * columns) return points;
  const each = Math.ceil(points.length / columns);
  const kept: Point[] = [];
  for (let from = 0; from < points.length; from += each) {
    const column = points.slice(from, from + each);
    const measured = column.filter((point): point is [number, number] => point[1] !== null);
    const [first] = measured;
    if (!first) {
      kept.push(column[0] as Point);
      continue;
    }
    let low = first;
    let high = first;
    for (const point of measured) {
      if (point[1] < low[1]) low = point;
      if (point[1] > high[1]) high = point;
    }
    kept.push(...(low === high ? [low] : [low, high].toSorted((a, b) => a[0] - b[0])));
  }
  return kept;
}

/** The points at which a line of steps changes, with its first and its last. */
export function changesOf(times_ms: readonly number[], values: readonly number[]): Point[] {
  return times_ms
    .map((time_ms, i) => pointOf(time_ms, values[i]))
    .filter(([, value], i, points) => i === 0 || i === points.length - 1 || value !== points[i - 1]?.[1]);
}

function pointOf(time_ms: number, value: number | undefined): Point {
  return [time_ms, value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(5))];
}
