import type { Fault } from "@yeelen/shared/faults";
import type { Kit } from "../service/answers";
import { useText } from "../text/text";
import { KitRow } from "./KitRow";
import { type Column, columns, isDescending, type Order } from "./order";

interface KitTableProps {
  kits: readonly Kit[];
  /** How many kits there are at each site, shown or not. */
  atSite: ReadonlyMap<string, number>;
  worst: ReadonlyMap<string, Fault["severity"]>;
  order: Order;
  onOrder: (order: Order) => void;
}

/** Kits in a table; one part of it for each site where they are sorted by site. */
export function KitTable({ kits, atSite, worst, order, onOrder }: KitTableProps) {
  const { words } = useText();
  const isBySite = order.by === "site";
  const shownColumns = columns.filter((column) => column !== "site" || !isBySite);
  const groups = isBySite ? groupedBySite(kits) : [{ site: "", kits }];

  const choose = (by: Column) => onOrder({ by, isReversed: order.by === by && !order.isReversed });
  const ariaSort = (column: Column) => {
    if (order.by !== column) return undefined;
    return isDescending(order) ? "descending" : "ascending";
  };

  return (
    <table role="table" class="kits">
      <caption class="unseen">{words.kits.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {shownColumns.map((column) => (
            <th key={column} scope="col" role="columnheader" class={column} aria-sort={ariaSort(column)}>
              <button type="button" onClick={() => choose(column)}>
                {words.kits.columns[column]}
                <span aria-hidden="true" class="direction" />
              </button>
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.site} role="rowgroup">
          {isBySite && (
            <tr role="row" class="site">
              <th scope="rowgroup" role="rowheader" colSpan={shownColumns.length}>
                {group.site} <span class="count">{words.kits.atSite(atSite.get(group.site) ?? 0)}</span>
              </th>
            </tr>
          )}
          {group.kits.map((kit) => (
            <KitRow key={kit.kit} kit={kit} worst={worst.get(kit.kit)} showsSite={!isBySite} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** Parts a list that is sorted by site. */
function groupedBySite(kits: readonly Kit[]): { site: string; kits: Kit[] }[] {
  const groups: { site: string; kits: Kit[] }[] = [];
  for (const kit of kits) {
    const last = groups[groups.length - 1];
    if (last?.site === kit.site) last.kits.push(kit);
    else groups.push({ site: kit.site, kits: [kit] });
  }
  return groups;
}
