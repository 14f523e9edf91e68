import { readFileSync } from "node:fs";
import { type CsvError, parse } from "csv-parse/sync";
import type { Mapping } from "./mapping";

/** A row of a log as it stands there. */
export interface LogRow {
  /** Where it stands, such as `line 17` or `record 17`. */
  where: string;
  /** What a column says, as a text; undefined where the row does not have it. */
  cell: (column: string) => string | undefined;
}

/** A log as it stands in its file. */
export interface LogTable {
  rows: LogRow[];
  /** What cannot be read as a row at all. */
  broken: string[];
  has: (column: string) => boolean;
  columns: string[];
}

/**
 * Reads the rows of a log's file.
 *
 * @throws Error where it is no such file
 */
export function readTable(file: string, mapping: Mapping): LogTable {
  const text = readFileSync(file)
    .toString(mapping.encoding)
    .replace(/^\uFEFF/, "");
  try {
    return mapping.format === "csv" ? csvTable(text, mapping) : jsonTable(text, mapping);
  } catch (error) {
    throw new Error(`${file} cannot be read as ${mapping.format}: ${(error as Error).message}`, { cause: error });
  }
}

function csvTable(text: string, { delimiter, skip_lines }: Mapping): LogTable {
  const broken: string[] = [];
  const records = parse(text, {
    delimiter,
    from_line: skip_lines + 1,
    skip_empty_lines: true,
    trim: true,
    info: true,
    relax_quotes: true,
    skip_records_with_error: true,
    relax_column_count: true,
    on_skip: (error: CsvError | undefined) => {
      broken.push(error?.message ?? "a line that is no row");
      return undefined;
    },
  }) as unknown as { info: { lines: number }; record: string[] }[];
  const [head, ...body] = records;
  if (!head) throw new Error("it has no headings");
  const places = new Map(head.record.map((name, i) => [name, i]));
  const rows: LogRow[] = [];
  for (const { info, record } of body) {
    const where = `line ${info.lines}`;
    // a row that lacks cells, or has too many, says the wrong things in the wrong columns
    if (record.length === head.record.length || (record.length === head.record.length + 1 && record.at(-1) === "")) {
      rows.push({ where, cell: (column) => record[places.get(column) ?? -1] });
    } else broken.push(`${where}: ${record.length} cells under ${head.record.length} headings`);
  }
  return { rows, broken, has: (column) => places.has(column), columns: head.record };
}

function jsonTable(text: string, { rows: path }: Mapping): LogTable {
  const broken: string[] = [];
  const objects: { where: string; value: object }[] = [];
  const take = (value: unknown, where: string) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) objects.push({ where, value });
    else broken.push(`${where}: no object`);
  };
  const whole = path === undefined && !text.trimStart().startsWith("[") ? undefined : (JSON.parse(text) as unknown);
  if (whole === undefined) {
    for (const [i, line] of text.split("\n").entries()) {
      if (line.trim() === "") continue;
      try {
        take(JSON.parse(line), `line ${i + 1}`);
      } catch {
        broken.push(`line ${i + 1}: no JSON`);
      }
    }
  } else {
    const list = path === undefined ? whole : valueAt(whole, path);
    if (!Array.isArray(list)) throw new Error(`${path === undefined ? "it" : `"${path}" in it`} is no array`);
    list.forEach((value, i) => take(value, `record ${i + 1}`));
  }
  if (objects.length === 0 && text.trimStart().startsWith("{")) {
    throw new Error("it is no object on each line: say with `rows` where in it the array lies");
  }
  const rows = objects.map(({ where, value }): LogRow => ({ where, cell: (column) => textOf(valueAt(value, column)) }));
  // an object may leave out what it has nothing to say about
  const columns = [...new Set(objects.slice(0, 1000).flatMap(({ value }) => Object.keys(value)))];
  const has = (column: string) => objects.some(({ value }) => valueAt(value, column) !== undefined);
  return { rows, broken, has, columns };
}

function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const object = value as Record<string, unknown>;
  if (path in object) return object[path];
  const dot = path.indexOf(".");
  return dot < 0 ? undefined : valueAt(object[path.slice(0, dot)], path.slice(dot + 1));
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
