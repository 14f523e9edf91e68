import type { FaultKind, FaultPart } from "@yeelen/shared/faults";
import type Database from "libsql";
import { Remembered } from "./changes";

/** What people say of a fault. `repaired`: telemetry has yet to agree. */
export const marks = ["acknowledged", "snoozed", "repaired", "withdrawn"] as const;
export type Mark = (typeof marks)[number];

/** How somebody told of a fault. */
export const toldBy = ["phone call", "message", "meeting", "visit"] as const;
export type ToldBy = (typeof toldBy)[number];

/** A word of somebody about a fault; the newest one counts. */
export interface FaultMark {
  kit: number;
  kind: FaultKind;
  part: FaultPart;
  mark: Mark;
  /** Since when the fault stood that was meant, event time in ms since 1970. */
  since_ms: number;
  marked_ms: number;
  /** For `snoozed`: until when. */
  until_ms: number | null;
}

/** A fault that somebody told of, and that no reading shows. */
export interface PersonReport {
  id: number;
  kit: number;
  part: FaultPart;
  told_by: ToldBy;
  told_ms: number;
}

/** What people say of faults: it cannot be found out again from readings, so the journal keeps it. */
export class FaultMarks {
  private readonly insert;
  private readonly tell;
  private readonly close;
  private readonly newest;
  private readonly open;

  constructor(database: Database.Database) {
    this.insert = database.prepare(`
      INSERT INTO fault_mark (kit, kind, part, mark, since_ms, marked_ms, until_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.tell = database.prepare("INSERT INTO person_report (kit, part, told_by, told_ms) VALUES (?, ?, ?, ?)");
    this.close = database.prepare(
      "UPDATE person_report SET closed_ms = ? WHERE kit = ? AND part = ? AND closed_ms IS NULL",
    );
    const every = database.prepare(`
      SELECT kit, kind, part, mark, since_ms, marked_ms, until_ms FROM fault_mark
      WHERE id IN (SELECT max(id) FROM fault_mark GROUP BY kit, kind, part)`);
    const told = database.prepare(
      "SELECT id, kit, part, told_by, told_ms FROM person_report WHERE closed_ms IS NULL ORDER BY id",
    );
    this.newest = new Remembered(
      database,
      "mark",
      () => new Map((every.all() as FaultMark[]).map((mark) => [keyOf(mark.kit, mark.kind, mark.part), mark])),
    );
    this.open = new Remembered(database, "mark", () => told.all() as PersonReport[]);
  }

  add({ kit, kind, part, mark, since_ms, marked_ms, until_ms }: FaultMark): void {
    this.insert.run(kit, kind, part, mark, since_ms, marked_ms, until_ms);
  }

  /** The newest mark of a fault, whichever of its times it meant. */
  newestOf(kit: number, kind: FaultKind, part: FaultPart): FaultMark | undefined {
    return this.newest.get().get(keyOf(kit, kind, part));
  }

  /** Somebody told of a fault. One of the same part that is still open is the same. */
  report(kit: number, part: FaultPart, by: ToldBy, now_ms: number): void {
    if (this.open.get().some((one) => one.kit === kit && one.part === part)) return;
    this.tell.run(kit, part, by, now_ms);
  }

  /** The faults that people told of and that are not closed, oldest first. */
  openReports(): readonly PersonReport[] {
    return this.open.get();
  }

  /** Closes what was told of a part. Returns how many reports that were. */
  closeReports(kit: number, part: FaultPart, now_ms: number): number {
    return this.close.run(now_ms, kit, part).changes;
  }
}

function keyOf(kit: number, kind: FaultKind, part: FaultPart): string {
  return `${kit} ${kind} ${part}`;
}
