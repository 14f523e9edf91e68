import { explain, explainedKinds } from "@yeelen/shared/catalogue/explain";
import type { Fault } from "@yeelen/shared/faults";
import { useMoment } from "../layout/moment";
import { named, useText } from "../text/text";
import { Chart } from "./Chart";
import { evidenceNumbers, evidenceSentences } from "./evidenceText";
import { HelpButtons } from "./HelpButtons";
import { SeverityMark } from "./SeverityMark";
import { StateLine } from "./StateLine";
import { WhatToDo } from "./WhatToDo";

/** One fault: what, where, since when, how bad, what it means, why the service says so, and what to do. */
export function FaultCard({ fault, isNew }: { fault: Fault; isNew: boolean }) {
  const text = useText();
  const { words, format, language } = text;
  const { now_ms, isFresh } = useMoment();
  const { kind, state } = fault;
  const isOpen = state !== "suspected" && state !== "cleared";
  const age = isFresh ? format.age(fault.since, now_ms) : undefined;
  const sentences = evidenceSentences(fault, text);
  const numbers = evidenceNumbers(fault, text);
  return (
    <li class={`fault ${fault.severity} ${fault.state}`}>
      <p class="signs">
        <SeverityMark severity={fault.severity} />
        {isNew && <strong class="new">{words.faults.isNew}</strong>}
      </p>
      <h3>{named(words.kinds, kind)}</h3>
      <p class="where">
        <b class="kit">{fault.kit}</b> <span>{fault.site}</span> <span>{named(words.parts, fault.part)}</span>
      </p>
      <p class="since">
        {words.faults.since} <time dateTime={fault.since}>{format.instant(fault.since)}</time>
        {age !== undefined && <span class="age"> ({age})</span>}
      </p>
      <StateLine fault={fault} />
      {explainedKinds.includes(kind) && <p>{explain(kind, language).meaning}</p>}
      <p class="evidence">{sentences}</p>
      {fault.chart && <Chart chart={fault.chart} />}
      {isOpen && <p class="meaning">{words.severities[fault.severity]?.meaning}</p>}
      <div class="actions">
        {kind === "help" && <HelpButtons kit={fault.kit} isAnswered={fault.evidence.answered !== null} />}
      </div>
      <div class="folded">
        <WhatToDo kind={kind} />
        {numbers.length > 0 && (
          <details open={sentences === ""}>
            <summary>{words.faults.numbers}</summary>
            <dl>
              {numbers.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}
