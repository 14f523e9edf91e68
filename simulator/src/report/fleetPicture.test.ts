import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { fleetLayout } from "./fleetLayout";
import { fleetPicture, HATCH_BRIGHT, HATCH_DARK, type Measure } from "./fleetPicture";

/** Ten kits at a site, up to forty sites. */
function kitsAtSites(count: number) {
  const sites = Math.max(1, Math.min(40, count / 10));
  return Array.from({ length: count }, (_, i) => ({
    kit: `k${i}`,
    site: `Site ${Math.floor((i * sites) / count)}`,
    region: "Mopti",
  }));
}

describe("layout", () => {
  it.each([
    { kits: 4, days: 5, blocks: 1, kitsInRow: 1 },
    { kits: 400, days: 180, blocks: 1, kitsInRow: 1 },
    { kits: 10_000, days: 1, blocks: 25, kitsInRow: 1 },
    { kits: 10_000, days: 180, blocks: 2, kitsInRow: 4 },
    { kits: 2, days: 1500, blocks: 1, kitsInRow: 1 },
  ])("$kits kits × $days days: $blocks blocks, $kitsInRow kits in a row", ({ kits, days, blocks, kitsInRow }) => {
    const layout = fleetLayout({ kits: kitsAtSites(kits), days });
    expect(layout).toMatchObject({ blocks, kitsInRow });
    expect(layout.height_px).toBeLessThanOrEqual(2000);
    expect(layout.width_px).toBeLessThanOrEqual(Math.max(780, days));
    const places = layout.bands.reduce((sum, { rows }) => sum + rows * blocks * kitsInRow, 0);
    expect(places).toBeGreaterThanOrEqual(kits);
  });

  it("puts the kits of a site together, wherever they stand in the summary", () => {
    const kits = ["Koro", "Bankass", "Koro"].map((site, i) => ({ kit: `k${i}`, site, region: "Mopti" }));
    expect(fleetLayout({ kits, days: 3 }).bands.map(({ site, kits }) => [site, kits])).toEqual([
      ["Koro", [0, 2]],
      ["Bankass", [1]],
    ]);
  });
});

describe("picture", () => {
  const kits = ["Koro", "Koro", "Bankass"].map((site, i) => ({ kit: `k${i}`, site, region: "Mopti" }));
  const layout = fleetLayout({ kits, days: 2 });
  const measure: Measure = {
    value: (kit, day) => kit + day * 10,
    hatched: (kit, day) => kit === 1 && day === 1,
    steps: [
      { below: 1, rgb: [1, 1, 1], label: "low" },
      { below: 10, rgb: [2, 2, 2], label: "middle" },
      { below: Infinity, rgb: [3, 3, 3], label: "high" },
    ],
  };
  const png = PNG.sync.read(fleetPicture(layout, 2, measure));
  const { cellWidth_px: wide, cellHeight_px: high } = layout;

  /** The distinct colours of a cell, by its row and the gaps above it. */
  function coloursAt(row: number, day: number, gaps_px: number): string[] {
    const found = new Set<string>();
    for (let y = 0; y < high; y++) {
      for (let x = 0; x < wide; x++) {
        const at = ((row * high + gaps_px + y) * png.width + day * wide + x) * 4;
        found.add([...png.data.subarray(at, at + 3)].join(" "));
      }
    }
    return [...found].toSorted();
  }

  it("colours a cell by its value and hatches what is to be hatched", () => {
    expect(coloursAt(0, 0, 0)).toEqual(["1 1 1"]);
    expect(coloursAt(0, 1, 0)).toEqual(["3 3 3"]);
    expect(coloursAt(1, 0, 0)).toEqual(["2 2 2"]);
    expect(coloursAt(1, 1, 0)).toEqual([HATCH_DARK.join(" "), HATCH_BRIGHT.join(" ")].toSorted());
    expect(coloursAt(2, 0, 2)).toEqual(["2 2 2"]);
  });

  it("leaves the gap between sites transparent", () => {
    expect(png.data[2 * high * png.width * 4 + 3]).toBe(0);
  });
});
