import type { FaultKind, FaultPart, FaultState, Severity } from "../faults";
import type { Cause } from "./structure";
import type { Supply } from "./supplies";

/** The languages that the catalogue speaks. */
export const catalogueLanguages = ["en", "fr"] as const;
export type CatalogueLanguage = (typeof catalogueLanguages)[number];

/** What a language says of a kind. A number of its structure stands as `{name}`. */
interface KindText<K extends FaultKind> {
  /** What it is, in a sentence or two. */
  meaning: string;
  raised: string;
  cleared: string;
  causes: Readonly<Record<Cause<K>, string>>;
  /** Steps for a technician at the site, in order. */
  checks: readonly string[];
  /** Where the thresholds come from. */
  source: string;
}

/** What a language says of some kinds. */
export type KindTexts<K extends FaultKind = FaultKind> = { readonly [kind in K]: KindText<kind> };

/** How a language names what the catalogue and faults are made of. */
export interface Names {
  locale: string;
  kinds: Readonly<Record<FaultKind, string>>;
  parts: Readonly<Record<FaultPart, string>>;
  severities: Readonly<Record<Severity, { name: string; meaning: string }>>;
  states: Readonly<Record<FaultState, { name: string; meaning: string }>>;
  supplies: Readonly<Record<Supply, string>>;
  /** Headings over what is said of a kind. */
  headings: Readonly<
    Record<
      "kind" | "severity" | "meaning" | "raised" | "minimum" | "cleared" | "causes" | "checks" | "bring" | "source",
      string
    >
  >;
  atOnce: string;
  nothingToBring: string;
}
