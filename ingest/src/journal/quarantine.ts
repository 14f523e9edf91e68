import { createHash } from "node:crypto";
import type Database from "libsql";
import { bytesOf } from "./database";
import { QuarantineQuota, quotaLimits } from "./quarantineQuota";

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
  times: number;
}

/**
 * What came in and is no reading. The same content for the same reason is kept once and counted; of a kit that
 * has used up its quota messages are only counted. To be written to within a transaction.
 */
export class Quarantine {
  private readonly again;
  private readonly insert;
  private readonly newest;
  private readonly quota: QuarantineQuota;

  constructor(database: Database.Database, limits = quotaLimits) {
    this.quota = new QuarantineQuota(database, limits);
    this.again = database.prepare("UPDATE quarantine SET times = times + 1 WHERE digest = ?");
    this.insert = database.prepare(`
      INSERT INTO quarantine (kit, received_ms, reason, detail, size_bytes, content, digest, times)
      VALUES (?, ?, ?, ?, ?, ?, ?, 1)`);
    this.newest = database.prepare(`
      SELECT kit, received_ms, reason, detail, size_bytes, content, times FROM quarantine
      ORDER BY id DESC LIMIT ?`);
  }

  add(item: Quarantined): void {
    const { kit, received_ms, reason, detail, size_bytes, content } = item;
    const digest = createHash("sha256")
      .update(`${kit}\n${reason}\n${detail}\n${size_bytes}\n`)
      .update(content)
      .digest();
    // the driver takes a lone buffer for an object of named values
    const isKnown = this.again.run([digest]).changes > 0;
    const isKept = isKnown || this.quota.admits(kit, reason, content.length, received_ms);
    if (isKept && !isKnown) this.insert.run(kit, received_ms, reason, detail, size_bytes, content, digest);
    this.quota.count(kit, reason, received_ms, isKept);
  }

  /** The newest entries first; before them, as an entry each, what was only counted of a kit and reason. */
  list(limit: number): QuarantineEntry[] {
    const unkept = this.quota.unkept(limit).map(({ kit, reason, times, last_ms }) => ({
      kit,
      received_ms: last_ms,
      reason,
      detail: "more of these were counted and not kept: this kit has used up what is kept of one",
      size_bytes: 0,
      content: Buffer.alloc(0),
      times,
    }));
    const entries = this.newest.all(limit - unkept.length) as QuarantineEntry[];
    return [...unkept, ...entries.map((entry) => ({ ...entry, content: bytesOf(entry.content) }))];
  }

  /** How many messages were quarantined, repetitions counted. */
  count(): number {
    return this.quota.messages();
  }
}
