import type Database from "libsql";
import { AttemptLog } from "./attempts";
import { BlockStore } from "./blocks";
import { CommandLog } from "./commands";
import { CursorTrail } from "./cursorTrail";
import { BUSY_ms, lockToWrite, openDatabase, type WriteLock } from "./database";
import type { Committed, ReportEntry } from "./entries";
import { EventLog } from "./events";
import { FaultMarks } from "./faultMarks";
import { KitRegister } from "./kits";
import { KitStates, type LastState } from "./kitStates";
import { LampDays } from "./lampDays";
import { Listening } from "./listening";
import { migrate, type OnMigration } from "./migrations";
import { Quarantine } from "./quarantine";
import { ReadingStore } from "./readings";
import { ReportWriter } from "./reportWriter";
import { type LetGo, Retention, type RetentionSettings } from "./retention";
import { RunIndex } from "./runIndex";

/** What the journal knows of a kit. */
export interface KitSummary {
  id: number;
  code: string;
  site: string;
  readings: number;
  /** When its last report came in, Unix time in ms, or null. */
  lastReceived_ms: number | null;
  /** Event time of its newest reading, Unix time in ms, or null. */
  watermark_ms: number | null;
  firmware: string;
  wifi_rssi_dBm: number | null;
  /** The revision of commands that it says it applies, or null. */
  configuration: number | null;
  /** How many stretches of sequences are missing between its first and its newest reading, less those it told as dropped. */
  gaps: number;
  /** How many readings it told as thinned or lost. */
  thinned: number;
}

interface OpenOptions {
  /**
   * FULL: what is committed is on the disk. NORMAL is for a consumer that commits nothing but its cursor:
   * a power cut may take the last moves back, and what follows the cursor is dealt with again.
   */
  synchronous?: "FULL" | "NORMAL";
  /** Told how far an older journal has been brought up to date. */
  onMigration?: OnMigration | undefined;
}

/**
 * The durable log of reports: the one source of truth. What `commit` has returned is on the disk.
 * Everything behind it (export, faults, page) reads it and can be replayed from it.
 */
export class Journal {
  readonly kits: KitRegister;
  readonly quarantine: Quarantine;
  readonly listening: Listening;
  readonly readings: ReadingStore;
  readonly commands: CommandLog;
  readonly events: EventLog;
  readonly attempts: AttemptLog;
  /** What people say of faults. */
  readonly marks: FaultMarks;
  readonly trail: CursorTrail;
  /** What lamps did on days whose detail was let go. */
  readonly lampDays: LampDays;
  /** Keeps reports. Only one connection at a time may use it. */
  readonly writer: ReportWriter;
  private readonly retention: Retention;
  private readonly states: KitStates;
  private readonly summaries;
  private readonly received;
  private readonly changed;
  private readonly getCursor;
  private readonly setCursor;
  private readonly begin;
  private readonly end;
  private readonly undo;

  private lock: WriteLock | undefined;

  private constructor(private readonly database: Database.Database) {
    this.kits = new KitRegister(database);
    this.quarantine = new Quarantine(database);
    this.listening = new Listening(database);
    this.commands = new CommandLog(database);
    this.events = new EventLog(database);
    this.attempts = new AttemptLog(database);
    this.marks = new FaultMarks(database);
    this.trail = new CursorTrail(database);
    this.states = new KitStates(database);
    const blocks = new BlockStore(database);
    const index = new RunIndex(database, blocks);
    this.readings = new ReadingStore(this.kits, blocks, index);
    this.lampDays = new LampDays(database);
    this.retention = new Retention(database, this.kits, this.readings);
    this.summaries = database.prepare(`
      SELECT kit.id AS id, kit.code AS code, kit.site AS site, last_received_ms AS lastReceived_ms,
        watermark_ms, coalesce(firmware, '') AS firmware, wifi_rssi_dBm, configuration,
        coalesce(readings, 0) AS readings, coalesce(gaps, 0) AS gaps, coalesce(thinned, 0) AS thinned
      FROM kit LEFT JOIN kit_state ON kit_state.kit = kit.id ORDER BY kit.code`);
    this.received = database.prepare("SELECT last_received_ms FROM kit_state WHERE kit = ?");
    this.changed = database.prepare("SELECT times FROM change ORDER BY what");
    this.getCursor = database.prepare("SELECT position FROM cursor WHERE consumer = ?");
    this.setCursor = database.prepare(`
      INSERT INTO cursor (consumer, position) VALUES (?, ?)
      ON CONFLICT (consumer) DO UPDATE SET position = excluded.position`);
    this.begin = database.prepare("BEGIN IMMEDIATE");
    this.end = database.prepare("COMMIT");
    this.undo = database.prepare("ROLLBACK");
    this.writer = new ReportWriter({
      database,
      blocks,
      index,
      states: this.states,
      commands: this.commands,
      events: this.events,
      attempts: this.attempts,
      quarantine: this.quarantine,
      cursor: (consumer) => this.cursor(consumer),
      moveCursor: (consumer, position) => this.moveCursor(consumer, position),
    });
  }

  /**
   * Opens the journal in a data directory, making it where there is none, and bringing it up to date where it is older.
   *
   * @throws Error where the directory cannot be used
   */
  static open(directory: string, { synchronous = "FULL", onMigration }: OpenOptions = {}): Journal {
    const database = openDatabase(directory, synchronous);
    try {
      migrate(database, onMigration);
      return new Journal(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /**
   * Opens the journal as its one writer.
   *
   * @throws Error where the directory cannot be used, or another writer has it
   */
  static openToWrite(directory: string): Journal {
    const lock = lockToWrite(directory);
    try {
      const journal = Journal.open(directory);
      journal.lock = lock;
      if (journal.writer.isBehind()) journal.commit(() => undefined);
      return journal;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /**
   * Commits all that `work` keeps and quarantines, and returns once the disk has it. All or nothing.
   *
   * @throws Error where it is not on the disk
   */
  commit<T>(work: () => T): T {
    try {
      return this.transaction(() => {
        this.writer.begin();
        const result = work();
        this.writer.finish();
        return result;
      });
    } catch (error) {
      this.writer.forget();
      throw error;
    }
  }

  /** Keeps a report. To be called within `commit`. */
  keep(entry: ReportEntry): Committed {
    for (const item of entry.quarantined) this.quarantine.add(item);
    return this.writer.keep(entry);
  }

  /** Runs `work` in one transaction that is on the disk when this returns. */
  transaction<T>(work: () => T): T {
    this.begin.run();
    try {
      const result = work();
      this.end.run();
      return result;
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  /** What is known of every registered kit, by code. */
  kitSummaries(): KitSummary[] {
    return this.summaries.all() as KitSummary[];
  }

  /** The last state of every kit that was ever heard of. */
  lastStates(): LastState[] {
    return this.states.all();
  }

  /** Another text after every change of the register, of commands, events and marks. */
  changes(): string {
    return (this.changed.all() as { times: number }[]).map(({ times }) => times).join(" ");
  }

  /** When the last report of a kit came in, Unix time in ms, or undefined. */
  lastReceived_ms(kit: number): number | undefined {
    return (this.received.get(kit) as { last_received_ms: number } | undefined)?.last_received_ms;
  }

  /** The last report position that a consumer has dealt with; 0 where it has not begun. */
  cursor(consumer: string): number {
    return (this.getCursor.get(consumer) as { position: number } | undefined)?.position ?? 0;
  }

  /** Moves a consumer's cursor. To be called only once everything up to `position` is where it should be. */
  moveCursor(consumer: string, position: number): void {
    this.setCursor.run(consumer, position);
  }

  /** Folds in some of what was put off. Returns whether there is more. */
  foldMore(): boolean {
    if (!this.writer.isBehind()) return false;
    return this.commit(() => this.writer.foldMore());
  }

  /**
   * Lets go of some of what is older than its time, once a day and once everything is folded in.
   *
   * @param now_ms the server's clock
   * @returns whether there is more to do, and at the end what was let go in all
   */
  letGoMore(settings: RetentionSettings, now_ms: number): { isMore: boolean; letGo?: LetGo } {
    if (this.writer.isBehind()) return { isMore: false };
    try {
      return this.transaction(() => this.retention.step(settings, now_ms));
    } catch (error) {
      this.retention.forget();
      throw error;
    }
  }

  /** Empties the write-ahead log into the database, and gives its room on the disk back, unless somebody reads it just now. */
  emptyLog(): void {
    // whoever reads for long, as a backup does, must not be waited for: reports would wait too
    this.database.pragma("busy_timeout = 0");
    try {
      this.database.pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      this.database.pragma(`busy_timeout = ${BUSY_ms}`);
    }
  }

  close(): void {
    this.database.close();
    this.lock?.release();
  }

  private rollBack(): void {
    try {
      this.undo.run();
    } catch {
      // SQLite has rolled back by itself where the disk is full
    }
  }
}
