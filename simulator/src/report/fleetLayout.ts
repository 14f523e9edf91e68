import type { RunSummary } from "../run/summary";

const WIDTH_px = 780;
const HEIGHT_px = 1200;
const WIDEST_CELL_px = 48;
const TALLEST_CELL_px = 24;
/** Beyond so many rows, kits go side by side where the days leave room, and then several to a row. */
const ROWS_IN_BLOCK = 400;
const MOST_ROWS = 1600;
const SMALLEST_CELL_px = 2;
/** Between sites, and between blocks of kits side by side. */
const GAP_px = 2;

/** The rows of a site in the picture. */
interface SiteBand {
  site: string;
  region: string;
  /** Kits by their index in the summary. */
  kits: number[];
  top_px: number;
  rows: number;
}

/** Where each kit and day is drawn in the picture of fleet days. */
export interface FleetLayout {
  width_px: number;
  height_px: number;
  cellWidth_px: number;
  cellHeight_px: number;
  /** Blocks of kits side by side, each with a column a day. */
  blocks: number;
  blockWidth_px: number;
  /** How many kits share a row; the worst of them is shown. */
  kitsInRow: number;
  bands: SiteBand[];
}

/** Lays the kits out: a row a kit, the kits of a site together, in the order in which they are first named. */
export function fleetLayout({ kits, days }: Pick<RunSummary, "kits" | "days">): FleetLayout {
  const sites = new Map<string, SiteBand>();
  kits.forEach(({ site, region }, kit) => {
    const band = sites.get(site) ?? { site, region, kits: [], top_px: 0, rows: 0 };
    band.kits.push(kit);
    sites.set(site, band);
  });
  const bands = [...sites.values()];
  const room = Math.floor(WIDTH_px / (days * SMALLEST_CELL_px + GAP_px));
  const blocks = Math.max(1, Math.min(Math.ceil(kits.length / ROWS_IN_BLOCK), room));
  const rowsWith = (kitsInRow: number) =>
    bands.reduce((rows, band) => rows + Math.ceil(band.kits.length / (blocks * kitsInRow)), 0);
  let kitsInRow = Math.max(1, Math.floor(kits.length / (blocks * MOST_ROWS)));
  while (rowsWith(kitsInRow) > Math.max(MOST_ROWS, bands.length)) kitsInRow++;
  const cellOf = (room_px: number, count: number, most_px: number) =>
    Math.min(most_px, Math.max(1, Math.floor(room_px / count)));
  const cellWidth_px = cellOf(WIDTH_px / blocks - GAP_px, days, WIDEST_CELL_px);
  const cellHeight_px = cellOf(HEIGHT_px, rowsWith(kitsInRow), TALLEST_CELL_px);
  let top_px = 0;
  for (const band of bands) {
    band.rows = Math.ceil(band.kits.length / (blocks * kitsInRow));
    band.top_px = top_px;
    top_px += band.rows * cellHeight_px + GAP_px;
  }
  const blockWidth_px = days * cellWidth_px + GAP_px;
  return {
    width_px: Math.max(1, blocks * blockWidth_px - GAP_px),
    height_px: Math.max(1, top_px - GAP_px),
    cellWidth_px,
    cellHeight_px,
    blocks,
    blockWidth_px,
    kitsInRow,
    bands,
  };
}
