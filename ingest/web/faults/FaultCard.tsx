import type { Fault } from "@yeelen/shared/faults";
import { useMoment } from "../layout/moment";
import { named, useText } from "../text/text";
import { evidenceNumbers, evidenceSentences } from "./evidenceText";
import { HelpButtons } from "./HelpButtons";
import { SeverityMark } from "./SeverityMark";

/** One fault: what, where, since when, how bad, and why the service says so. */
export function FaultCard({ fault, isNew }: { fault: Fault; isNew: boolean }) {
  const text = useText();
  const { words, format } = text;
  const { now_ms, isFresh } = useMoment();
  const age = isFresh ? format.age(fault.since, now_ms) : undefined;
  return (
    <li class={`fault ${fault.severity}`}>
      <p class="signs">
        <SeverityMark severity={fault.severity} />
        {isNew && <strong class="new">{words.faults.isNew}</strong>}
      </p>
      <h3>{named(words.kinds, fault.kind)}</h3>
      <p class="where">
        <b class="kit">{fault.kit}</b> <span>{fault.site}</span> <span>{named(words.parts, fault.part)}</span>
      </p>
      <p class="since">
        {words.faults.since} <time dateTime={fault.since}>{format.instant(fault.since)}</time>
        {age !== undefined && <span class="age"> ({age})</span>}
      </p>
      <p class="evidence">{evidenceSentences(fault, text)}</p>
      <p class="meaning">{words.severities[fault.severity]?.meaning}</p>
      {fault.kind === "help" && <HelpButtons kit={fault.kit} isAnswered={fault.evidence.answered !== null} />}
      <details>
        <summary>{words.faults.numbers}</summary>
        <dl>
          {evidenceNumbers(fault.evidence, text).map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
