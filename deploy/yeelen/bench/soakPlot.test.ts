import { expect, it } from "vitest";
import { soakPlot } from "./soakPlot";

it("draws memory and latency over the minutes", () => {
  const points = Array.from({ length: 20 }, (_, i) => ({
    at_s: 30 * (i + 1),
    reportsPerSecond: 1000,
    ackP50_ms: 10 + i,
    ackP99_ms: 40,
    rss_bytes: 250e6,
  }));
  const svg = soakPlot({ points, minutes: 10 });
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>\n$/s);
  expect(svg).toContain("Memory of the service, MB");
  // median, 99 of 100, memory
  expect(svg.match(/stroke="#(?:0072b2|d55e00)"/g)?.length).toBeGreaterThanOrEqual(3);
});
