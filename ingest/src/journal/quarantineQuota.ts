import type Database from "libsql";

/** What is kept at most: of one kit, and of all kits beside one message of each kit and reason. */
export interface QuotaLimits {
  entries: number;
  bytes: number;
  totalEntries: number;
  totalBytes: number;
}

/** Chosen: enough of a kit to find what is wrong with it, and altogether what any disk has. */
export const quotaLimits: QuotaLimits = {
  entries: 200,
  bytes: 1024 * 1024,
  totalEntries: 50_000,
  totalBytes: 256 * 1024 * 1024,
};

/** Of a kit whose quota is used up a new message takes an old one's place this often. Chosen. */
const NEWEST_EVERY_ms = 10 * 60_000;

/**
 * Tables of the quota; can be run on a journal that has them. `messages` counts everything that was quarantined,
 * `unkept` what of it was counted only. The row of no kit and no reason is the total of what is kept.
 */
export const quotaSchema = `
CREATE TABLE IF NOT EXISTS quarantine_quota (
  kit TEXT NOT NULL,
  reason TEXT NOT NULL,
  entries INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  newest_ms INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  unkept INTEGER NOT NULL,
  unkept_ms INTEGER NOT NULL,
  PRIMARY KEY (kit, reason)
) WITHOUT ROWID;
INSERT OR IGNORE INTO quarantine_quota
  SELECT kit, reason, count(*), sum(length(content)), max(received_ms), sum(times), 0, 0 FROM quarantine GROUP BY kit, reason;
INSERT OR IGNORE INTO quarantine_quota
  SELECT '', '', count(*), coalesce(sum(length(content)), 0), 0, 0, 0, 0 FROM quarantine;
CREATE INDEX IF NOT EXISTS quarantine_kit ON quarantine (kit, reason);
CREATE TRIGGER IF NOT EXISTS quarantine_kept AFTER INSERT ON quarantine BEGIN
  INSERT INTO quarantine_quota VALUES (NEW.kit, NEW.reason, 1, length(NEW.content), NEW.received_ms, 0, 0, 0)
    ON CONFLICT DO UPDATE SET
      entries = entries + 1, bytes = bytes + excluded.bytes, newest_ms = max(newest_ms, excluded.newest_ms);
  UPDATE quarantine_quota SET entries = entries + 1, bytes = bytes + length(NEW.content) WHERE kit = '' AND reason = '';
END;
CREATE TRIGGER IF NOT EXISTS quarantine_removed AFTER DELETE ON quarantine BEGIN
  UPDATE quarantine_quota SET entries = entries - 1, bytes = bytes - length(OLD.content)
    WHERE (kit = OLD.kit AND reason = OLD.reason) OR (kit = '' AND reason = '');
END;
`;

/** What was counted and not kept, of a kit and reason. */
export interface Unkept {
  kit: string;
  reason: string;
  times: number;
  /** When the last one came in, Unix time in ms. */
  last_ms: number;
}

interface Row {
  reason: string;
  entries: number;
  bytes: number;
  newest_ms: number;
}

/** How much of each kit's quarantined messages is kept, so that a kit gone mad fills no disk. */
export class QuarantineQuota {
  private readonly rowsOf;
  private readonly oldest;
  private readonly remove;
  private readonly countMessage;
  private readonly countUnkept;
  private readonly everyUnkept;
  private readonly allMessages;

  constructor(
    database: Database.Database,
    private readonly limits: QuotaLimits,
  ) {
    this.rowsOf = database.prepare(
      "SELECT reason, entries, bytes, newest_ms FROM quarantine_quota WHERE kit = ? ORDER BY entries DESC",
    );
    this.oldest = database.prepare(
      "SELECT id, length(content) AS bytes FROM quarantine WHERE kit = ? AND reason = ? ORDER BY id LIMIT 1",
    );
    this.remove = database.prepare("DELETE FROM quarantine WHERE id = ?");
    this.countMessage = database.prepare(
      "UPDATE quarantine_quota SET messages = messages + 1 WHERE kit = ? AND reason = ?",
    );
    this.countUnkept = database.prepare(
      "UPDATE quarantine_quota SET unkept = unkept + 1, unkept_ms = ? WHERE kit = ? AND reason = ?",
    );
    this.everyUnkept = database.prepare(`
      SELECT kit, reason, unkept AS times, unkept_ms AS last_ms FROM quarantine_quota
      WHERE unkept > 0 ORDER BY unkept_ms DESC LIMIT ?`);
    this.allMessages = database.prepare("SELECT coalesce(sum(messages), 0) AS total FROM quarantine_quota");
  }

  /** Whether a message is to be kept. Makes room for it where it is the first for its reason, or the first in a while. */
  admits(kit: string, reason: string, bytes: number, received_ms: number): boolean {
    const rows = this.rowsOf.all(kit) as Row[];
    const [total] = this.rowsOf.all("") as Row[];
    const entries = rows.reduce((sum, row) => sum + row.entries, 0);
    const used_bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    const { limits } = this;
    const isWithinTotal = !total || (total.entries < limits.totalEntries && total.bytes + bytes <= limits.totalBytes);
    if (isWithinTotal && entries < limits.entries && used_bytes + bytes <= limits.bytes) return true;
    const isFirst = !rows.some((row) => row.reason === reason && row.entries > 0);
    const newest_ms = Math.max(...rows.map((row) => row.newest_ms));
    if (!isFirst && received_ms - newest_ms < NEWEST_EVERY_ms) return false;
    this.makeRoom(kit, rows[0], Math.max(bytes - (limits.bytes - used_bytes), 1));
    return true;
  }

  /** Counts a message, kept or not. */
  count(kit: string, reason: string, received_ms: number, isKept: boolean): void {
    this.countMessage.run(kit, reason);
    if (!isKept) this.countUnkept.run(received_ms, kit, reason);
  }

  /** What was counted only, the latest first. */
  unkept(limit: number): Unkept[] {
    return this.everyUnkept.all(limit) as Unkept[];
  }

  /** How many messages were quarantined. */
  messages(): number {
    return (this.allMessages.get() as { total: number }).total;
  }

  /** Removes the oldest messages of a kit's most frequent reason, but never the last one, until `bytes` are free. */
  private makeRoom(kit: string, most: Row | undefined, bytes: number): void {
    let free_bytes = 0;
    for (let left = most?.entries ?? 0; most && left > 1 && free_bytes < bytes; left -= 1) {
      const oldest = this.oldest.get(kit, most.reason) as { id: number; bytes: number } | undefined;
      if (!oldest) return;
      this.remove.run(oldest.id);
      free_bytes += oldest.bytes;
    }
  }
}
