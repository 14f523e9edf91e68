import { Column, type Group, type ReportFrame } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import type { BlockStore, PositionedRecord } from "./blocks";
import { timeOfRow } from "./eventTime";
import type { KitRecord, KitRegister } from "./kits";
import { type ReportRecord, reportOf } from "./record";
import type { RunIndex } from "./runIndex";

/** A reading that counts, in its place in time. */
export interface PlacedReading {
  kit: string;
  site: string;
  incarnation: number;
  sequence: number;
  time_ms: number;
  /** No clock and no anchor said when it was taken. */
  estimated: boolean;
  /** It came when a newer reading of the kit was there already. */
  late: boolean;
  row: number[];
}

/** A report that brought readings that count. */
export interface KeptReport {
  received_ms: number;
  readings: number;
  size_bytes: number;
}

/** A report that the journal holds, with what it says beside its readings. */
export interface JournalledReport {
  kit: KitRecord;
  received_ms: number;
  frame: ReportFrame;
  /** Those of its readings that count, and the boot that each of them is of. */
  readings: (PlacedReading & { boot: number })[];
}

/** The readings of the reports that the journal holds. */
export class ReadingStore {
  constructor(
    private readonly register: KitRegister,
    private readonly blocks: BlockStore,
    private readonly index: RunIndex,
  ) {}

  /**
   * Readings of the reports that follow a position, in the order in which they were committed.
   *
   * @returns the readings of at most `limit` reports, and the position of the last of these
   *   (the one given where nothing follows)
   */
  after(position: number, limit: number): { readings: PlacedReading[]; position: number } {
    const reports = this.blocks.after(position, limit);
    return { readings: this.placed(reports), position: reports.at(-1)?.position ?? position };
  }

  /**
   * Reports that follow a position, whole, in the order in which they were committed.
   *
   * @returns at most `limit` reports, and the position of the last of these (the one given where nothing follows)
   */
  reportsAfter(position: number, limit: number): { reports: JournalledReport[]; position: number } {
    const kits = this.register.byId();
    const found = this.blocks.after(position, limit);
    const reports = found.map(({ record }) => journalled(record, kits.get(record.kit) as KitRecord));
    return { reports, position: found.at(-1)?.position ?? position };
  }

  /**
   * The reports of a kit that the journal holds, whole, in the order in which they were committed.
   *
   * @param from_ms those with readings from this event time on
   */
  reportsOfKit(kit: number, from_ms = 0): JournalledReport[] {
    const record = this.register.byId().get(kit) as KitRecord;
    const found = this.index.reportsBetween(kit, from_ms, Number.MAX_SAFE_INTEGER);
    return found.map((report) => journalled(report.record, record));
  }

  /** How many reports follow a position, and when the first of these came in, Unix time in ms (null where none does). */
  backlog(position: number): { reports: number; oldest_ms: number | null } {
    const [first] = this.blocks.after(position, 1);
    return {
      reports: Math.max(0, this.blocks.newestPosition() - position),
      oldest_ms: first?.record.received_ms ?? null,
    };
  }

  /** The newest reports of a kit that brought readings, the newest first. */
  newestReports(kit: number, limit: number): KeptReport[] {
    return this.index.newestReports(kit, limit).map(({ record: { received_ms, runs, core, lamps } }) => ({
      received_ms,
      readings: runs.reduce((sum, { first_sequence, last_sequence }) => sum + last_sequence - first_sequence + 1, 0),
      size_bytes: core.length + lamps.length,
    }));
  }

  /** Readings of a kit with event times from `from_ms` up to, not including, `to_ms`, oldest first. */
  ofKitBetween(kit: number, from_ms: number, to_ms: number): PlacedReading[] {
    return this.placed(this.index.reportsBetween(kit, from_ms, to_ms), from_ms, to_ms).toSorted(
      (a, b) => a.time_ms - b.time_ms || a.incarnation - b.incarnation || a.sequence - b.sequence,
    );
  }

  private placed(reports: readonly PositionedRecord[], from_ms = -Infinity, to_ms = Infinity): PlacedReading[] {
    const kits = this.register.byId();
    return reports.flatMap(({ record }) => {
      if (!record.runs.some((run) => run.to_ms >= from_ms && run.from_ms < to_ms)) return [];
      const { frame } = decodeReport(reportOf(record));
      return placedReadings(record, kits.get(record.kit) as KitRecord, frame, from_ms, to_ms);
    });
  }
}

function journalled(record: ReportRecord, kit: KitRecord): JournalledReport {
  const { frame } = decodeReport(reportOf(record));
  const readings = placedReadings(record, kit, frame, -Infinity, Infinity);
  return { kit, received_ms: record.received_ms, frame, readings };
}

function placedReadings(
  { incarnation, runs }: ReportRecord,
  { code: kit, site }: KitRecord,
  { groups }: ReportFrame,
  from_ms: number,
  to_ms: number,
): JournalledReport["readings"] {
  const readings: JournalledReport["readings"] = [];
  for (const run of runs) {
    if (run.to_ms < from_ms || run.from_ms >= to_ms) continue;
    const { group_index, first_sequence, last_sequence, base_ms, estimated, late } = run;
    const { rows, boot, clock } = groups[group_index] as Group;
    let isTwice: Set<number> | undefined;
    if (rows.length !== last_sequence - first_sequence + 1) isTwice = new Set();
    for (const row of rows) {
      const sequence = row[Column.Sequence] as number;
      if (sequence < first_sequence || sequence > last_sequence) continue;
      // the first of a sequence that stands twice in a group is the one that counts
      if (isTwice?.has(sequence)) continue;
      isTwice?.add(sequence);
      const time_ms = timeOfRow(row, clock, base_ms);
      if (time_ms < from_ms || time_ms >= to_ms) continue;
      readings.push({ kit, site, incarnation, sequence, time_ms, estimated, late, row, boot });
    }
  }
  return readings;
}
