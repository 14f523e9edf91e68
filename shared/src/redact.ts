/** Text that a report may hold: versions, times, and the lower-case words of the vocabulary. */
const HARMLESS_TEXT = /^(?:\d+(?:\.\d+){1,2}|\d{4}-\d\d-\d\dT[\d:.+Z-]+|[a-z][a-z0-9-]{0,20})$/;

/** No report nests as deep as this; what does is made to exhaust whoever walks through it. */
const DEEPEST = 12;

/**
 * A refused JSON report as text that may be kept: fields that the schema does not know keep their
 * name and the kind of their value, and free text is left out, so that nothing that somebody wrote
 * into it about a person stays behind.
 *
 * @param unknown paths of the fields that the schema does not know
 */
export function redacted(value: unknown, unknown: readonly (readonly PropertyKey[])[]): string {
  const hidden = new Set(unknown.map((path) => path.join("/")));
  const copy = (part: unknown, path: string, depth = 0): unknown => {
    if (depth > DEEPEST) return "(deeper)";
    if (hidden.has(path)) return `(${Array.isArray(part) ? "list" : typeof part})`;
    if (typeof part === "string") return HARMLESS_TEXT.test(part) ? part : "(text)";
    if (Array.isArray(part)) return part.map((item, i) => copy(item, join(path, i), depth + 1));
    if (typeof part === "object" && part !== null) {
      return Object.fromEntries(
        Object.entries(part).map(([key, item]) => [key, copy(item, join(path, key), depth + 1)]),
      );
    }
    return part;
  };
  return JSON.stringify(copy(value, ""));
}

function join(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}/${key}`;
}
