import type { RunSummary } from "../run/summary";
import { type Html, html } from "./html";
import { type KitDays, mean, sum } from "./kitDays";
import { bytes, energy, percent, rounded } from "./numbers";

/** The tiles at the top: what it all came to. */
export function totals(summary: RunSummary, kitDays: KitDays): Html {
  const disconnected = kitDays.all("disconnected_h").filter((hours) => hours > 0).length;
  const silent = kitDays.all("reports").filter((reports) => reports === 0).length;
  const kitDayCount = summary.kits.length * summary.days;
  const tiles: [value: string, label: string][] = [
    [rounded(kitDayCount), "kit-days"],
    [rounded(sum(kitDays.all("reports"))), "reports received"],
    [bytes(sum(kitDays.all("sent_B"))), "sent by the kits"],
    [energy(sum(kitDays.all("panel_Wh"))), "from the panels"],
    [`${rounded(mean(kitDays.all("light_h")), 2)} h`, "of light per kit and day"],
    [rounded(disconnected), `kit-days with the outputs cut off (${percent(disconnected / kitDayCount)})`],
    [rounded(silent), `kit-days without a report (${percent(silent / kitDayCount)})`],
    [rounded(sum(kitDays.all("dropped"))), "readings dropped, the kit’s memory being full"],
  ];
  return html`<dl class="tiles">${tiles.map(([value, label]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}
