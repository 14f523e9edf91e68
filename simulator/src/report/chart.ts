import { LineChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type Html, html, rawHtml } from "./html";

use([GridComponent, LineChart, MarkAreaComponent, MarkLineComponent, SVGRenderer]);

/**
 * Colours of a chart. Each stands for a variable of the page's style, so that a chart follows the page
 * into the dark and onto paper: what is drawn in one of these is coloured by `--ink`, `--muted`, …
 */
export const colour = {
  ink: "#010101",
  muted: "#010102",
  grid: "#010103",
  first: "#010104",
  second: "#010105",
  third: "#010106",
  fourth: "#010107",
  alarm: "#010108",
  paper: "#010109",
} as const;

/** Text of charts, in the page's own letters. */
const FONT = "system-ui, sans-serif";

/** How wide a chart is drawn, in px: for a screen or paper, and once more for a phone. */
export type ChartWidth = 860 | 340;

/**
 * Draws a chart as SVG that takes the width it is given.
 *
 * @param name distinguishes it from the other charts of its page: letters, digits, hyphens
 */
export function chartSvg(option: EChartsCoreOption, name: string, width_px: number, height_px: number): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: width_px, height: height_px });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option });
    return tidied(chart.renderToSVGString(), name);
  } finally {
    // without this its clock ticks on, and the process never ends
    chart.dispose();
  }
}

/** Takes out what serves a pointer, gives ids that do not depend on earlier charts, and colours by the page's style. */
function tidied(svg: string, name: string): string {
  const tidy = svg
    .replace(/<style ?>.*?<\/style>/s, "")
    .replace(/<svg [^>]*?viewBox="([^"]*)"[^>]*>/, '<svg viewBox="$1" aria-hidden="true" focusable="false">')
    .replaceAll(/ (class|pointer-events)="[^"]*"/g, "")
    .replaceAll(/\bzr\d+-/g, `${name}-`)
    .replaceAll("\n", "")
    // a tenth of a pixel is fine enough
    .replaceAll(/ d="[^"]*"/g, (path) => path.replaceAll(/(\.\d)\d+/g, "$1"));
  return Object.values(colour).reduce((drawn, hex) => drawn.replaceAll(hex, cssColour(hex)), tidy);
}

/** What stands in the page for one of the colours of charts. */
function cssColour(hex: string): string {
  const variable = Object.entries(colour).find(([, value]) => value === hex)?.[0];
  return variable ? `var(--${variable})` : hex;
}

/** What the lines of a chart are. It is no part of the drawing, because only the reader's machine knows how wide its letters are. */
export function legend(lines: readonly { name: string; colour: string; dash?: string }[]): Html {
  return html`<ul class="legend">${lines.map(
    (line) =>
      html`<li><span class="line" style="border-top:3px ${line.dash ?? "solid"} ${cssColour(line.colour)}"></span>${line.name}</li>`,
  )}</ul>`;
}

/**
 * A figure with a chart, drawn once for wide pages and paper, and once for phones.
 *
 * @param says what the chart shows, for who cannot see it
 */
export function chartFigure(
  name: string,
  caption: string,
  says: string,
  draw: (width_px: ChartWidth) => { option: EChartsCoreOption; height_px: number },
  above: Html = html``,
): Html {
  const drawn = (width_px: ChartWidth) => {
    const { option, height_px } = draw(width_px);
    return rawHtml(chartSvg(option, `${name}-${width_px}`, width_px, height_px));
  };
  return html`<figure class="chart" id="${name}">${above}<div role="img" aria-label="${says}"><div class="wide">${drawn(860)}</div><div class="narrow">${drawn(340)}</div></div><figcaption>${caption}</figcaption></figure>`;
}
