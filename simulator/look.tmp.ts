import { readFieldData } from "/work/main/simulator/src/calibration/fieldData";
import { simulateFleet } from "/work/main/simulator/src/calibration/simulated";
import { quantile } from "/work/main/simulator/src/report/numbers";
const n = Number(process.argv[2] ?? 40), d = Number(process.argv[3] ?? 212);
const t = performance.now();
const { tables: s, days } = simulateFleet({ kits: n, days: d, seed: 1 });
console.log((performance.now() - t) / 1000, "s");
const f = readFieldData();
const r = (x: number[], k = 0) => x.map((v) => v.toFixed(k).padStart(k ? 6 : 4)).join("");
for (const t of [f, s]) {
  console.log("==", t.source);
  for (const g of t.groups) { console.log(g.name, g.percentilesAreSound); for (const q of ["mean", "p25", "p75"] as const) { console.log(q, r(g.stateOfCharge_pct[q])); console.log(q, r(g.cellVoltage_V[q], 2)); } }
  for (const g of t.singles) console.log(g.name.padEnd(14), r(g.stateOfCharge_pct));
  for (const m of t.temperatures) console.log(m.month, m.batteries, m.mean_degC.toFixed(1), m.p10_degC.toFixed(1), m.p90_degC.toFixed(1));
  console.log("lamp h", [0, .1, .25, .5, .75, .9, 1].map((q) => quantile(t.lampHours, q).toFixed(1)).join(" "));
  console.log("on", r(t.lampsOn.map((x) => 100 * x))); console.log("pv", r(t.panelPower, 2)); console.log("pot", r(t.panelPotential, 2));
}
for (const [b, all] of Object.entries(days)) for (const k of ["panel_Wh", "load_Wh", "controller_Wh", "light_h", "lowestStateOfCharge", "disconnected_h"] as const)
  console.log(b, k, [.01, .05, .1, .25, .5, .75, .9, .99].map((q) => quantile(all.map((d) => d[k]), q).toFixed(2)).join(" "), "mean", (all.reduce((a, d) => a + d[k], 0) / all.length).toFixed(2));
