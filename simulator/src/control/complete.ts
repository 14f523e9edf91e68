import { kindViews } from "./kindViews";
import type { Commands } from "./commands";
import { consoleWords } from "./consoleLine";

/**
 * What the last word of a line may become, as `node:readline` wants it.
 *
 * @returns the words that fit, and what of the line they complete
 */
export function complete(line: string, commands: Commands): [fitting: string[], begun: string] {
  const words = line.trimStart().toLowerCase().split(/\s+/);
  const begun = words.at(-1) ?? "";
  const fitting = candidates(words.slice(0, -1), commands).filter((word) => word.startsWith(begun));
  // a space behind the only one that fits, so that the next word can follow
  return [fitting.length === 1 ? fitting.map((word) => `${word} `) : fitting, begun];
}

function candidates(before: string[], commands: Commands): readonly string[] {
  const [word, name, kind, ...details] = before;
  const { kits, sites } = commands.plan;
  const siteNames = sites.map(({ slug }) => slug);
  if (word === undefined) return consoleWords;
  if (word === "kits") return name === undefined ? siteNames : [];
  if (word === "repair") {
    const going = commands.goingOn();
    if (name === undefined) return [...new Set(going.map(({ kit, site }) => kit ?? site))];
    if (kind !== undefined) return [];
    return [...new Set(going.filter((one) => (one.kit ?? one.site) === name).map((one) => one.kind))];
  }
  if (word !== "break") return [];
  if (name === undefined) return [...kits.map(({ kit }) => kit), ...siteNames];
  const befalls = siteNames.includes(name) ? "site" : "kit";
  if (kind === undefined) return kindViews.filter((one) => one.befalls === befalls).map((one) => one.kind);
  if (details.length > 0) return [];
  return kindViews.find((one) => one.kind === kind)?.parts ?? [];
}
