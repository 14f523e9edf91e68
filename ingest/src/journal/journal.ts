import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type Database from "libsql";
import { AttemptLog } from "./attempts";
import { bootTimes } from "./bootTime";
import { CommandLog } from "./commands";
import { openDatabase } from "./database";
import type { Committed, JournalEntry, ReportEntry } from "./entries";
import { EventLog } from "./events";
import { KitRegister } from "./kits";
import { Listening } from "./listening";
import { Quarantine } from "./quarantine";
import { ReadingStore } from "./readings";

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
  private readonly setState;
  private readonly summaries;
  private readonly received;
  private readonly getCursor;
  private readonly setCursor;
  private readonly begin;
  private readonly end;
  private readonly undo;

  private constructor(private readonly database: Database.Database) {
    this.kits = new KitRegister(database);
    this.quarantine = new Quarantine(database);
    this.listening = new Listening(database);
    this.readings = new ReadingStore(database);
    this.commands = new CommandLog(database);
    this.events = new EventLog(database);
    this.attempts = new AttemptLog(database);
    this.setState = database.prepare(`
      INSERT INTO kit_state
        (kit, last_received_ms, watermark_ms, firmware, wifi_rssi_dBm, configuration, reports, unknown_parts)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?)
      ON CONFLICT (kit) DO UPDATE SET
        last_received_ms = max(last_received_ms, excluded.last_received_ms),
        watermark_ms = max(coalesce(watermark_ms, excluded.watermark_ms), coalesce(excluded.watermark_ms, watermark_ms)),
        firmware = CASE excluded.firmware WHEN '' THEN firmware ELSE excluded.firmware END,
        wifi_rssi_dBm = coalesce(excluded.wifi_rssi_dBm, wifi_rssi_dBm),
        configuration = coalesce(excluded.configuration, configuration),
        reports = reports + 1,
        unknown_parts = unknown_parts + excluded.unknown_parts`);
    this.summaries = database.prepare(`
      SELECT kit.id AS id, kit.code AS code, kit.site AS site, last_received_ms AS lastReceived_ms,
        watermark_ms, coalesce(firmware, '') AS firmware, wifi_rssi_dBm, configuration,
        (SELECT coalesce(sum(readings), 0) FROM numbering WHERE numbering.kit = kit.id) AS readings,
        (SELECT coalesce(sum(stretches - 1), 0) FROM numbering WHERE numbering.kit = kit.id)
          - (SELECT coalesce(sum(gaps), 0) FROM dropped WHERE dropped.kit = kit.id) AS gaps,
        (SELECT coalesce(sum(missing), 0) FROM dropped WHERE dropped.kit = kit.id) AS thinned
      FROM kit LEFT JOIN kit_state ON kit_state.kit = kit.id ORDER BY kit.code`);
    this.received = database.prepare("SELECT last_received_ms FROM kit_state WHERE kit = ?");
    this.getCursor = database.prepare("SELECT position FROM cursor WHERE consumer = ?");
    this.setCursor = database.prepare(`
      INSERT INTO cursor (consumer, position) VALUES (?, ?)
      ON CONFLICT (consumer) DO UPDATE SET position = excluded.position`);
    this.begin = database.prepare("BEGIN IMMEDIATE");
    this.end = database.prepare("COMMIT");
    this.undo = database.prepare("ROLLBACK");
  }

  /**
   * Opens the journal in a data directory, making it where there is none.
   *
   * @throws Error where the directory cannot be used
   */
  static open(directory: string): Journal {
    return new Journal(openDatabase(directory));
  }

  /** Commits entries together, in order, and returns once the disk has them. All or none. */
  commit(entries: readonly JournalEntry[]): Committed[] {
    return this.transaction(() =>
      entries.map((entry) => {
        for (const item of entry.quarantined) this.quarantine.add(item);
        return "frame" in entry ? this.keep(entry) : { stored: 0, known: 0, conflicts: 0 };
      }),
    );
  }

  /** Runs `work` in one transaction that is on the disk when this returns. */
  transaction<T>(work: () => T): T {
    this.begin.run();
    try {
      const result = work();
      this.end.run();
      return result;
    } catch (error) {
      this.undo.run();
      throw error;
    }
  }

  /** What is known of every registered kit, by code. */
  kitSummaries(): KitSummary[] {
    return this.summaries.all() as KitSummary[];
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

  close(): void {
    this.database.close();
  }

  private keep(entry: ReportEntry): Committed {
    const { kit, received_ms, frame, unknownParts } = entry;
    const times = bootTimes(entry);
    const events = this.events.keep(kit, frame.events, times, received_ms);
    const hasNewAttempts = this.attempts.keep(kit, frame.attempts, times, received_ms);
    const hasNews = events.length > 0 || hasNewAttempts;
    const { stored, known, conflicts, newest_ms } = this.readings.keep(entry, hasNews);
    const [first] = conflicts;
    if (first !== undefined) {
      const more = conflicts.length > 1 ? `, and ${conflicts.length - 1} more of the report` : "";
      const content = Buffer.concat([entry.core, entry.lamps ?? Buffer.alloc(0)]);
      this.quarantine.add({
        kit: entry.code,
        received_ms: entry.received_ms,
        reason: "conflict",
        detail: `sequence ${first} is already kept with another content${more}`,
        size_bytes: content.length,
        content,
      });
    }
    const { firmware, wifiRssi_dBm, configuration } = frame;
    // biome-ignore format: one value a column
    this.setState.run(
      kit, received_ms, newest_ms ?? null, firmware, orNull(wifiRssi_dBm), orNull(configuration), unknownParts,
    );
    const commands = this.commands.answer(kit, configuration, events.includes("command-refused"), received_ms);
    this.events.heard(kit, received_ms);
    return { stored, known, conflicts: conflicts.length, commands };
  }
}

function orNull(value: number): number | null {
  return value === NOT_MEASURED ? null : value;
}
