import type Database from "libsql";
import { Column, type Group, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { bytesOf } from "./database";
import { DroppedRanges } from "./dropped";
import type { ReportEntry } from "./entries";
import { timeOfRow } from "./eventTime";
import { runsOf } from "./runs";

/** A reading that counts, in its place in time. */
export interface PlacedReading {
  kit: string;
  site: string;
  incarnation: number;
  sequence: number;
  time_ms: number;
  estimated: boolean;
  row: number[];
}

interface RunRow {
  kit: string;
  site: string;
  incarnation: number;
  first_sequence: number;
  last_sequence: number;
  position: number;
  group_index: number;
  base_ms: number;
  estimated: number;
  core: Buffer;
  lamps: Buffer | null;
}

/** A report that brought readings that count. */
export interface KeptReport {
  received_ms: number;
  readings: number;
  size_bytes: number;
}

/** Readings as runs of sequences within the reports that brought them. */
export class ReadingStore {
  private readonly insertReport;
  private readonly insertRun;
  private readonly covering;
  private readonly beginning;
  private readonly addToNumbering;
  private readonly before;
  private readonly following;
  private readonly sections;
  private readonly behind;
  private readonly ofKit;
  private readonly reportsOf;
  private readonly lastOf;
  private readonly dropped: DroppedRanges;

  constructor(database: Database.Database) {
    this.dropped = new DroppedRanges(database);
    this.insertReport = database.prepare("INSERT INTO report (kit, received_ms, core, lamps) VALUES (?, ?, ?, ?)");
    this.insertRun = database.prepare(`
      INSERT INTO run (kit, incarnation, first_sequence, last_sequence, position, group_index, base_ms, from_ms, to_ms, estimated)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.covering = database.prepare(`
      SELECT last_sequence, position, group_index FROM run
      WHERE kit = ? AND incarnation = ? AND first_sequence <= ? ORDER BY first_sequence DESC LIMIT 1`);
    this.beginning = database.prepare("SELECT 1 FROM run WHERE kit = ? AND incarnation = ? AND first_sequence = ?");
    this.addToNumbering = database.prepare(`
      INSERT INTO numbering (kit, incarnation, readings, stretches) VALUES (?, ?, ?, ?)
      ON CONFLICT (kit, incarnation) DO UPDATE SET
        readings = readings + excluded.readings, stretches = stretches + excluded.stretches`);
    this.before = database.prepare(`
      SELECT to_ms FROM run WHERE kit = ? AND incarnation = ? AND first_sequence < ?
      ORDER BY first_sequence DESC LIMIT 1`);
    this.following = database.prepare(`
      SELECT from_ms FROM run WHERE kit = ? AND incarnation = ? AND first_sequence > ?
      ORDER BY first_sequence LIMIT 1`);
    this.sections = database.prepare("SELECT core, lamps FROM report WHERE position = ?");
    const columns = `kit.code AS kit, kit.site AS site, incarnation, first_sequence, last_sequence,
      run.position AS position, group_index, base_ms, estimated, core, lamps
      FROM run JOIN report ON report.position = run.position JOIN kit ON kit.id = run.kit`;
    this.behind = database.prepare(`
      SELECT ${columns} WHERE run.position > ? AND run.position <= ?
      ORDER BY run.position, group_index, first_sequence`);
    this.ofKit = database.prepare(`
      SELECT ${columns} WHERE run.kit = ? AND run.to_ms >= ? AND run.from_ms < ? ORDER BY run.position`);
    this.reportsOf = database.prepare(`
      SELECT received_ms, sum(last_sequence - first_sequence + 1) AS readings,
        length(core) + coalesce(length(lamps), 0) AS size_bytes
      FROM run JOIN report ON report.position = run.position
      WHERE run.kit = ? GROUP BY run.position ORDER BY run.position DESC LIMIT ?`);
    this.lastOf = database.prepare(`
      SELECT max(position) AS last FROM (SELECT position FROM report WHERE position > ? ORDER BY position LIMIT ?)`);
  }

  /**
   * Keeps the readings of a report that are new. Part of a transaction of the journal.
   *
   * @param hasNews whether the report is worth keeping for what else it tells
   */
  keep(entry: ReportEntry, hasNews: boolean) {
    const incarnation = incarnationOf(entry.frame);
    const conflicts: number[] = [];
    let known = 0;
    // a report that comes again finds its readings in few reports: each is decoded once
    const decoded = new Map<string, KeptGroup>();
    const isNew = (row: number[], group: Group): boolean => {
      const sequence = row[Column.Sequence] as number;
      if (entry.excluded.has(sequence)) return false;
      const kept = this.find(entry.kit, incarnation, sequence, decoded);
      if (!kept) return true;
      if (sameReading(kept, row, group)) known += 1;
      else conflicts.push(sequence);
      return false;
    };
    const { runs, repeated, contradicting } = runsOf(entry.frame, isNew);
    known += repeated;
    conflicts.push(...contradicting);
    let stored = 0;
    let newest_ms: number | undefined;
    const kept: { first: number; last: number }[] = [];
    if (runs.length > 0 || hasNews) {
      const lamps = entry.lamps ?? null;
      const { lastInsertRowid } = this.insertReport.run(entry.kit, entry.received_ms, entry.core, lamps);
      for (const { group_index, rows } of runs) {
        const group = entry.frame.groups[group_index] as Group;
        const { base_ms, estimated } = entry.placements[group_index] as { base_ms: number; estimated: boolean };
        const times = rows.map((row) => timeOfRow(row, group.clock, base_ms));
        const first = rows[0]?.[Column.Sequence] as number;
        const last = first + rows.length - 1;
        const [from_ms, to_ms] = [Math.min(...times), Math.max(...times)];
        this.count(entry.kit, incarnation, first, last);
        // biome-ignore format: one value a column
        this.insertRun.run(
          entry.kit, incarnation, first, last, lastInsertRowid, group_index, base_ms, from_ms, to_ms, estimated ? 1 : 0,
        );
        stored += rows.length;
        kept.push({ first, last });
        newest_ms = Math.max(newest_ms ?? to_ms, to_ms);
      }
    }
    this.dropped.keep(entry.kit, incarnation, entry.frame.dropped, kept);
    return { stored, known, conflicts, newest_ms };
  }

  /** Event time of the reading with the next lower sequence, Unix time in ms, or undefined. */
  endBefore_ms(kit: number, incarnation: number, sequence: number): number | undefined {
    return (this.before.get(kit, incarnation, sequence) as { to_ms: number } | undefined)?.to_ms;
  }

  /** Event time of the reading with the next higher sequence, Unix time in ms, or undefined. */
  startAfter_ms(kit: number, incarnation: number, sequence: number): number | undefined {
    return (this.following.get(kit, incarnation, sequence) as { from_ms: number } | undefined)?.from_ms;
  }

  /**
   * Readings of the reports that follow a position, in the order in which they were committed.
   *
   * @returns the readings of at most `limit` reports, and the position of the last of these
   *   (the one given where nothing follows)
   */
  after(position: number, limit: number): { readings: PlacedReading[]; position: number } {
    const { last } = this.lastOf.get(position, limit) as { last: number | null };
    if (last === null) return { readings: [], position };
    return { readings: placed(this.behind.all(position, last) as RunRow[]), position: last };
  }

  /** The newest reports of a kit that brought readings, the newest first. */
  newestReports(kit: number, limit: number): KeptReport[] {
    return this.reportsOf.all(kit, limit) as KeptReport[];
  }

  /** Readings of a kit with event times from `from_ms` up to, not including, `to_ms`, oldest first. */
  ofKitBetween(kit: number, from_ms: number, to_ms: number): PlacedReading[] {
    return placed(this.ofKit.all(kit, from_ms, to_ms) as RunRow[])
      .filter((reading) => reading.time_ms >= from_ms && reading.time_ms < to_ms)
      .toSorted((a, b) => a.time_ms - b.time_ms || a.incarnation - b.incarnation || a.sequence - b.sequence);
  }

  /** Counts a run that is about to be inserted: it joins the stretches that it touches. */
  private count(kit: number, incarnation: number, first: number, last: number): void {
    const below = this.covering.get(kit, incarnation, first - 1) as { last_sequence: number } | undefined;
    const touchesBelow = below?.last_sequence === first - 1;
    const touchesAbove = this.beginning.get(kit, incarnation, last + 1) !== undefined;
    const stretches = 1 - (touchesBelow ? 1 : 0) - (touchesAbove ? 1 : 0);
    this.addToNumbering.run(kit, incarnation, last - first + 1, stretches);
  }

  private find(kit: number, incarnation: number, sequence: number, decoded: Map<string, KeptGroup>) {
    const run = this.covering.get(kit, incarnation, sequence) as
      | { last_sequence: number; position: number; group_index: number }
      | undefined;
    if (!run || run.last_sequence < sequence) return undefined;
    const key = `${run.position} ${run.group_index}`;
    let kept = decoded.get(key);
    if (!kept) {
      const group = framed(this.sections.get(run.position) as RunRow).groups[run.group_index] as Group;
      // the first of a sequence that stands twice in a group is the one that counts
      const rows = new Map(group.rows.toReversed().map((row) => [row[Column.Sequence] as number, row]));
      kept = { group, rows };
      decoded.set(key, kept);
    }
    return { group: kept.group, row: kept.rows.get(sequence) as number[] };
  }
}

/** A group of a report that the journal holds, its rows by sequence. */
interface KeptGroup {
  group: Group;
  rows: Map<number, number[]>;
}

/** The incarnation of a report; a sender that names none has always the same one. */
export function incarnationOf(frame: ReportFrame): number {
  return frame.incarnation === NOT_MEASURED ? 0 : frame.incarnation;
}

function sameReading(kept: { group: Group; row: number[] }, row: number[], group: Group): boolean {
  return (
    kept.group.boot === group.boot && kept.group.clock === group.clock && kept.row.every((value, i) => value === row[i])
  );
}

function framed({ core, lamps }: Pick<RunRow, "core" | "lamps">): ReportFrame {
  return decodeReport(lamps ? Buffer.concat([bytesOf(core), bytesOf(lamps)]) : bytesOf(core)).frame;
}

function placed(runs: RunRow[]): PlacedReading[] {
  const readings: PlacedReading[] = [];
  let frame: ReportFrame | undefined;
  let position = -1;
  for (const run of runs) {
    if (run.position !== position || !frame) frame = framed(run);
    position = run.position;
    const { kit, site, incarnation, base_ms } = run;
    const group = frame.groups[run.group_index] as Group;
    const seen = new Set<number>();
    for (const row of group.rows) {
      const sequence = row[Column.Sequence] as number;
      if (sequence < run.first_sequence || sequence > run.last_sequence || seen.has(sequence)) continue;
      seen.add(sequence);
      const time_ms = timeOfRow(row, group.clock, base_ms);
      readings.push({ kit, site, incarnation, sequence, time_ms, estimated: run.estimated === 1, row });
    }
  }
  return readings;
}
