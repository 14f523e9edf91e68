import type { Fault } from "@yeelen/shared/faults";
import { useMemo, useState } from "preact/hooks";
import { Section } from "../layout/Section";
import { ShowMore } from "../layout/ShowMore";
import type { Kit } from "../service/answers";
import { useText } from "../text/text";
import { matching } from "./matching";
import { KitTable } from "./KitTable";
import { type Column, columns, type Order, sorted } from "./order";

/** A page of some thousand rows would stutter on a cheap phone. */
const STEP = 60;

interface KitSectionProps {
  kits: readonly Kit[];
  sought: string;
  worst: ReadonlyMap<string, Fault["severity"]>;
  asOf: string | undefined;
}

/** The kits that are sought, sorted as wished. */
export function KitSection({ kits, sought, worst, asOf }: KitSectionProps) {
  const { words } = useText();
  const [order, setOrder] = useState<Order>({ by: "site", isReversed: false });
  const [shown, setShown] = useState(STEP);
  const inOrder = useMemo(() => sorted(kits, order), [kits, order]);
  const found = useMemo(() => matching(inOrder, sought), [inOrder, sought]);
  const atSite = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { site } of found) counts.set(site, (counts.get(site) ?? 0) + 1);
    return counts;
  }, [found]);

  return (
    <Section id="kits" heading={words.kits.heading} count={found.length} asOf={asOf}>
      {found.length > 1 && (
        <p class="sort">
          <label for="sort">{words.kits.sortBy}</label>
          <select
            id="sort"
            value={order.by}
            onChange={(event) => setOrder({ by: event.currentTarget.value as Column, isReversed: false })}
          >
            {columns.map((column) => (
              <option key={column} value={column}>
                {words.kits.orders[column]}
              </option>
            ))}
          </select>
        </p>
      )}
      {found.length > 0 && (
        <KitTable kits={found.slice(0, shown)} atSite={atSite} worst={worst} order={order} onOrder={setOrder} />
      )}
      <ShowMore shown={shown} of={found.length} step={STEP} onShow={setShown} />
    </Section>
  );
}
