import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { hint, MappingError, type Problem } from "../../scenario/problems";
import { checkYaml } from "../../scenario/yamlFile";
import { type Mapping, mappingMismatches, mappingSchema } from "./mapping";

/** A mapping, and how to say that a log does not have what it names. */
export interface LoadedMapping {
  mapping: Mapping;
  /** @throws MappingError with every column that is named and that the log does not have */
  checkColumns: (has: (column: string) => boolean, present: readonly string[]) => void;
}

/**
 * Reads a mapping's file.
 *
 * @throws MappingError with every problem and where it lies; what `readFileSync` throws
 */
export function loadMapping(file: string): LoadedMapping {
  return parseMapping(readFileSync(file, "utf8"), basename(file));
}

/** @param source what it is called in messages, such as its file's name */
export function parseMapping(text: string, source: string): LoadedMapping {
  const { data: mapping, problems, problemAt } = checkYaml(text, mappingSchema, mappingMismatches);
  if (!mapping) throw new MappingError(source, problems);
  return {
    mapping,
    checkColumns: (has, present) => {
      const missing = columnsIn(mapping).filter(({ column }) => !has(column));
      if (missing.length === 0) return;
      const told = missing.map(({ path, column }): Problem => {
        const known = hint(column, present) || `; it has ${present.slice(0, 40).join(", ")}`;
        return problemAt(path, `the log has no column "${column}"${known}`);
      });
      throw new MappingError(
        source,
        told.toSorted((a, b) => a.line - b.line || a.column - b.column),
      );
    },
  };
}

function columnsIn({ time, kit_column, readings, charge_state }: Mapping): { path: PropertyKey[]; column: string }[] {
  const columns = time.columns.map((column, i) => ({ path: ["time", "columns", i] as PropertyKey[], column }));
  if (kit_column !== undefined) columns.push({ path: ["kit_column"], column: kit_column });
  for (const [name, field] of Object.entries(readings)) {
    if (field) columns.push({ path: ["readings", name, "column"], column: field.column });
  }
  if (charge_state) columns.push({ path: ["charge_state", "column"], column: charge_state.column });
  return columns;
}
