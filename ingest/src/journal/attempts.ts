import type { ConnectionStage } from "@yeelen/shared/answers";
import { connectionStages } from "@yeelen/shared/vocabulary";
import type Database from "libsql";

/** Attempts to connect, one after the other, that came equally far and ended without an acknowledgement. */
export interface AttemptSpan {
  reached: ConnectionStage;
  /** Times of the first and the last of them, Unix time in ms; null as long as no report says when their boot was. */
  from_ms: number | null;
  to_ms: number | null;
  times: number;
  received_ms: number;
}

/** How many spans of a kit are kept: with eight a report at most, those of 25 reports that had much to tell. */
const KEPT_SPANS = 200;

/** What kits tell of the times when they could not get through. */
export class AttemptLog {
  private readonly covering;
  private readonly unplaced;
  private readonly uncover;
  private readonly insert;
  private readonly place;
  private readonly prune;
  private readonly ofKit;

  constructor(database: Database.Database) {
    this.covering = database.prepare(`
      SELECT 1 FROM attempt WHERE kit = ? AND boot = ? AND first_uptime_s <= ? AND last_uptime_s >= ? AND times >= ?`);
    this.unplaced = database.prepare("SELECT 1 FROM attempt WHERE kit = ? AND base_ms IS NULL LIMIT 1");
    this.uncover = database.prepare(`
      DELETE FROM attempt WHERE kit = ? AND boot = ? AND first_uptime_s >= ? AND last_uptime_s <= ?`);
    this.insert = database.prepare(`
      INSERT INTO attempt (kit, boot, stage, first_uptime_s, last_uptime_s, times, received_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.place = database.prepare("UPDATE attempt SET base_ms = ? WHERE kit = ? AND boot = ? AND base_ms IS NULL");
    this.prune = database.prepare(`
      DELETE FROM attempt WHERE kit = ?1
      AND id NOT IN (SELECT id FROM attempt WHERE kit = ?1 ORDER BY id DESC LIMIT ${KEPT_SPANS})`);
    this.ofKit = database.prepare(`
      SELECT stage, base_ms + first_uptime_s * 1000 AS from_ms, base_ms + last_uptime_s * 1000 AS to_ms, times, received_ms
      FROM attempt WHERE kit = ? ORDER BY id DESC LIMIT ?`);
  }

  /**
   * Keeps the spans of a report. A span that comes again may have grown, or have been joined with its
   * neighbours: it takes the place of those that it covers. Part of the transaction that keeps the report.
   *
   * @param spans quintuples as in the report
   * @param bootTimes when boots began, Unix time in ms
   * @returns whether there was anything new
   */
  keep(kit: number, spans: readonly number[], bootTimes: ReadonlyMap<number, number>, received_ms: number): boolean {
    let isNew = false;
    for (let i = 0; i < spans.length; i += 5) {
      const [boot, stage, first_s, last_s, times] = spans.slice(i, i + 5) as [number, number, number, number, number];
      if (!connectionStages[stage] || last_s < first_s) continue;
      if (this.covering.get(kit, boot, first_s, last_s, times)) continue;
      this.uncover.run(kit, boot, first_s, last_s);
      this.insert.run(kit, boot, stage, first_s, last_s, times, received_ms);
      isNew = true;
    }
    for (const [boot, base_ms] of bootTimes) this.place.run(base_ms, kit, boot);
    if (isNew) this.prune.run(kit);
    return isNew;
  }

  /** Whether a span of a kit waits for a report that says when its boot was. */
  hasUnplaced(kit: number): boolean {
    return this.unplaced.get(kit) !== undefined;
  }

  /** The newest spans of a kit, the newest first. */
  newest(kit: number, limit = KEPT_SPANS): AttemptSpan[] {
    const rows = this.ofKit.all(kit, limit) as (Omit<AttemptSpan, "reached"> & { stage: number })[];
    return rows.map(({ stage, ...span }) => ({ ...span, reached: connectionStages[stage] as ConnectionStage }));
  }
}
