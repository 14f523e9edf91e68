import type { FaultKind, Severity } from "../faults";
import { createMeasures } from "../measures";
import { english } from "./en/english";
import { names as englishNames } from "./en/names";
import { french } from "./fr/french";
import { names as frenchNames } from "./fr/names";
import type { CatalogueLanguage, KindTexts, Names } from "./language";
import { structure } from "./structure";
import type { Supply } from "./supplies";

/** A kind of fault as `GET /api/v1/catalogue` and `yeelen faults explain` tell it, in one language. */
export interface ExplainedKind {
  kind: FaultKind;
  name: string;
  severity: Severity;
  meaning: string;
  raised: string;
  /** How long the condition lasts before it counts; 0 = at once. */
  minimum_h: number;
  cleared: string;
  /** The most likely first. */
  causes: { cause: string; text: string }[];
  /** Steps for a technician at the site, in order. */
  checks: string[];
  bring: { supply: Supply; name: string; quantity: number }[];
  source: string;
  /** What the texts compare with; units stand in the names. */
  numbers: Readonly<Record<string, number>>;
}

/** Every kind, in the order in which kinds are told. */
export const explainedKinds = Object.keys(structure) as FaultKind[];

const texts: Record<CatalogueLanguage, KindTexts> = { en: english, fr: french };

export const namesIn: Readonly<Record<CatalogueLanguage, Names>> = { en: englishNames, fr: frenchNames };

/** What a language says of a kind, with its numbers filled in. */
export function explain(kind: FaultKind, language: CatalogueLanguage): ExplainedKind {
  const names = namesIn[language];
  const { severity, minimum_h, numbers, causes, bring } = structure[kind];
  const text = texts[language][kind];
  const known: Record<string, number> = { ...numbers, minimum_h };
  const measures = createMeasures(names.locale);
  const filled = (sentence: string) =>
    sentence.replace(/\{(\w+)\}/g, (gap, name: string) => {
      const value = known[name];
      if (value === undefined) return gap;
      return name === "minimum_h" ? measures.span(value) : measures.measure(name, value, true);
    });
  return {
    kind,
    name: names.kinds[kind],
    severity,
    meaning: filled(text.meaning),
    raised: filled(text.raised),
    minimum_h,
    cleared: filled(text.cleared),
    causes: causes.map((cause) => ({ cause, text: (text.causes as Record<string, string>)[cause] ?? cause })),
    checks: text.checks.map(filled),
    bring: (Object.entries(bring) as [Supply, number][]).map(([supply, quantity]) => ({
      supply,
      name: names.supplies[supply],
      quantity,
    })),
    source: filled(text.source),
    numbers,
  };
}

/** The whole catalogue in one language, as `GET /api/v1/catalogue` answers. */
export function catalogueView(language: CatalogueLanguage): {
  language: CatalogueLanguage;
  catalogue: ExplainedKind[];
} {
  return { language, catalogue: explainedKinds.map((kind) => explain(kind, language)) };
}

/** How long a condition lasts before it counts, in words. */
export function minimumText({ minimum_h }: ExplainedKind, language: CatalogueLanguage): string {
  const { locale, atOnce } = namesIn[language];
  return minimum_h === 0 ? atOnce : createMeasures(locale).span(minimum_h);
}
