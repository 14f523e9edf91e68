import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { allKinds } from "../scenario/schema";
import { climateMarkdown } from "./climateTable";
import { DOCUMENT, PICTURES, sectionOf, withSection } from "./document";
import { happeningsMarkdown } from "./happeningTable";

const document = readFileSync(DOCUMENT, "utf8");

it.each([
  { section: "climate" as const, now: climateMarkdown() },
  { section: "happenings" as const, now: happeningsMarkdown() },
])("docs/simulator.md has the $section of the code (simulator/scripts/calibrate.ts writes it)", ({ section, now }) => {
  expect(sectionOf(document, section)).toBe(now);
});

it.each(allKinds)("the document says what %s is", (kind) => {
  expect(sectionOf(document, "happenings").match(new RegExp(`^\\| \`${kind}\` \\|`, "gm"))).toHaveLength(1);
});

it("every picture of the document is there", () => {
  const pictures = [...document.matchAll(/\]\(images\/simulator\/([^)]+)\)/g)].map(([, file]) => file as string);
  expect(pictures).toHaveLength(7);
  expect(pictures.filter((file) => !existsSync(join(PICTURES, file)))).toEqual([]);
});

it("a section takes other content, and one that is missing is named", () => {
  const changed = withSection(document, "climate", "| a |");
  expect(sectionOf(changed, "climate")).toBe("| a |");
  expect(withSection(changed, "climate", sectionOf(document, "climate"))).toBe(document);
  expect(() => sectionOf("nothing", "climate")).toThrow('no section "climate"');
});
