import type { RunSummary } from "../run/summary";
import { cost } from "./cost";
import { exampleKits } from "./examples";
import { fleetDays } from "./fleetDays";
import { type Html, html, rawHtml } from "./html";
import { kitDaysOf } from "./kitDays";
import { counted, dateOf, duration, startOfDay } from "./numbers";
import { overTheDays } from "./overTheDays";
import { style } from "./style";
import { totals } from "./totals";
import { whatHappened } from "./whatHappened";

/**
 * The report of a simulation: one HTML page that needs nothing else, neither files, scripts nor a
 * network, on a screen, a phone or paper.
 *
 * @throws Error where the summary holds no kit or no day, or not as many values as its kits have days
 */
export function reportHtml(summary: RunSummary): string {
  if (summary.kits.length === 0 || summary.days === 0) throw new Error("a report needs at least one kit and one day");
  const kitDays = kitDaysOf(summary);
  const sections: [id: string, title: string, content: Html][] = [
    ["fleet", "Fleet days", fleetDays(summary, kitDays)],
    ["days", "Over the days", overTheDays(summary, kitDays)],
    ["examples", "Example kits", exampleKits(summary)],
    ["happened", "What happened", whatHappened(summary)],
    ["cost", "What it cost", cost(summary, kitDays)],
  ];
  const written = sections.filter(([, , content]) => content.html !== "");
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${summary.scenario}: a simulation</title><style>${rawHtml(style)}</style></head><body>
<header><h1>${summary.scenario}</h1><p>${summary.description}</p>${about(summary)}
<nav aria-label="Sections">${written.map(([id, title]) => html`<a href="#${id}">${title}</a>`)}</nav></header>
<main>${totals(summary, kitDays)}${written.map(([, , content]) => content)}</main>
<footer><p>Everything here is simulated. The same scenario and seed give the same figures.</p></footer>
</body></html>
`.html;
}

function about({ seed, start_ms, days, kits, took_s }: RunSummary): Html {
  const sites = new Set(kits.map(({ site }) => site)).size;
  const first = dateOf(start_ms);
  const dates =
    days === 1 ? html`<b>${first}</b>` : html`<b>${first}</b> to <b>${dateOf(startOfDay(start_ms, days - 1))}</b>`;
  return html`<ul class="about"><li>${dates}, ${counted(days, "day")}</li><li><b>${counted(kits.length, "kit")}</b> at ${counted(sites, "site")}</li><li>seed <b>${String(seed)}</b></li><li>took ${duration(took_s)}</li></ul>`;
}
