import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { knownKeysAt } from "./knownKeys";
import { explain, hint, type Problem, problemAt } from "./problems";

/** What is wrong between entries that are right by themselves. */
export interface Mismatch {
  path: (string | number)[];
  message: string;
}

/** A file that somebody wrote, checked. */
export interface CheckedYaml<T> {
  /** Undefined where there is a problem. */
  data: T | undefined;
  /** Everything that is wrong, in the order of the file. */
  problems: Problem[];
  /** Where something lies, for what is found wrong later. */
  problemAt: (path: readonly PropertyKey[], message: string) => Problem;
}

/**
 * Checks a YAML file against a schema, and says all that is wrong at once.
 *
 * @param mismatches compares the entries of the file with each other, whatever is wrong with some of them
 */
export function checkYaml<T>(
  text: string,
  schema: z.ZodType<T>,
  mismatches: (raw: unknown) => Iterable<Mismatch>,
): CheckedYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (path: readonly PropertyKey[], message: string) => problemAt(document, lines, path, message);
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }): Problem => {
      const { line, col } = lines.linePos(pos[0]);
      return { line, column: col, path: "", message };
    });
    return { data: undefined, problems, problemAt: at };
  }
  const raw: unknown = document.toJS();
  const parsed = schema.safeParse(raw);
  const problems = [...(parsed.error?.issues ?? [])].flatMap((issue) =>
    problemsOf(issue, schema, raw, document, lines),
  );
  for (const { path, message } of mismatches(raw)) problems.push(at(path, message));
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { data: problems.length === 0 ? parsed.data : undefined, problems, problemAt: at };
}

function problemsOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  raw: unknown,
  document: Document.Parsed,
  lines: LineCounter,
): Problem[] {
  if (issue.code !== "unrecognized_keys") {
    return [problemAt(document, lines, issue.path, explain(issue, valueAt(raw, issue.path)))];
  }
  const known = knownKeysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const message = `is not known${hint(key, known) || `; known are ${known.join(", ")}`}`;
    return problemAt(document, lines, issue.path, message, key);
  });
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
