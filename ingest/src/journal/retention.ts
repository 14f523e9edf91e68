import type Database from "libsql";
import { type BlockRow, recordsOf } from "./blocks";
import type { KitRegister } from "./kits";
import { LampDays } from "./lampDays";
import type { ReadingStore } from "./readings";
import type { ReportRecord } from "./record";
import { positionsOf } from "./runIndex";

/** For how long things are kept, counted in days of event time. */
export interface RetentionSettings {
  /** Reports. */
  reports_days: number;
  /** What lamps did, reading by reading; sums by day stay. */
  lamps_days: number;
}

/** What a pass let go. */
export interface LetGo {
  reports: number;
  lampSections: number;
  /** Reports among them that an exporter had not had yet, for longer than twice their time. */
  unexported: number;
}

const DAY_ms = 24 * 3600_000;
/** A pass is made once a day. */
const EVERY_ms = DAY_ms;
/**
 * From one pass to the next, time moves on by this at most: chosen, so that a server's clock that is years ahead
 * for an hour costs a month and not the journal, while a service that was off for a year is done within a fortnight.
 */
const LONGEST_STEP_ms = 30 * DAY_ms;
/** So many blocks are looked at in a transaction: a few milliseconds. */
const BLOCKS_A_STEP = 32;
const KITS_A_STEP = 32;

/**
 * Whatever its time, a report stays for so long after it came in: what kits, or people who enter recordings, send late
 * is to be seen by someone. Chosen.
 */
const LATE_STAYS_ms = 30 * DAY_ms;

const phases = ["lamps", "reports", "index"] as const;

interface OldIndexRow {
  incarnation: number;
  first_sequence: number;
  positions: Buffer | ArrayBuffer;
}

interface Pass {
  now_ms: number;
  phase: number;
  /** Position of the last block, or id of the last kit, that was looked at. */
  at: number;
  letGo: LetGo;
}

/**
 * Lets go of what is older than its time, without rewriting what stays: a block goes as a whole, once
 * nothing in it is in time any more. The time of a kit is the server's clock; of one that stamps its own readings
 * it is its newest reading, so that recordings of years ago stay. What came in late stays for a while all the same. What was delivered stays known: it is not taken again.
 */
export class Retention {
  private readonly lampDays;
  private readonly nextBlocks;
  private readonly nextLamps;
  private readonly deleteBlock;
  private readonly deleteLamps;
  private readonly oldIndex;
  private readonly received;
  private readonly deleteIndex;
  private readonly nextKits;
  private readonly watermark;
  private readonly cursors;
  private readonly getTime;
  private readonly setTime;
  private pass: Pass | undefined;

  constructor(
    database: Database.Database,
    private readonly register: KitRegister,
    private readonly readings: ReadingStore,
  ) {
    this.lampDays = new LampDays(database);
    const columns = "block.position AS position, received_ms, reports, lamps";
    this.nextBlocks = database.prepare(`
      SELECT ${columns} FROM block LEFT JOIN lamp_block ON lamp_block.position = block.position
      WHERE block.position > ? AND block.position <= ? ORDER BY block.position LIMIT ${BLOCKS_A_STEP}`);
    this.nextLamps = database.prepare(`
      SELECT ${columns} FROM lamp_block JOIN block ON block.position = lamp_block.position
      WHERE lamp_block.position > ? AND lamp_block.position <= ? ORDER BY lamp_block.position LIMIT ${BLOCKS_A_STEP}`);
    this.deleteBlock = database.prepare("DELETE FROM block WHERE position = ?");
    this.deleteLamps = database.prepare("DELETE FROM lamp_block WHERE position = ?");
    this.oldIndex = database.prepare(
      "SELECT incarnation, first_sequence, positions FROM run_index WHERE kit = ? AND to_ms < ?",
    );
    this.received = database.prepare(
      "SELECT received_ms FROM block WHERE position <= ? ORDER BY position DESC LIMIT 1",
    );
    this.deleteIndex = database.prepare(
      "DELETE FROM run_index WHERE kit = ? AND incarnation = ? AND first_sequence = ?",
    );
    this.nextKits = database.prepare(`SELECT id FROM kit WHERE id > ? ORDER BY id LIMIT ${KITS_A_STEP}`);
    this.watermark = database.prepare("SELECT watermark_ms FROM kit_state WHERE kit = ?");
    this.cursors = database.prepare("SELECT consumer, position FROM cursor");
    this.getTime = database.prepare("SELECT time_ms FROM upkeep WHERE what = ?");
    this.setTime = database.prepare("INSERT OR REPLACE INTO upkeep (what, time_ms) VALUES (?, ?)");
  }

  /**
   * Makes a small step of the pass that is due, if one is. Part of a transaction, with everything folded in.
   *
   * @param now_ms the server's clock
   * @returns whether more is left to do, and at the end of a pass what it let go
   */
  step(settings: RetentionSettings, now_ms: number): { isMore: boolean; letGo?: LetGo } {
    this.pass ??= this.begin(now_ms);
    const { pass } = this;
    if (!pass) return { isMore: false };
    const isMore =
      phases[pass.phase] === "index" ? this.letGoOfIndex(pass, settings) : this.letGoOfBlocks(pass, settings);
    if (!isMore) {
      pass.phase += 1;
      pass.at = 0;
    }
    if (pass.phase < phases.length) return { isMore: true };
    this.pass = undefined;
    return { isMore: false, letGo: pass.letGo };
  }

  /** Forgets a pass of which a step was rolled back; it is begun again on the next day. */
  forget(): void {
    this.pass = undefined;
    this.lampDays.forget();
  }

  private begin(now_ms: number): Pass | undefined {
    const made_ms = this.time("retention made");
    if (made_ms !== undefined && Math.abs(now_ms - made_ms) < EVERY_ms) return undefined;
    const before_ms = this.time("retention until") ?? now_ms;
    const until_ms = Math.min(now_ms, before_ms + LONGEST_STEP_ms);
    this.setTime.run("retention made", now_ms);
    this.setTime.run("retention until", until_ms);
    return { now_ms: until_ms, phase: 0, at: 0, letGo: { reports: 0, lampSections: 0, unexported: 0 } };
  }

  private letGoOfBlocks(pass: Pass, settings: RetentionSettings): boolean {
    const isLamps = phases[pass.phase] === "lamps";
    const time_ms = DAY_ms * (isLamps ? settings.lamps_days : settings.reports_days);
    const { folded, exported } = this.progress();
    const blocks = (isLamps ? this.nextLamps : this.nextBlocks).all(pass.at, folded) as BlockRow[];
    const hasSenders = [...this.register.byId().values()].some(({ clock }) => clock === "sender");
    for (const block of blocks) {
      // the server places no reading behind its own time: what came later than this is in time
      if (!hasSenders && block.received_ms >= pass.now_ms - time_ms) return false;
      pass.at = block.position;
      const records = recordsOf(block);
      const isUnexported = block.position + records.length - 1 > exported;
      const kept_ms = isUnexported ? 2 * time_ms : time_ms;
      if (!records.every((record) => this.isOver(record, pass.now_ms, kept_ms))) continue;
      if (block.lamps) this.sumUp(block.position, records.length);
      this.deleteLamps.run(block.position);
      if (block.lamps) pass.letGo.lampSections += records.filter(({ lamps }) => lamps.length > 0).length;
      if (isLamps) continue;
      this.deleteBlock.run(block.position);
      pass.letGo.reports += records.length;
      if (isUnexported) pass.letGo.unexported += records.length;
    }
    return blocks.length === BLOCKS_A_STEP;
  }

  private letGoOfIndex(pass: Pass, { reports_days }: RetentionSettings): boolean {
    const kits = this.nextKits.all(pass.at) as { id: number }[];
    for (const { id } of kits) {
      pass.at = id;
      const over_ms = this.now_ms(id, pass.now_ms) - reports_days * DAY_ms;
      for (const row of this.oldIndex.all(id, over_ms) as OldIndexRow[]) {
        const newest = this.received.get(positionsOf(row).at(-1) ?? 0) as { received_ms: number } | undefined;
        if (newest && newest.received_ms >= pass.now_ms - LATE_STAYS_ms) continue;
        this.deleteIndex.run(id, row.incarnation, row.first_sequence);
      }
    }
    return kits.length === KITS_A_STEP;
  }

  /** Whether nothing of a report is in time any more. */
  private isOver({ kit, received_ms, runs }: ReportRecord, now_ms: number, kept_ms: number): boolean {
    if (received_ms >= now_ms - Math.min(LATE_STAYS_ms, kept_ms)) return false;
    const oldest_ms = this.now_ms(kit, now_ms) - kept_ms;
    if (runs.length === 0) return received_ms < now_ms - kept_ms;
    return runs.every(({ to_ms }) => to_ms < oldest_ms);
  }

  /** What time it is for a kit. */
  private now_ms(kit: number, now_ms: number): number {
    if (this.register.byId().get(kit)?.clock !== "sender") return now_ms;
    return (this.watermark.get(kit) as { watermark_ms: number | null } | undefined)?.watermark_ms ?? now_ms;
  }

  private sumUp(position: number, reports: number): void {
    const ids = new Map([...this.register.byId().values()].map(({ id, code }) => [code, id]));
    const { readings } = this.readings.after(position - 1, reports);
    for (const reading of readings) this.lampDays.add(ids.get(reading.kit) as number, reading);
    this.lampDays.save();
  }

  /** Up to which reports everything is folded in, and everything is with all who export. */
  private progress(): { folded: number; exported: number } {
    const cursors = this.cursors.all() as { consumer: string; position: number }[];
    const folded = cursors.find(({ consumer }) => consumer === "index")?.position ?? 0;
    const others = cursors.filter(({ consumer }) => consumer !== "index").map(({ position }) => position);
    return { folded, exported: Math.min(Infinity, ...others) };
  }

  private time(what: string): number | undefined {
    return (this.getTime.get(what) as { time_ms: number } | undefined)?.time_ms;
  }
}
