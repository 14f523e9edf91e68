import { fileURLToPath } from "node:url";

/** The file with the generated sections, and the directory of its plots. */
export const DOCUMENT = fileURLToPath(new URL("../../../docs/simulator.md", import.meta.url));
export const PICTURES = fileURLToPath(new URL("../../../docs/images/simulator", import.meta.url));

/** Sections of the document that are generated; each stands between two comments with its name. */
export type SectionName = "calibration" | "climate" | "happenings";

const beginOf = (name: SectionName) => `<!-- ${name}: begin; written by simulator/scripts/calibrate.ts -->`;
const endOf = (name: SectionName) => `<!-- ${name}: end -->`;

/**
 * What stands in a section.
 *
 * @throws Error where the document does not have it
 */
export function sectionOf(document: string, name: SectionName): string {
  const { begin, end } = boundsOf(document, name);
  return document.slice(begin, end).trim();
}

/**
 * The document with other content in a section.
 *
 * @throws Error where the document does not have it
 */
export function withSection(document: string, name: SectionName, content: string): string {
  const { begin, end } = boundsOf(document, name);
  return `${document.slice(0, begin)}\n\n${content}\n\n${document.slice(end)}`;
}

function boundsOf(document: string, name: SectionName): { begin: number; end: number } {
  const begin = document.indexOf(beginOf(name));
  const end = document.indexOf(endOf(name));
  if (begin < 0 || end < begin) throw new Error(`the document has no section "${name}": ${beginOf(name)}`);
  return { begin: begin + beginOf(name).length, end };
}
