import type { RunSummary } from "../run/summary";
import { type FleetLayout, fleetLayout } from "./fleetLayout";
import { fleetPicture, HATCH_BRIGHT, HATCH_DARK, type Measure, type Rgb } from "./fleetPicture";
import { type Html, html } from "./html";
import type { KitDays } from "./kitDays";
import { counted, dayOf, percent, quantile, rounded, startOfDay, tickDays } from "./numbers";

/** A label of a site needs so much height. */
const LABEL_px = 13;
/** A date below the picture needs so much width. */
const DATE_px = 48;

// Colours rise in lightness with the value, so that they are told apart without hue:
// steps of viridis (battery) and cividis (network), both of matplotlib, CC0.
const batterySteps: Measure["steps"] = [
  { below: 0.1, rgb: [68, 1, 84], label: "below 10 %" },
  { below: 0.25, rgb: [65, 68, 135], label: "10–25 %" },
  { below: 0.5, rgb: [42, 120, 142], label: "25–50 %" },
  { below: 0.75, rgb: [34, 168, 132], label: "50–75 %" },
  { below: 0.9, rgb: [122, 209, 81], label: "75–90 %" },
  { below: Infinity, rgb: [253, 231, 37], label: "90 % and more" },
];
const networkSteps: Measure["steps"] = [
  { below: 1, rgb: [0, 34, 78], label: "below 1 h" },
  { below: 3, rgb: [53, 69, 108], label: "1–3 h" },
  { below: 6, rgb: [102, 105, 112], label: "3–6 h" },
  { below: 12, rgb: [148, 142, 119], label: "6–12 h" },
  { below: 18, rgb: [200, 184, 102], label: "12–18 h" },
  { below: Infinity, rgb: [254, 232, 56], label: "18–24 h" },
];

/** "Fleet days": every day of every kit in two pictures, its battery and its network. */
export function fleetDays(summary: RunSummary, kitDays: KitDays): Html {
  const layout = fleetLayout(summary);
  const kitDayCount = summary.kits.length * summary.days;
  const disconnected = kitDays.all("disconnected_h").filter((hours) => hours > 0).length;
  const silent = kitDays.all("reports").filter((reports) => reports === 0).length;
  const battery: Measure = {
    value: (kit, day) => kitDays.at(kit, day, "lowestStateOfCharge"),
    hatched: (kit, day) => kitDays.at(kit, day, "disconnected_h") > 0,
    steps: batterySteps,
  };
  const network: Measure = {
    value: (kit, day) => kitDays.at(kit, day, "reachable_h"),
    hatched: (kit, day) => kitDays.at(kit, day, "reports") === 0,
    steps: networkSteps,
  };
  return html`<section id="fleet"><h2>Fleet days</h2>
<p>${howToRead(layout, summary.days)}</p>
<h3>Battery: lowest state of charge of the day</h3>
${picture(
  summary,
  layout,
  battery,
  "outputs cut off, or no power, for some time",
  `Lowest state of charge by kit and day: median ${percent(quantile(kitDays.all("lowestStateOfCharge"), 0.5))}; ${rounded(disconnected)} of ${counted(kitDayCount, "kit-day")} with the outputs cut off.`,
)}
<h3>Network: hours in which the kit could reach the server</h3>
${picture(
  summary,
  layout,
  network,
  "no report all day",
  `Hours of reach by kit and day: median ${rounded(quantile(kitDays.all("reachable_h"), 0.5), 2)} h; ${rounded(silent)} of ${counted(kitDayCount, "kit-day")} without a report.`,
)}
${siteTable(layout, summary, kitDays)}</section>`;
}

function howToRead({ blocks, kitsInRow }: FleetLayout, days: number): string {
  const what = days === 1 ? "A cell" : "A row";
  const rows = kitsInRow === 1 ? `${what} is a kit` : `${what} is ${kitsInRow} kits, shown by the worst of them`;
  const columns = days === 1 ? "" : ", a column a day";
  const side = blocks === 1 ? "" : ` The kits of a site stand in ${blocks} blocks side by side.`;
  return `${rows}${columns}. Kits of a site stand together.${side}`;
}

function picture(summary: RunSummary, layout: FleetLayout, measure: Measure, hatched: string, says: string): Html {
  const png = fleetPicture(layout, summary.days, measure).toString("base64");
  const mostDates = Math.max(1, Math.floor(layout.width_px / DATE_px));
  // with kits side by side a column is no date any more, and a date at the edge would stick out
  const ticks = tickDays(summary.start_ms, summary.days, mostDates).filter(
    (day) => layout.blocks === 1 && (day + 0.5) * layout.cellWidth_px <= layout.width_px - DATE_px / 2,
  );
  return html`<figure class="fleet"><ul class="legend">
<li><span class="swatch" style="background:${hatchStyle()}"></span>${hatched}</li>${measure.steps.map(
    ({ rgb, label }) => html`<li><span class="swatch" style="background:${cssOf(rgb)}"></span>${label}</li>`,
  )}</ul>
<div class="picture" style="--high:${layout.height_px}px;--wide:${layout.width_px}px">
<div class="sites" aria-hidden="true">${labelledBands(layout).map(
    ({ site, top_px, height_px }) =>
      html`<span style="top:${share(top_px, layout.height_px)};height:${share(height_px, layout.height_px)}">${site}</span>`,
  )}</div>
<div class="days"><img alt="${says}" width="${layout.width_px}" height="${layout.height_px}" src="data:image/png;base64,${png}">
<div class="ticks" aria-hidden="true">${ticks.map(
    (day) => html`<span style="left:${share(day, summary.days)}">${dayOf(startOfDay(summary.start_ms, day))}</span>`,
  )}</div></div></div>
<figcaption>${says}</figcaption></figure>`;
}

/** Sites with the height of their rows, as far as a name has room beside them. */
function labelledBands({ bands, cellHeight_px }: FleetLayout) {
  let free_px = 0;
  return bands.flatMap(({ site, top_px, rows }) => {
    if (top_px < free_px) return [];
    free_px = top_px + LABEL_px;
    return [{ site, top_px, height_px: Math.max(rows * cellHeight_px, LABEL_px) }];
  });
}

/** The same as numbers, for who cannot see the pictures. */
function siteTable({ bands }: FleetLayout, { days }: RunSummary, kitDays: KitDays): Html {
  return html`<details><summary>The same by site, as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Table of sites"><table>
<thead><tr><th scope="col">Site</th><th scope="col">Region</th><th scope="col" class="number">Kits</th><th scope="col" class="number">Median lowest charge</th><th scope="col" class="number">Days cut off</th><th scope="col" class="number">Days without report</th></tr></thead>
<tbody>${bands.map(({ site, region, kits }) => {
    const all = (field: "lowestStateOfCharge" | "disconnected_h" | "reports") =>
      kits.flatMap((kit) => kitDays.ofKit(kit, field));
    const partOf = (values: number[], counts: (value: number) => boolean) =>
      percent(values.filter(counts).length / (kits.length * days));
    return html`<tr><th scope="row">${site}</th><td>${region}</td><td class="number">${rounded(kits.length)}</td><td class="number">${percent(quantile(all("lowestStateOfCharge"), 0.5))}</td><td class="number">${partOf(all("disconnected_h"), (hours) => hours > 0)}</td><td class="number">${partOf(all("reports"), (reports) => reports === 0)}</td></tr>`;
  })}</tbody></table></div></details>`;
}

function cssOf(rgb: Rgb): string {
  return `rgb(${rgb.join(" ")})`;
}

function hatchStyle(): string {
  return `repeating-linear-gradient(135deg,${cssOf(HATCH_DARK)} 0 3px,${cssOf(HATCH_BRIGHT)} 3px 4px)`;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)}%`;
}
