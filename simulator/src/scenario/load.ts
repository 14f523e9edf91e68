import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { mismatches } from "./mismatches";
import { explain, hint, type Problem, problemAt, ScenarioError } from "./problems";
import { type Scenario, scenarioSchema } from "./schema";
import { knownKeysAt } from "./knownKeys";

/**
 * Reads a scenario's file.
 *
 * @throws ScenarioError with every problem and where it lies; what `readFileSync` throws
 */
export function loadScenario(file: string): Scenario {
  return parseScenario(readFileSync(file, "utf8"), basename(file));
}

/**
 * Reads a scenario written in YAML.
 *
 * @param source what it is called in messages, such as its file's name
 * @throws ScenarioError with every problem and where it lies
 */
export function parseScenario(text: string, source: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }): Problem => {
      const { line, col } = lines.linePos(pos[0]);
      return { line, column: col, path: "", message };
    });
    throw new ScenarioError(source, problems);
  }
  const raw: unknown = document.toJS();
  const parsed = scenarioSchema.safeParse(raw);
  const problems: Problem[] = [];
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code === "unrecognized_keys") {
      const known = knownKeysAt(scenarioSchema, issue.path);
      for (const key of issue.keys) {
        const message = `is not known${hint(key, known) || `; known are ${known.join(", ")}`}`;
        problems.push(problemAt(document, lines, issue.path, message, key));
      }
    } else {
      problems.push(problemAt(document, lines, issue.path, explain(issue, valueAt(raw, issue.path))));
    }
  }
  for (const { path, message } of mismatches(raw)) problems.push(problemAt(document, lines, path, message));
  if (!parsed.success || problems.length > 0) {
    throw new ScenarioError(
      source,
      problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
    );
  }
  return parsed.data;
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
