import type { ComponentChildren } from "preact";
import { useText } from "../text/text";

interface SectionProps {
  id: string;
  heading: string;
  count: number;
  /** The time of the answer that is shown, where that is not now. */
  asOf: string | undefined;
  children: ComponentChildren;
}

/** A part of the page with its heading. Where it shows what is old, the heading says so. */
export function Section({ id, heading, count, asOf, children }: SectionProps) {
  const { words, format } = useText();
  return (
    <section id={id} aria-labelledby={`${id}-heading`} class={asOf === undefined ? "" : "old"}>
      <h2 id={`${id}-heading`}>
        {heading} <span class="count">{format.number(count)}</span>
        {asOf !== undefined && <span class="as-of">{words.asOf(asOf)}</span>}
      </h2>
      {children}
    </section>
  );
}
