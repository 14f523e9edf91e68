import { createHash } from "node:crypto";
import type Database from "libsql";
import { bytesOf } from "./database";

/** Something that was not stored as readings, and why. */
export interface Quarantined {
  kit: string;
  received_ms: number;
  /** One word: a reason of refusal, or `implausible`, `conflict`, `export-refused`. */
  reason: string;
  /** A sentence with what is wrong and where. */
  detail: string;
  /** How large it was when it came. */
  size_bytes: number;
  /** What was kept of it; empty where it may hold personal data. */
  content: Buffer;
}

/** An entry with how often the very same came in. */
export interface QuarantineEntry extends Quarantined {
  id: number;
  times: number;
}

/** What came in and is no reading. The same content for the same reason is kept once and counted. */
export class Quarantine {
  private readonly insert;
  private readonly newest;
  private readonly total;

  constructor(database: Database.Database) {
    this.insert = database.prepare(`
      INSERT INTO quarantine (kit, received_ms, reason, detail, size_bytes, content, digest, times)
      VALUES (?, ?, ?, ?, ?, ?, ?, 1)
      ON CONFLICT (digest) DO UPDATE SET times = times + 1`);
    this.newest = database.prepare(`
      SELECT id, kit, received_ms, reason, detail, size_bytes, content, times FROM quarantine
      ORDER BY id DESC LIMIT ?`);
    this.total = database.prepare("SELECT coalesce(sum(times), 0) AS total FROM quarantine");
  }

  add(item: Quarantined): void {
    const digest = createHash("sha256")
      .update(`${item.kit}\n${item.reason}\n${item.detail}\n${item.size_bytes}\n`)
      .update(item.content)
      .digest();
    const { kit, received_ms, reason, detail, size_bytes, content } = item;
    this.insert.run(kit, received_ms, reason, detail, size_bytes, content, digest);
  }

  /** The newest entries first. */
  list(limit: number): QuarantineEntry[] {
    const entries = this.newest.all(limit) as QuarantineEntry[];
    return entries.map((entry) => ({ ...entry, content: bytesOf(entry.content) }));
  }

  /** How many messages were quarantined, repetitions counted. */
  count(): number {
    return (this.total.get() as { total: number }).total;
  }
}
