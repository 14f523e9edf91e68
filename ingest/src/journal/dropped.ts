import type Database from "libsql";

interface Range {
  first: number;
  last: number;
}

/**
 * Ranges of sequences that kits told as thinned or lost: what is missing in them will not come.
 * A range may cover sequences that were delivered, before or after it was told; those count as delivered.
 */
export class DroppedRanges {
  private readonly touching;
  private readonly remove;
  private readonly insert;
  private readonly runBefore;
  private readonly runsWithin;

  constructor(database: Database.Database) {
    this.touching = database.prepare(`
      SELECT first_sequence AS first, last_sequence AS last FROM dropped
      WHERE kit = ? AND incarnation = ? AND first_sequence <= ? + 1 AND last_sequence >= ? - 1`);
    this.remove = database.prepare("DELETE FROM dropped WHERE kit = ? AND incarnation = ? AND first_sequence = ?");
    this.insert = database.prepare(`
      INSERT OR REPLACE INTO dropped (kit, incarnation, first_sequence, last_sequence, missing, gaps)
      VALUES (?, ?, ?, ?, ?, ?)`);
    this.runBefore = database.prepare(`
      SELECT first_sequence AS first, last_sequence AS last FROM run
      WHERE kit = ? AND incarnation = ? AND first_sequence < ? ORDER BY first_sequence DESC LIMIT 1`);
    this.runsWithin = database.prepare(`
      SELECT first_sequence AS first, last_sequence AS last FROM run
      WHERE kit = ? AND incarnation = ? AND first_sequence >= ? AND first_sequence <= ? ORDER BY first_sequence`);
  }

  /**
   * Takes the ranges of a report, and counts again what its new readings change. To be called in the
   * transaction that keeps the report, once its readings are kept.
   *
   * @param told pairs [first, last], one after the other
   * @param stored sequences of readings that are new
   */
  keep(kit: number, incarnation: number, told: readonly number[], stored: readonly Range[]): void {
    for (let i = 0; i < told.length; i += 2) {
      const range = { first: told[i] as number, last: told[i + 1] as number };
      if (range.last >= range.first) this.add(kit, incarnation, range);
    }
    for (const run of stored) {
      for (const range of this.thatTouch(kit, incarnation, run)) this.count(kit, incarnation, range);
    }
  }

  private add(kit: number, incarnation: number, range: Range): void {
    const joined = { ...range };
    for (const { first, last } of this.thatTouch(kit, incarnation, range)) {
      this.remove.run(kit, incarnation, first);
      joined.first = Math.min(joined.first, first);
      joined.last = Math.max(joined.last, last);
    }
    this.count(kit, incarnation, joined);
  }

  private thatTouch(kit: number, incarnation: number, { first, last }: Range): Range[] {
    return this.touching.all(kit, incarnation, last, first) as Range[];
  }

  /** Keeps a range with what is missing in it, and how many gaps between readings lie wholly within it. */
  private count(kit: number, incarnation: number, { first, last }: Range): void {
    const before = this.runBefore.get(kit, incarnation, first) as Range | undefined;
    const within = this.runsWithin.all(kit, incarnation, first, last + 1) as Range[];
    let missing = last - first + 1;
    let gaps = 0;
    // the end of the reading before, where it is near enough for the gap behind it to lie within the range
    let end = before && before.last >= first - 1 ? before.last : undefined;
    for (const run of before ? [before, ...within] : within) {
      missing -= Math.max(0, Math.min(run.last, last) - Math.max(run.first, first) + 1);
      if (end !== undefined && run.first > end + 1) gaps += 1;
      if (run !== before) end = run.last;
    }
    this.insert.run(kit, incarnation, first, last, missing, gaps);
  }
}
