import type { FaultChart } from "@yeelen/shared/faults";
import { useText } from "../text/text";
import { CHART_HEIGHT, CHART_WIDTH, chartShape, chartText } from "./chartShape";

/** The numbers behind a fault, drawn: a solid line, a dashed one for the neighbours, a dotted one for the limit. */
export function Chart({ chart }: { chart: FaultChart }) {
  const text = useText();
  const shape = chartShape(chart);
  if (!shape) return null;
  const { words, format } = text;
  const time = shape.isOfDays ? format.date : format.instant;
  const inUnit = (value: number) => format.inUnit(value, chart.unit);
  return (
    <figure class="chart">
      <p class="scale" aria-hidden="true">
        <span>{inUnit(shape.high)}</span>
        <span>{inUnit(shape.low)}</span>
      </p>
      <svg
        viewBox={`0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={chartText(chart, shape, text)}
      >
        {shape.limit && <path class="limit" d={shape.limit} />}
        {shape.neighbours && (
          <>
            <path class="neighbours" d={shape.neighbours.line} />
            <path class="neighbours dots" d={shape.neighbours.dots} />
          </>
        )}
        <path class="value" d={shape.value.line} />
        <path class="value dots" d={shape.value.dots} />
      </svg>
      <p class="times">
        <time dateTime={shape.from}>{time(shape.from)}</time>
        {shape.to !== shape.from && <time dateTime={shape.to}>{time(shape.to)}</time>}
      </p>
      <figcaption>
        <Line of="value" says={words.chart.last(words.chart.value, inUnit(shape.valueCourse.last))} />
        {shape.neighboursCourse && (
          <Line of="neighbours" says={words.chart.last(words.chart.neighbours, inUnit(shape.neighboursCourse.last))} />
        )}
        {chart.limit !== undefined && <Line of="limit" says={words.chart.at(words.chart.limit, inUnit(chart.limit))} />}
      </figcaption>
    </figure>
  );
}

/** What a line stands for, beside a piece of it. */
function Line({ of, says }: { of: "value" | "neighbours" | "limit"; says: string }) {
  return (
    <span>
      <svg viewBox="0 0 32 8" aria-hidden="true">
        <path class={of} d="M2 4H30" />
      </svg>
      {says}
    </span>
  );
}
