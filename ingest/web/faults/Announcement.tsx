import type { Fault } from "@yeelen/shared/faults";
import { named, useText } from "../text/text";

/** Tells those who do not see the page which faults have just come up. */
export function Announcement({ faults }: { faults: readonly Fault[] }) {
  const { words } = useText();
  const [first] = faults;
  return (
    <p class="unseen" aria-live="polite">
      {first &&
        `${words.faults.arrived(faults.length)}. ${named(words.kinds, first.kind)}, ${first.kit}, ${first.site}.`}
    </p>
  );
}
