import { explain, explainedKinds } from "@yeelen/shared/catalogue/explain";
import type { Fault } from "@yeelen/shared/faults";
import { parted } from "@yeelen/shared/measures";
import { type Text, wordFor } from "../text/text";
import { readable } from "../text/readable";

const ISO_TIME = /^\d{4}-\d\d-\d\dT/;

/** Evidence in the sentences of its kind; those that name a value which is not known are left out. */
export function evidenceSentences(fault: Fault, text: Text): string {
  const { words, format } = text;
  const sentences: Record<string, string[]> = words.evidence;
  const counts: Record<string, (n: number) => string> = words.counts;
  return (sentences[fault.kind] ?? []).flatMap((sentence) => filled(sentence) ?? []).join(" ");

  function filled(sentence: string): string | undefined {
    let isComplete = true;
    const said = sentence.replace(/\{(?:(span|clock):)?(\w+)\}/g, (_, as: string | undefined, key: string) => {
      const value = fault.evidence[key];
      if (value === undefined || value === null) {
        isComplete = false;
        return "";
      }
      if (typeof value === "string") return wordsOf(value, fault.kind, text);
      if (as === "span") return format.span(value);
      if (as === "clock") return format.hourOfDay(value);
      return counts[key]?.(value) ?? format.measure(key, value, true);
    });
    return isComplete ? said : undefined;
  }
}

/** Every value of evidence with its name, those that no catalogue knows too. */
export function evidenceNumbers(
  { evidence, kind }: Pick<Fault, "evidence" | "kind">,
  text: Text,
): { name: string; value: string }[] {
  const { words, format } = text;
  return Object.entries(evidence).map(([key, value]) => {
    const name = nameOf(key, words.evidenceNames);
    if (value === null) return { name, value: words.unknown };
    if (typeof value === "number") return { name, value: format.measure(key, value) };
    return { name, value: wordsOf(value, kind, text) };
  });
}

function nameOf(key: string, names: Record<string, string>): string {
  const { name, unit } = parted(key);
  return wordFor(names, key) ?? (unit && wordFor(names, `${name}_`)) ?? readable(name);
}

/** A text of evidence: a time, a cause or kind that the catalogue names, or whatever else it is. */
function wordsOf(value: string, kind: Fault["kind"], { words, language, format }: Text): string {
  if (ISO_TIME.test(value)) return format.instant(value);
  const causes = explainedKinds.includes(kind) ? explain(kind, language).causes : [];
  return (
    causes.find(({ cause }) => cause === value)?.text ??
    wordFor(words.evidenceValues, value) ??
    wordFor(words.kinds, value) ??
    value
  );
}
