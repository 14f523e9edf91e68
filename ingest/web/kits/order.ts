import type { Kit } from "../service/answers";

export const columns = ["kit", "site", "lastSeen", "newestReading", "readings", "gaps"] as const;
export type Column = (typeof columns)[number];

/** By which column, and whether against the way in which that column is usually asked for. */
export interface Order {
  by: Column;
  isReversed: boolean;
}

/** Columns whose largest value is asked for first. */
const descendingColumns: readonly Column[] = ["gaps"];

/** "cpe2" stands before "cpe10", "Ménaka" beside "Menaka". */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

const byName = (a: Kit, b: Kit) => collator.compare(a.site, b.site) || collator.compare(a.kit, b.kit);

const comparisons: Record<Column, (a: Kit, b: Kit) => number> = {
  site: byName,
  kit: (a, b) => collator.compare(a.kit, b.kit),
  lastSeen: (a, b) => byTime(a.lastSeen, b.lastSeen),
  newestReading: (a, b) => byTime(a.newestReading, b.newestReading),
  readings: (a, b) => a.readings - b.readings,
  gaps: (a, b) => a.gaps - b.gaps,
};

export function isDescending({ by, isReversed }: Order): boolean {
  return descendingColumns.includes(by) !== isReversed;
}

export function sorted(kits: readonly Kit[], order: Order): Kit[] {
  const sign = isDescending(order) ? -1 : 1;
  const copy = [...kits];
  copy.sort((a, b) => sign * comparisons[order.by](a, b) || byName(a, b));
  return copy;
}

/** Never comes before any time. All times are in UTC and written alike, so their text sorts them. */
function byTime(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
