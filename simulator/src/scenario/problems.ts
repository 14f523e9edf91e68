import { type Document, isMap, isNode, isScalar, type LineCounter } from "yaml";
import type { z } from "zod";
import { nearestTo } from "./nearest";

/** What is wrong at one place of a file. */
export interface Problem {
  /** Counted from 1. */
  line: number;
  column: number;
  /** Such as `sites[0].kits`. */
  path: string;
  message: string;
}

/** A file that cannot be used, with all that is wrong with it. */
class FileError extends Error {
  constructor(
    what: string,
    source: string,
    readonly problems: Problem[],
  ) {
    const lines = problems.map(({ line, column, path, message }) => {
      const place = `${source}:${line}:${column}`;
      return path === "" ? `  ${place}: ${message}` : `  ${place}: ${path}: ${message}`;
    });
    super(`${what}:\n${lines.join("\n")}`);
  }
}

/** A scenario that cannot be used. */
export class ScenarioError extends FileError {
  override name = "ScenarioError";

  constructor(source: string, problems: Problem[]) {
    super("scenario", source, problems);
  }
}

/** A mapping of a site log that cannot be used. */
export class MappingError extends FileError {
  override name = "MappingError";

  constructor(source: string, problems: Problem[]) {
    super("mapping", source, problems);
  }
}

type Path = readonly PropertyKey[];

/**
 * Says where something is wrong.
 *
 * @param path of what is wrong; where a file does not have it, of what it should be in
 * @param key of the map at that path, where the key itself is wrong
 */
export function problemAt(
  document: Document.Parsed,
  lines: LineCounter,
  path: Path,
  message: string,
  key?: string,
): Problem {
  const { line, col } = lines.linePos(offsetOf(document, path, key));
  return { line, column: col, path: nameOf(key === undefined ? path : [...path, key]), message };
}

function offsetOf(document: Document.Parsed, path: Path, key: string | undefined): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (key !== undefined && depth === path.length && isMap(node)) {
      const found = node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
      if (isNode(found?.key) && found.key.range) return found.key.range[0];
    }
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function nameOf(path: Path): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`))
    .join("");
}

/** Says in plain words what zod found, and what to do. @param value what stands there */
export function explain(issue: z.core.$ZodIssue, value: unknown): string {
  const wrong = whatIsWrong(issue);
  if (value === undefined) return `is missing: ${wrong}`;
  if (issue.code === "invalid_value" && typeof value === "string") {
    const meant = hint(value, issue.values.map(String));
    if (meant !== "") return `"${value}" is not known${meant}`;
  }
  // of a list or map that is one, it says nothing to say so
  if (issue.code !== "invalid_type" && typeof value === "object") return wrong;
  return `${wrong}, and is ${shown(value)}`;
}

function whatIsWrong(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `must be ${NAMES[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "not_multiple_of") return `must be a multiple of ${issue.divisor}`;
  if (issue.code === "too_small") {
    if (issue.origin === "array") return `must have ${String(issue.minimum)} or more entries`;
    return `must be ${issue.inclusive === false ? "more than" : "at least"} ${String(issue.minimum)}`;
  }
  if (issue.code === "too_big") {
    if (issue.origin === "array") return `must have ${String(issue.maximum)} or fewer entries`;
    return `must be at most ${String(issue.maximum)}`;
  }
  return issue.message;
}

/** `; did you mean "x"?`, or nothing. */
export function hint(name: string, known: readonly string[]): string {
  const nearest = nearestTo(name, known);
  return nearest === undefined ? "" : `; did you mean "${nearest}"?`;
}

const NAMES: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  array: "a list",
  object: "a map of keys and values",
  tuple: "a list",
};

function shown(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return JSON.stringify(value);
}
