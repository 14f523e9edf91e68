import { isKitId } from "@yeelen/shared/topics";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { slugOf } from "../../scenario/slug";
import type { RecordedKit, Recording } from "../recording";
import type { LoadedMapping } from "./loadMapping";
import type { Mapping } from "./mapping";
import { type LogRow, type LogTable, readTable } from "./table";
import { timeReader } from "./time";
import { rowReader } from "./wireRow";

/** What became of the rows of a log. */
export interface LogTally {
  rows: number;
  /** Rows without a time, a kit or the right number of cells: dropped. */
  invalid: number;
  /** Cells that say nothing which could be true: left out, while the rest of their row counts. */
  cells: number;
  outOfOrder: number;
  /** Rows of a time that the kit had a row of already, and how many of these say something else. */
  repeated: number;
  contradicting: number;
  /** Rows left out because there are more than one in `every_min`. */
  thinned: number;
  gaps: number;
  longestGap_h: number;
  /** What is wrong and where, the first of it. */
  problems: string[];
}

/** So many problems are named. */
const NAMED = 20;
const HOUR_s = 3600;
const DAY_s = 24 * HOUR_s;

/** Between these a battery of 12 V stands, whatever its chemistry, in the middle of its log. */
const LOWEST_mV = 9500;
const HIGHEST_mV = 16_500;

interface Taken {
  time_s: number;
  row: number[];
}

/**
 * Reads a site's log as its mapping says.
 *
 * @throws MappingError where the log does not have what the mapping names; Error where nothing of it can be used, or it is
 *   of another battery than said
 */
export function readLog(
  file: string,
  { mapping, checkColumns }: LoadedMapping,
  days?: number,
): { recording: Recording; tally: LogTally } {
  const table = readTable(file, mapping);
  if (table.rows.length > 0) checkColumns(table.has, table.columns);
  const tally = newTally(table);
  const taken = takeRows(table, mapping, tally);
  if (taken.size === 0) throw new Error(`${file}: no row can be used\n  ${tally.problems.slice(0, 5).join("\n  ")}`);
  const kits = [...taken].map(([kitId, rows]) => kitOf(kitId, rows, mapping, tally, days));
  checkVoltage(file, kits, mapping);
  return { recording: { site: mapping.site, kits }, tally };
}

function newTally({ rows, broken }: LogTable): LogTally {
  const invalid = broken.length;
  return {
    rows: rows.length + invalid,
    invalid,
    cells: 0,
    outOfOrder: 0,
    repeated: 0,
    contradicting: 0,
    thinned: 0,
    gaps: 0,
    longestGap_h: 0,
    problems: broken.slice(0, NAMED),
  };
}

/** The rows of each kit, in the order of the file. */
function takeRows({ rows }: LogTable, mapping: Mapping, tally: LogTally): Map<string, Taken[]> {
  const { columns, format, zone } = mapping.time;
  const timeOf = timeReader(format, zone);
  const read = rowReader(mapping);
  const taken = new Map<string, Taken[]>();
  const tell = (from: LogRow, problem: string) => {
    if (tally.problems.length < NAMED) tally.problems.push(`${from.where}: ${problem}`);
  };
  for (const from of rows) {
    const text = columns.map((column) => from.cell(column)?.trim() ?? "").join(" ");
    const time_ms = timeOf(text);
    const kitId = kitIn(from, mapping);
    if (time_ms === undefined || kitId === undefined) {
      tally.invalid += 1;
      tell(from, time_ms === undefined ? `"${text}" is not a time` : "names no kit");
      continue;
    }
    const { row, problems } = read(from);
    tally.cells += problems.length;
    for (const problem of problems) tell(from, problem);
    const list = taken.get(kitId) ?? [];
    taken.set(kitId, list);
    list.push({ time_s: Math.floor(time_ms / 1000), row });
  }
  return taken;
}

function kitIn(from: LogRow, { kit, kit_column, kit_prefix }: Mapping): string | undefined {
  if (kit !== undefined) return kit;
  const id = `${kit_prefix}${slugOf(from.cell(kit_column as string) ?? "")}`;
  return isKitId(id) ? id : undefined;
}

/** Brings a kit's rows in order. */
function kitOf(
  kitId: string,
  taken: readonly Taken[],
  mapping: Mapping,
  tally: LogTally,
  days: number | undefined,
): RecordedKit {
  let latest_s = Number.NEGATIVE_INFINITY;
  for (const { time_s } of taken) {
    if (time_s < latest_s) tally.outOfOrder += 1;
    latest_s = Math.max(latest_s, time_s);
  }
  const every_s = mapping.every_min * 60;
  const kept: Taken[] = [];
  // sorting keeps the order of the file where times are the same
  for (const one of taken.toSorted((a, b) => a.time_s - b.time_s)) {
    const before = kept.at(-1);
    if (before?.time_s === one.time_s) {
      tally.repeated += 1;
      if (one.row.some((value, column) => value !== before.row[column])) tally.contradicting += 1;
      if (mapping.duplicates === "last") kept[kept.length - 1] = one;
    } else if (before && Math.floor(before.time_s / every_s) === Math.floor(one.time_s / every_s)) tally.thinned += 1;
    else if (days === undefined || !kept[0] || one.time_s < kept[0].time_s + days * DAY_s) kept.push(one);
  }
  const interval_s = usualStep_s(kept.map(({ time_s }) => time_s));
  const gap_s = mapping.gap_min === undefined ? 3 * interval_s : mapping.gap_min * 60;
  const sequences: number[] = [];
  for (const [i, { time_s }] of kept.entries()) {
    const step_s = i === 0 ? 0 : time_s - (kept[i - 1] as Taken).time_s;
    const isGap = step_s >= gap_s && step_s > interval_s;
    if (isGap) {
      tally.gaps += 1;
      tally.longestGap_h = Math.max(tally.longestGap_h, Math.round((step_s / HOUR_s) * 10) / 10);
    }
    // readings that the log lacks keep their numbers, so that the service shows the gap
    sequences.push((sequences.at(-1) ?? -1) + (isGap ? Math.max(2, Math.round(step_s / interval_s)) : 1));
  }
  return {
    kitId,
    battery: mapping.battery,
    interval_s,
    times_s: kept.map(({ time_s }) => time_s),
    sequences,
    rows: kept.map(({ row }) => row),
  };
}

/** The median step. */
function usualStep_s(times_s: readonly number[]): number {
  const steps_s = times_s.slice(1).map((time_s, i) => time_s - (times_s[i] as number));
  return steps_s.toSorted((a, b) => a - b)[Math.floor(steps_s.length / 2)] ?? HOUR_s;
}

/** A battery of 24 V that is taken for one of 12 V would be full for ever. */
function checkVoltage(file: string, kits: readonly RecordedKit[], { nominal_V }: Mapping): void {
  for (const { kitId, rows } of kits) {
    const voltages_mV = rows
      .map((row) => row[Column.BatteryVoltage_mV] as number)
      .filter((value) => value !== NOT_MEASURED)
      .toSorted((a, b) => a - b);
    const median_mV = voltages_mV[Math.floor(voltages_mV.length / 2)];
    if (median_mV === undefined) throw new Error(`${file}: no row of ${kitId} says its battery's voltage`);
    if (median_mV >= LOWEST_mV && median_mV <= HIGHEST_mV) continue;
    const logged_V = ((median_mV / 1000) * nominal_V) / 12;
    throw new Error(
      `${file}: the battery of ${kitId} stands at ${logged_V.toFixed(2)} V, which is none of ${nominal_V} V: set nominal_V (6, 12, 24, 36 or 48), or the unit or factor of battery_voltage`,
    );
  }
}
