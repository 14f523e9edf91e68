import type { Fault } from "@yeelen/shared/faults";
import { named, useText } from "../text/text";

type Severity = Fault["severity"];

/** Each severity has an outline of its own, so that it is told apart without colour and without reading. */
const outlines: Record<Severity, string> = {
  critical: "M7.5 1.5h9l6 6v9l-6 6h-9l-6-6v-9z",
  major: "M12 1.5 23 21.5H1z",
  minor: "M12 1.5 22.5 12 12 22.5 1.5 12z",
  notice: "M12 1.5a10.5 10.5 0 1 1 0 21 10.5 10.5 0 0 1 0-21z",
};

const strokes: Record<Severity, string> = {
  critical: "M12 6.5v7M12 16.8v.4",
  major: "M12 8.5v6M12 17.8v.4",
  minor: "M12 7v6M12 16.3v.4",
  notice: "M12 11v6M12 7v.4",
};

/** How severe something is, as shape, colour and word. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const { words } = useText();
  const names: Record<string, string> = Object.fromEntries(
    Object.entries(words.severities).map(([key, { name }]) => [key, name]),
  );
  return (
    <span class={`severity ${severity}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path class="outline" d={outlines[severity] ?? outlines.notice} />
        <path class="stroke" d={strokes[severity] ?? strokes.notice} />
      </svg>
      {named(names, severity)}
    </span>
  );
}
