import type { Fault } from "@yeelen/shared/faults";
import { parted } from "@yeelen/shared/measures";
import { expect, test } from "vitest";
import { type Language, languages } from "../text/language";
import { textIn } from "../text/text";
import { evidenceNumbers, evidenceSentences } from "./evidenceText";

const silent: Fault = {
  kit: "kit-7f3k9",
  site: "Ménaka",
  kind: "kit-silent",
  part: "kit",
  state: "raised",
  severity: "minor",
  since: "2026-11-21T14:00:00.000Z",
  evidence: {
    silent_h: 96,
    promised_h: 6,
    lastBattery_V: 12.41,
    lastStateOfCharge_pct: null,
    siteSilent: 1,
    siteKits: 7,
  },
};

test("evidence reads as sentences in each language, numbers in its own way", () => {
  expect(evidenceSentences(silent, textIn("en"))).toMatch(/^Nothing heard for 4 days; .* every 6 hours\..*12\.41\sV/);
  expect(evidenceSentences(silent, textIn("fr"))).toMatch(/^Rien reçu depuis 4\sjours.*12,41\sV/);
});

test("a sentence about a value that is not known is left out", () => {
  expect(evidenceSentences(silent, textIn("en"))).not.toMatch(/charge|\{|NaN|null/);
});

test("a cause, another kind of fault and an hour of the day are told in words", () => {
  const evidence = {
    likely_cause: "credit",
    from_h: 9,
    until_h: 12,
    lightLostInThese_pct: 62,
    open_fault: "battery-worn",
  };
  const sentences = (kind: Fault["kind"], language: Language) =>
    evidenceSentences({ ...silent, kind, evidence }, textIn(language));
  expect(sentences("kit-silent", "en")).toBe("Likely: the phone has no credit for data.");
  expect(sentences("kit-silent", "fr")).toMatch(/^Sans doute\s: le téléphone n’a plus de crédit internet\.$/);
  expect(sentences("panel-shaded", "en")).toMatch(/^Between \d\d:00 and \d\d:00 it loses 62% of the light\.$/);
  const numbers = evidenceNumbers({ evidence, kind: "kit-silent" }, textIn("en"));
  expect(numbers[numbers.length - 1]).toEqual({ name: "Open fault", value: "Battery worn out" });
});

test("numbers that no catalogue knows are shown readably, with their unit", () => {
  const evidence = {
    panelShade_pct: 12.5,
    usual_Wh: 118,
    "last-word": "none",
    peak_dBm: -71.25,
    from: "2026-11-21T14:00:00.000Z",
    to: null,
  };
  const numbers = evidenceNumbers({ evidence, kind: "panel-shaded" }, textIn("en"));
  expect(numbers.map(({ name }) => name)).toEqual(["panel shade", "Usual", "last word", "peak", "From", "To"]);
  expect(numbers.map(({ value }) => value)).toEqual([
    "12.5%",
    "118\u00a0Wh",
    "none",
    "-71.25\u00a0dBm",
    expect.stringContaining("21 Nov 2026"),
    "not known",
  ]);
});

test("every language names the same values in its sentences, and each of them has a name", () => {
  for (const [kind, sentences] of Object.entries(textIn("fr").words.evidence)) {
    const values = valuesIn(sentences);
    for (const language of languages) {
      const { evidence, evidenceNames } = textIn(language).words;
      expect(valuesIn(evidence[kind as keyof typeof evidence])).toEqual(values);
      const names = Object.keys(evidenceNames);
      const isNamed = (key: string) => names.includes(key) || names.includes(`${parted(key).name}_`);
      expect(values.map((value) => value.replace(/^\w+:/, "")).filter((key) => !isNamed(key))).toEqual([]);
    }
  }
});

function valuesIn(sentences: string[]): string[] {
  return [...sentences.join(" ").matchAll(/\{([\w:]+)\}/g)].map(([, name]) => name ?? "");
}
