import type { Fault } from "@yeelen/shared/faults";
import { named, type Text } from "../text/text";
import { parted, readable } from "../text/units";

type Evidence = Fault["evidence"];

const ISO_TIME = /^\d{4}-\d\d-\d\dT/;

/** Evidence in the sentences of its kind; those that name a value which is not known are left out. */
export function evidenceSentences(fault: Fault, { words, format }: Text): string {
  const sentences: Record<string, string[]> = words.evidence;
  const counts: Record<string, (n: number) => string> = words.counts;
  return (sentences[fault.kind] ?? []).flatMap((sentence) => filled(sentence) ?? []).join(" ");

  function filled(sentence: string): string | undefined {
    let isComplete = true;
    const text = sentence.replace(/\{(span:)?(\w+)\}/g, (_, span: string | undefined, key: string) => {
      const value = fault.evidence[key];
      if (value === undefined || value === null) {
        isComplete = false;
        return "";
      }
      if (typeof value === "string") return ISO_TIME.test(value) ? format.instant(value) : value;
      if (span) return format.span(value);
      return counts[key]?.(value) ?? format.measure(key, value, true);
    });
    return isComplete ? text : undefined;
  }
}

/** Every value of evidence with its name, those that no catalogue knows too. */
export function evidenceNumbers(evidence: Evidence, { words, format }: Text): { name: string; value: string }[] {
  return Object.entries(evidence).map(([key, value]) => {
    const names: Record<string, string> = words.evidenceNames;
    const name = key in names ? named(names, key) : readable(parted(key).name);
    if (value === null) return { name, value: words.unknown };
    if (typeof value === "number") return { name, value: format.measure(key, value) };
    return { name, value: ISO_TIME.test(value) ? format.instant(value) : value };
  });
}
