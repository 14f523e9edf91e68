import type Database from "libsql";

/** Where a consumer's cursor was, and which run of its server had taken everything up to there. */
export interface TrailEntry {
  /** Unix time in ms. */
  at_ms: number;
  position: number;
  /** The run of the server, by its own account. */
  run: string;
}

/**
 * Where consumers' cursors were of late: for a server that may lose what it took shortly before it
 * was killed, so that the cursor can go back to where that is still safe.
 */
export class CursorTrail {
  private readonly insert;
  private readonly entries;
  private readonly forget;

  constructor(database: Database.Database) {
    this.insert = database.prepare(`
      INSERT INTO cursor_trail (consumer, at_ms, position, run) VALUES (?, ?, ?, ?)
      ON CONFLICT (consumer, at_ms) DO UPDATE SET position = excluded.position, run = excluded.run`);
    this.entries = database.prepare("SELECT at_ms, position, run FROM cursor_trail WHERE consumer = ? ORDER BY at_ms");
    this.forget = database.prepare("DELETE FROM cursor_trail WHERE consumer = ? AND (at_ms < ? OR position > ?)");
  }

  /** What is known of a consumer, the oldest entry first. */
  of(consumer: string): TrailEntry[] {
    return this.entries.all(consumer) as TrailEntry[];
  }

  /** Adds an entry, and forgets those before `since_ms` and those beyond its position. */
  add(consumer: string, { at_ms, position, run }: TrailEntry, since_ms: number): void {
    this.insert.run(consumer, at_ms, position, run);
    this.forget.run(consumer, since_ms, position);
  }
}
