import type Database from "libsql";
import { type BlockRow, recordsOf } from "./blocks";
import { blockChecksum, lampChecksum } from "./checksum";
import { bytesOf } from "./database";
import type { RawRow } from "./rawPages";
import { checkedRecords } from "./verification";

const AT_A_TIME = 32;

/** Takes blocks into a new journal: those that are as they were written, each once. */
export class SalvagedReports {
  private readonly insert;
  private readonly insertLamps;

  constructor(private readonly target: Database.Database) {
    this.insert = target.prepare(
      "INSERT OR IGNORE INTO block (position, received_ms, checksum, reports) VALUES (?, ?, ?, ?)",
    );
    this.insertLamps = target.prepare("INSERT OR IGNORE INTO lamp_block (position, checksum, lamps) VALUES (?, ?, ?)");
  }

  /** Takes what the damaged journal gives in its order. Returns whether all of it was there and right. */
  takeFrom(damaged: Database.Database): boolean {
    const reports = this.takeAll(damaged, "SELECT * FROM block", (row) =>
      this.take(row.position, row.received_ms, row.checksum, row.reports),
    );
    const lamps = this.takeAll(damaged, "SELECT * FROM lamp_block", (row) =>
      this.takeLamps(row.position, row.checksum, row.lamps),
    );
    return reports && lamps;
  }

  /** Takes a row of a page whose table is not known. Returns whether it was a block's or its lamps'. */
  takeRaw({ id, a, b, c }: RawRow): boolean {
    return this.take(id, a, b, c) || this.takeLamps(id, a, b);
  }

  oldest(): number {
    return this.edge("SELECT min(position) AS position FROM block");
  }

  /** The position of the newest report. */
  newest(): number {
    const position = this.edge("SELECT max(position) AS position FROM block");
    const row = this.target
      .prepare("SELECT position, received_ms, reports FROM block WHERE position = ?")
      .all(position)[0];
    return row ? position + recordsOf({ ...(row as BlockRow), lamps: null }).length - 1 : 0;
  }

  /** The kits that reports are of, by id. */
  kits(): Set<number> {
    const kits = new Set<number>();
    const rows = this.target.prepare("SELECT position, received_ms, reports FROM block ORDER BY position").iterate();
    for (const row of rows as Iterable<BlockRow>) {
      for (const { kit } of recordsOf({ ...row, lamps: null })) kits.add(kit);
    }
    return kits;
  }

  private takeAll(damaged: Database.Database, sql: string, take: (row: Record<string, unknown>) => boolean): boolean {
    let isWhole = true;
    try {
      const next = damaged.prepare(`${sql} WHERE position > ? ORDER BY position LIMIT ${AT_A_TIME}`);
      for (let at = 0; ; ) {
        const rows = next.all(at) as { position: number }[];
        if (rows.length === 0) return isWhole;
        for (const row of rows) {
          at = row.position;
          if (!take(row)) isWhole = false;
        }
      }
    } catch {
      return false;
    }
  }

  private take(position: unknown, received_ms: unknown, checksum: unknown, reports: unknown): boolean {
    if (typeof position !== "number" || typeof received_ms !== "number" || typeof checksum !== "number") return false;
    if (!isBytes(reports)) return false;
    const bytes = bytesOf(reports);
    if (blockChecksum(position, received_ms, bytes) !== checksum) return false;
    const { records } = checkedRecords({
      position,
      received_ms,
      checksum,
      reports: bytes,
      lamps: null,
      lamp_checksum: null,
    });
    if (records.length === 0) return false;
    this.insert.run(position, received_ms, checksum, bytes);
    return true;
  }

  private takeLamps(position: unknown, checksum: unknown, lamps: unknown): boolean {
    if (typeof position !== "number" || typeof checksum !== "number" || !isBytes(lamps)) return false;
    const bytes = bytesOf(lamps);
    if (lampChecksum(position, bytes) !== checksum) return false;
    this.insertLamps.run(position, checksum, bytes);
    return true;
  }

  private edge(sql: string): number {
    return (this.target.prepare(sql).all()[0] as { position: number | null }).position ?? 0;
  }
}

function isBytes(value: unknown): value is Buffer | ArrayBuffer {
  return Buffer.isBuffer(value) || value instanceof ArrayBuffer;
}
