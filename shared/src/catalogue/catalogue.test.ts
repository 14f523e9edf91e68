import { describe, expect, it, test } from "vitest";
import { type FaultKind, faultKinds, faultParts, faultStates, severities } from "../faults";
import { english } from "./en/english";
import { explain, explainedKinds, namesIn } from "./explain";
import { french } from "./fr/french";
import { type CatalogueLanguage, catalogueLanguages } from "./language";
import { structure } from "./structure";
import { spares, tools } from "./supplies";

const texts = { en: english, fr: french };

/** Every string in a value, however deep. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function gapsIn(value: unknown): string[] {
  return stringsIn(value).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""));
}

test("every kind of fault is in the catalogue, and nothing else", () => {
  expect(explainedKinds.toSorted()).toEqual(faultKinds.toSorted());
});

describe.each(catalogueLanguages)("in %s", (language: CatalogueLanguage) => {
  const names = namesIn[language];

  it.each(faultKinds)("%s is told completely", (kind: FaultKind) => {
    const explained = explain(kind, language);
    const { minimum_h: _, numbers, ...told } = explained;
    for (const text of stringsIn(told)) {
      expect(text.trim()).toBe(text);
      expect(text).not.toMatch(/^$|[{}]|undefined|NaN|TODO/);
    }
    expect(explained.causes.length).toBeGreaterThan(1);
    expect(explained.checks.length).toBeGreaterThan(1);
    for (const sentence of [
      explained.meaning,
      explained.raised,
      explained.cleared,
      explained.source,
      ...explained.checks,
    ]) {
      expect(sentence).toMatch(/^[\p{Lu}\d].*[.?]$/su);
    }
    for (const { supply, quantity } of explained.bring) {
      expect([...tools, ...spares]).toContain(supply);
      expect(quantity).toBeGreaterThan(0);
    }
    const used = new Set(gapsIn(texts[language][kind]));
    expect(Object.keys(numbers).filter((name) => !used.has(name))).toEqual([]);
  });

  it("has a name for everything", () => {
    expect(Object.keys(names.kinds).toSorted()).toEqual(faultKinds.toSorted());
    expect(Object.keys(names.parts).toSorted()).toEqual(faultParts.toSorted());
    expect(Object.keys(names.severities).toSorted()).toEqual(severities.toSorted());
    expect(Object.keys(names.states).toSorted()).toEqual(faultStates.toSorted());
    expect(Object.keys(names.supplies).toSorted()).toEqual([...tools, ...spares].toSorted());
    for (const text of stringsIn(names)) expect(text).not.toMatch(/^$|[{}]/);
  });
});

test("both languages have the same steps, with the same numbers in the same sentences", () => {
  const shape = (text: (typeof english)[FaultKind]) => ({
    checks: text.checks.map((step) => gapsIn(step).toSorted()),
    raised: gapsIn(text.raised).toSorted(),
    cleared: gapsIn(text.cleared).toSorted(),
  });
  for (const kind of faultKinds) expect([kind, shape(french[kind])]).toEqual([kind, shape(english[kind])]);
});

test("French and English are set as they should be", () => {
  for (const text of [...stringsIn(french), ...stringsIn(namesIn.fr)]) {
    expect(text).not.toMatch(/'|"| [:;!?»]|« |[^\s\u00a0][;!?»]|[a-zé]:|\d (?:V|A|W|%|°C|K)\b/u);
  }
  for (const text of [...stringsIn(english), ...stringsIn(namesIn.en)])
    expect(text).not.toMatch(/'|"|[\s\u00a0][:;!?]/u);
});

test("every tool and spare part is brought for something", () => {
  const brought = new Set(explainedKinds.flatMap((kind) => Object.keys(structure[kind].bring)));
  expect([...tools, ...spares].filter((supply) => !brought.has(supply))).toEqual([]);
});

test("numbers are filled in, in each language's own way", () => {
  expect(explain("battery-undervoltage", "en").raised).toContain(
    "with 1\u00a0Ah or more, and it is below 12\u00a0V (LiFePO4) or 11.7\u00a0V (lead-acid)",
  );
  expect(explain("battery-undervoltage", "fr").raised).toContain("sous 12\u00a0V (LiFePO4) ou 11,7\u00a0V (plomb)");
  expect(explain("panel-soiled", "en").raised).toContain("On 3 days in a row it loses 10% or more of the light");
});
