import type { Fault } from "@yeelen/shared/faults";
import { useState } from "preact/hooks";
import { Section } from "../layout/Section";
import { ShowMore } from "../layout/ShowMore";
import { useText } from "../text/text";
import { faultKey } from "./arrivals";
import { FaultCard } from "./FaultCard";

interface FaultSectionProps {
  id: "faults" | "suspected" | "notices";
  /** In the order in which they are to be read. */
  faults: readonly Fault[];
  recent: ReadonlySet<string>;
  /** How many are shown at once. */
  step: number;
  asOf: string | undefined;
}

/** The faults, or the notices. */
export function FaultSection({ id, faults, recent, step, asOf }: FaultSectionProps) {
  const { words } = useText();
  const [shown, setShown] = useState(step);
  return (
    <Section id={id} heading={words[id].heading} count={faults.length} asOf={asOf}>
      {faults.length === 0 ? (
        <p class="empty">{words[id].none}</p>
      ) : (
        <ul class="cards">
          {faults.slice(0, shown).map((fault) => (
            <FaultCard key={faultKey(fault)} fault={fault} isNew={recent.has(faultKey(fault))} />
          ))}
        </ul>
      )}
      <ShowMore shown={shown} of={faults.length} step={Math.max(step, 24)} onShow={setShown} />
    </Section>
  );
}
