import type { RunSummary } from "../run/summary";
import { type Html, html } from "./html";
import { type KitDays, mean, sum } from "./kitDays";
import { bytes, energy, quantile } from "./numbers";

const DAYS_IN_MONTH = 30;

/** "What it cost": the household's data and the battery's energy. */
export function cost(summary: RunSummary, kitDays: KitDays): Html {
  const monthly_B = (...fields: ("sent_B" | "received_B")[]) =>
    summary.kits.map(
      (_, kit) => (sum(fields.map((field) => sum(kitDays.ofKit(kit, field)))) / summary.days) * DAYS_IN_MONTH,
    );
  const daily_Wh = (field: "controller_Wh" | "load_Wh") =>
    summary.kits.map((_, kit) => mean(kitDays.ofKit(kit, field)));
  const rows: [label: string, values: number[], written: (value: number) => string][] = [
    ["Reports sent, per kit and month", monthly_B("sent_B"), bytes],
    ["Acknowledgements heard, per kit and month", monthly_B("received_B"), bytes],
    ["Both together, per kit and month", monthly_B("sent_B", "received_B"), bytes],
    ["Controller’s own energy, per kit and day", daily_Wh("controller_Wh"), energy],
    ["For comparison: energy into the outputs, per kit and day", daily_Wh("load_Wh"), energy],
  ];
  return html`<section id="cost"><h2>What it cost</h2>
<p>A month is 30 days here. The median kit pays more than half of the kits and less than the other half; of ten kits, one pays more than the 90th percentile.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Table of what it cost"><table>
<thead><tr><th scope="col">What</th><th scope="col" class="number">median</th><th scope="col" class="number">90th percentile</th><th scope="col" class="number">most</th></tr></thead>
<tbody>${rows.map(
    ([label, values, written]) =>
      html`<tr><th scope="row">${label}</th>${[0.5, 0.9, 1].map(
        (part) => html`<td class="number">${written(quantile(values, part))}</td>`,
      )}</tr>`,
  )}</tbody></table></div></section>`;
}
