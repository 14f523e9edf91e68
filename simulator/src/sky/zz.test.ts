import { test } from "vitest";
import { SiteSky } from "./siteSky";
import { PanelDust } from "./panelDust";
import { climateOf } from "./climate";
import { regions, type Region } from "./regions";
const at: Record<Region, [number, number]> = { mopti: [14.5, -4.2], kayes: [14.43, -11.43], menaka: [15.92, 2.4], gao: [16.27, -0.04], timbuktu: [16.77, -3] };
test("look", () => {
  for (const region of regions) {
    const t0 = performance.now();
    const [latitude_deg, longitude_deg] = at[region];
    const sky = new SiteSky({ region, place: { latitude_deg, longitude_deg }, site: "a", seed: 5, start_ms: Date.UTC(2024, 0, 1) });
    const n = Array(12).fill(0), poa = Array(12).fill(0), sd2 = Array(12).fill(0), rain = Array(12).fill(0), rd = Array(12).fill(0), lo = Array(12).fill(0), hi = Array(12).fill(0), du = Array(12).fill(0);
    const dust = new PanelDust(0); const clean = new PanelDust(0);
    let worst = 0; const losses: string[] = []; let peak=0;
    for (let d = 0; d < 3653; d++) {
      const day = sky.day(d, 0);
      const m = new Date(Date.UTC(2024, 0, 1) + d * 864e5).getUTCMonth();
      let s = 0; let a = 99, b = -99;
      for (let i = 0; i < 1440; i++) { const w = day.irradiance_W_per_m2[i]!; s += w / 60000; if (w>peak) peak=w; const t = day.ambient_degC[i]!; if (t < a) a = t; if (t > b) b = t; }
      n[m]++; poa[m] += s; sd2[m] += s * s; rain[m] += day.rain_mm; if (day.rain_mm > 0) rd[m]++; lo[m] += a; hi[m] += b; du[m] += day.dustDeposit;
      const l = dust.day(day, false); if (l > worst) worst = l;
      if (new Date(Date.UTC(2024, 0, 1) + d * 864e5).getUTCDate() === 1 && d < 800) losses.push(l.toFixed(2));
    }
    const f = (x: number[], p = 2, q = n as number[]) => x.map((v, i) => (v / q[i]!).toFixed(p)).join(" ");
    console.log(region, "poa", f(poa), "\n sd", sd2.map((v, i) => Math.sqrt(v / n[i] - (poa[i] / n[i]) ** 2).toFixed(2)).join(" "), "\n lo", f(lo, 1), "\n    ", climateOf(region).coolest_degC.join(" "), "\n hi", f(hi, 1), "\n    ", climateOf(region).warmest_degC.join(" "), "\n rain", rain.map((v) => (v / 10).toFixed(0)).join(" "), "days", rd.map((v) => (v / 10).toFixed(1)).join(" "), "\n dust", f(du, 4), "worst", worst.toFixed(2), losses.join(" "), "peak", peak.toFixed(0), "ms/day", ((performance.now() - t0) / 3653).toFixed(3));
  }
});
