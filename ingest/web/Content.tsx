import { useEffect, useMemo, useState } from "preact/hooks";
import { Announcement } from "./faults/Announcement";
import { type Arrivals, afterAnswer } from "./faults/arrivals";
import { FaultSection } from "./faults/FaultSection";
import { inOrder, placeOf, worstByKit } from "./faults/order";
import { KitSection } from "./kits/KitSection";
import { matching } from "./kits/matching";
import { Filter } from "./layout/Filter";
import { Health } from "./layout/Health";
import { NoKits } from "./layout/NoKits";
import { Summary } from "./layout/Summary";
import type { Answer } from "./service/answers";
import { useText } from "./text/text";

interface ContentProps {
  answer: Answer;
  /** The time of the answer, where it may be old. */
  asOf: string | undefined;
}

type Place = ReturnType<typeof placeOf>;

const nothingNew: ReadonlySet<string> = new Set();

/** All that one answer of the service says. */
export function Content({ answer: { kits, faults, status, clockAhead_ms }, asOf }: ContentProps) {
  const { words } = useText();
  const [sought, setSought] = useState("");
  const [arrivals, setArrivals] = useState<Arrivals>();
  useEffect(() => {
    // of what is only suspected nobody is told
    setArrivals((before) =>
      afterAnswer(
        before,
        faults.filter((fault) => placeOf(fault) !== "suspected"),
      ),
    );
  }, [faults]);

  const ordered = useMemo(() => inOrder(faults), [faults]);
  const worst = useMemo(() => worstByKit(faults.filter((fault) => placeOf(fault) !== "suspected")), [faults]);
  const foundFaults = useMemo(() => matching(ordered, sought), [ordered, sought]);
  const foundKits = useMemo(() => matching(kits, sought).length, [kits, sought]);
  const countOf = (place: Place) => ordered.filter((fault) => placeOf(fault) === place).length;
  const foundIn = (place: Place) => foundFaults.filter((fault) => placeOf(fault) === place);
  const isSeeking = sought.trim() !== "";
  const hasFound = foundKits + foundFaults.length > 0;

  let found: string | undefined;
  if (isSeeking) {
    found = hasFound ? words.filter.found(foundKits, foundFaults.length) : words.filter.nothing(sought.trim());
  }

  const recent = arrivals?.recent ?? nothingNew;
  return (
    <>
      <main>
        {status.demo && (
          <p class="demo">
            <strong>{words.demo.simulated}</strong>{" "}
            {status.demo.hasFailed ? words.demo.failed(status.demo.kit) : words.demo.willFail(status.demo.kit)}
          </p>
        )}
        <Summary kits={kits.length} faults={countOf("faults")} notices={countOf("notices")} />
        {kits.length === 0 && <NoKits />}
        {kits.length > 1 && <Filter sought={sought} found={found} onSeek={setSought} />}
        {kits.length + faults.length > 0 && (hasFound || !isSeeking) && (
          <>
            <FaultSection id="faults" faults={foundIn("faults")} recent={recent} step={24} asOf={asOf} />
            {countOf("suspected") > 0 && (
              <FaultSection id="suspected" faults={foundIn("suspected")} recent={recent} step={6} asOf={asOf} />
            )}
            <FaultSection id="notices" faults={foundIn("notices")} recent={recent} step={6} asOf={asOf} />
            <KitSection kits={kits} sought={sought} worst={worst} asOf={asOf} />
          </>
        )}
        <Announcement faults={arrivals?.latest ?? []} />
      </main>
      <Health status={status} clockAhead_ms={clockAhead_ms} />
    </>
  );
}
