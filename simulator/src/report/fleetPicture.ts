import { PNG } from "pngjs";
import type { FleetLayout } from "./fleetLayout";

export type Rgb = readonly [red: number, green: number, blue: number];

/** What a picture of fleet days shows of a kit's day. */
export interface Measure {
  value: (kit: number, day: number) => number;
  /** Days that are hatched, whatever their value. */
  hatched: (kit: number, day: number) => boolean;
  /** Colours from the lowest value on; each is used below its limit. */
  steps: readonly { below: number; rgb: Rgb; label: string }[];
}

/** The hatching: dark with bright diagonals, so that it is seen without colours. */
export const HATCH_DARK: Rgb = [17, 17, 17];
export const HATCH_BRIGHT: Rgb = [255, 122, 89];
const HATCH_EVERY_px = 4;

/** Draws the days of all kits as a PNG; what is between sites is transparent. */
export function fleetPicture(layout: FleetLayout, days: number, measure: Measure): Buffer {
  const png = new PNG({ width: layout.width_px, height: layout.height_px });
  for (const band of layout.bands) {
    const inBlock = band.rows * layout.kitsInRow;
    for (let block = 0; block < layout.blocks; block++) {
      for (let row = 0; row < band.rows; row++) {
        const from = block * inBlock + row * layout.kitsInRow;
        const kits = band.kits.slice(from, Math.min(from + layout.kitsInRow, (block + 1) * inBlock));
        if (kits.length === 0) continue;
        const top = band.top_px + row * layout.cellHeight_px;
        for (let day = 0; day < days; day++) {
          const left = block * layout.blockWidth_px + day * layout.cellWidth_px;
          if (kits.some((kit) => measure.hatched(kit, day))) fill(png, layout, left, top, "hatched");
          else fill(png, layout, left, top, rgbOf(measure, Math.min(...kits.map((kit) => measure.value(kit, day)))));
        }
      }
    }
  }
  // cells repeat as they are: filters, and a strategy for what filters leave, would only hide that
  return PNG.sync.write(png, { deflateLevel: 9, deflateStrategy: 0, filterType: 0 });
}

function rgbOf({ steps }: Measure, value: number): Rgb {
  const step = steps.find(({ below }) => value < below) ?? steps.at(-1);
  if (!step) throw new Error("a picture needs colours");
  return step.rgb;
}

function fill(png: PNG, layout: FleetLayout, left: number, top: number, how: Rgb | "hatched"): void {
  for (let y = top; y < top + layout.cellHeight_px; y++) {
    for (let x = left; x < left + layout.cellWidth_px; x++) {
      const rgb = how !== "hatched" ? how : (x + y) % HATCH_EVERY_px === 0 ? HATCH_BRIGHT : HATCH_DARK;
      png.data.set([...rgb, 255], (y * png.width + x) * 4);
    }
  }
}
