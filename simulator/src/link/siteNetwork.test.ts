import { describe, expect, it } from "vitest";
import { type Coverage, coverages, SiteNetwork } from "./siteNetwork";
import { randomOf } from "../random";

const start_ms = Date.UTC(2026, 0, 1);

function year(coverage: Coverage, name: string): Uint8Array {
  const network = new SiteNetwork(coverage, randomOf(5, `network/${name}`));
  const minutes = new Uint8Array(365 * 1440);
  for (let day = 0; day < 365; day++) minutes.set(network.day(start_ms + day * 86_400_000), day * 1440);
  return minutes;
}

/** Lengths of the outages in minutes. */
function outages(minutes: Uint8Array): number[] {
  const lengths: number[] = [];
  let length = 0;
  for (const one of minutes) {
    if (one === 0) length++;
    else if (length > 0) {
      lengths.push(length);
      length = 0;
    }
  }
  return lengths;
}

describe("the network of a site", () => {
  it.each<[Coverage, availability: [number, number], outagesAYear: [number, number]]>([
    ["good", [0.985, 0.999], [40, 110]],
    ["patchy", [0.92, 0.97], [400, 650]],
    ["poor", [0.74, 0.86], [1000, 1600]],
  ])("%s: there in %o of all minutes, %o outages a year", (coverage, [low, high], [fewest, most]) => {
    const sites = Array.from({ length: 8 }, (_, site) => year(coverage, `${coverage}-${site}`));
    const availability =
      sites.reduce((sum, minutes) => sum + minutes.reduce((on, one) => on + one, 0), 0) / 8 / 525_600;
    expect(availability).toBeGreaterThan(low);
    expect(availability).toBeLessThan(high);
    const count = sites.flatMap(outages).length / 8;
    expect(count).toBeGreaterThan(fewest);
    expect(count).toBeLessThan(most);
  });

  it("outages last from minutes to days, across midnight", () => {
    const lengths = Array.from({ length: 8 }, (_, site) => outages(year("patchy", `long-${site}`))).flat();
    expect(Math.min(...lengths)).toBeLessThan(5);
    expect(Math.max(...lengths)).toBeGreaterThan(2 * 1440);
    expect(lengths.filter((length) => length < 120).length / lengths.length).toBeGreaterThan(0.9);
  });

  it.each(coverages)("%s: same seed, same outages; another site has its own", (coverage) => {
    const [one, again, other] = ["a", "a", "b"].map((name) => Buffer.from(year(coverage, name)));
    expect([one?.equals(again as Buffer), one?.equals(other as Buffer)]).toEqual([true, false]);
  });
});
