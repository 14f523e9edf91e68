import type { Fault } from "@yeelen/shared/faults";
import { expect, test } from "vitest";
import { languages } from "../text/language";
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
  expect(evidenceSentences(silent, textIn("en"))).not.toMatch(/charge|Wi-Fi|\{|NaN|null/);
});

test("numbers that no catalogue knows are shown readably, with their unit", () => {
  const evidence = {
    panelShade_pct: 12.5,
    "last-word": "none",
    peak_dBm: -71.25,
    from: "2026-11-21T14:00:00.000Z",
    to: null,
  };
  const numbers = evidenceNumbers({ evidence, kind: "panel-shaded" }, textIn("en"));
  expect(numbers.map(({ name }) => name)).toEqual(["panel shade", "last word", "peak", "From", "To"]);
  expect(numbers.map(({ value }) => value)).toEqual([
    "12.5%",
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
      for (const value of values) expect(Object.keys(evidenceNames)).toContain(value.replace("span:", ""));
    }
  }
});

function valuesIn(sentences: string[]): string[] {
  return [...sentences.join(" ").matchAll(/\{([\w:]+)\}/g)].map(([, name]) => name ?? "");
}
