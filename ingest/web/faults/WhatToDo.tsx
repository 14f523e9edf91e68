import { explain, explainedKinds } from "@yeelen/shared/catalogue/explain";
import type { Fault } from "@yeelen/shared/faults";
import type { ComponentChildren } from "preact";
import { useText } from "../text/text";

/** What the catalogue says of a kind, behind one tap: what to check, bring and expect. */
export function WhatToDo({ kind }: { kind: Fault["kind"] }) {
  const { words, language, format } = useText();
  // a service newer than this page may know more kinds
  if (!explainedKinds.includes(kind)) return null;
  const { headings, whatToDo, bringNothing } = words.faults;
  const { checks, bring, causes, raised, cleared, source } = explain(kind, language);
  return (
    <details class="to-do">
      <summary>{whatToDo}</summary>
      <Told heading={headings.checks}>
        <ol>
          {checks.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </Told>
      <Told heading={headings.bring}>
        {bring.length === 0 ? (
          <p>{bringNothing}</p>
        ) : (
          <ul>
            {bring.map(({ supply, name, quantity }) => (
              <li key={supply}>
                {format.number(quantity)} × {name}
              </li>
            ))}
          </ul>
        )}
      </Told>
      <Told heading={headings.causes}>
        <ul>
          {causes.map(({ cause, text }) => (
            <li key={cause}>{text}</li>
          ))}
        </ul>
      </Told>
      <Told heading={headings.raised}>
        <p>{raised}</p>
      </Told>
      <Told heading={headings.cleared}>
        <p>{cleared}</p>
      </Told>
      <Told heading={headings.source}>
        <p>{source}</p>
      </Told>
    </details>
  );
}

function Told({ heading, children }: { heading: string; children: ComponentChildren }) {
  return (
    <>
      <h4>{heading}</h4>
      {children}
    </>
  );
}
