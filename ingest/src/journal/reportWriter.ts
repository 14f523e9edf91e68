import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { ScannedReport } from "@yeelen/shared/wire/scanReport";
import type Database from "libsql";
import type { AttemptLog } from "./attempts";
import type { BlockStore } from "./blocks";
import { bootTimes } from "./bootTime";
import { Remembered } from "./changes";
import type { CommandLog } from "./commands";
import type { Committed, ReportEntry } from "./entries";
import type { EventLog } from "./events";
import type { KitLedger } from "./kitLedger";
import type { KitStates } from "./kitStates";
import { KeptReadings } from "./keptReadings";
import { Ledgers } from "./ledgers";
import { comparedRuns, type FoundRuns, plainRuns } from "./newRuns";
import type { Quarantine } from "./quarantine";
import type { Run } from "./record";
import type { RunIndex } from "./runIndex";

/** Parts of the journal that a report may touch. */
export interface ReportTables {
  database: Database.Database;
  blocks: BlockStore;
  index: RunIndex;
  states: KitStates;
  commands: CommandLog;
  events: EventLog;
  attempts: AttemptLog;
  quarantine: Quarantine;
  moveCursor: (consumer: string, position: number) => void;
  cursor: (consumer: string) => number;
}

/**
 * Keeps reports: appends them to the blocks, and folds what follows from them (where readings lie,
 * which sequences are there, what is known of the kit) in behind. A commit of many reports thus writes
 * little more than the reports themselves; what is not folded yet is remembered, and is found again in
 * the blocks after a crash. There is one writer at a time.
 */
export class ReportWriter {
  private readonly ledgers: Ledgers;
  private readonly kept: KeptReadings;
  private readonly withCommands: Remembered<Set<number>>;
  private readonly calling: Remembered<Set<number>>;

  constructor(private readonly tables: ReportTables) {
    const { database, events, index } = tables;
    this.ledgers = new Ledgers(tables);
    this.kept = new KeptReadings(index);
    const commanded = database.prepare("SELECT DISTINCT kit FROM command");
    this.withCommands = new Remembered(
      database,
      "command",
      () => new Set((commanded.all() as { kit: number }[]).map(({ kit }) => kit)),
    );
    this.calling = new Remembered(database, "event", () => new Set(events.kitsThatCall()));
  }

  /** To be called at the start of a transaction: looks at what others changed. */
  begin(): void {
    this.ledgers.catchUp();
    this.withCommands.get();
    this.calling.get();
  }

  /** Keeps a report. Part of a transaction between `begin` and `finish`. */
  keep(entry: ReportEntry): Committed {
    const { kit, received_ms, scanned } = entry;
    const ledger = this.ledgers.of(kit.id);
    const incarnation = incarnationOf(scanned);
    const news = this.keepWhatElseIsTold(entry, ledger);
    const found = this.found(entry, ledger, incarnation);
    const isNewDropped = ledger.drop(incarnation, scanned.dropped);
    // what a kit told as dropped it may never tell again: it is kept with its report
    if (found.runs.length > 0 || news.hasNews || isNewDropped) this.append(entry, ledger, incarnation, found.runs);
    if (found.conflicts.length > 0) this.quarantineConflicts(entry, found.conflicts);
    ledger.note(entry, found.runs, incarnation);
    this.ledgers.waits(ledger);
    const commands = this.withCommands.recent().has(kit.id)
      ? this.tables.commands.answer(kit.id, scanned.configuration, news.isRefused, received_ms)
      : undefined;
    if (this.calling.recent().has(kit.id)) this.tables.events.heard(kit.id, received_ms);
    let stored = 0;
    for (const { first_sequence, last_sequence } of found.runs) stored += last_sequence - first_sequence + 1;
    return { stored, known: found.known, conflicts: found.conflicts.length, commands };
  }

  /** Writes what the reports of a transaction left to write. To be called at its end. */
  finish(): void {
    this.tables.blocks.flush();
    this.ledgers.foldSome();
  }

  /** Folds some of what waits. Part of a transaction. Returns whether more is left. */
  foldMore(): boolean {
    return this.ledgers.foldMore();
  }

  /** Whether something waits to be folded. */
  isBehind(): boolean {
    return this.ledgers.isBehind();
  }

  /** Forgets all that is remembered: after a transaction that was rolled back, and where another one wrote. */
  forget(): void {
    this.tables.blocks.forget();
    this.ledgers.forget();
    this.withCommands.forget();
    this.calling.forget();
  }

  /** The run with the highest sequences below one, or undefined. */
  runBefore(kit: number, incarnation: number, sequence: number): Run | undefined {
    this.ledgers.foldKit(kit);
    return this.tables.index.before(kit, incarnation, sequence);
  }

  /** The run with the lowest sequences above one, or undefined. */
  runBehind(kit: number, incarnation: number, sequence: number): Run | undefined {
    this.ledgers.foldKit(kit);
    return this.tables.index.behind(kit, incarnation, sequence);
  }

  /** The newest sequence of a kit and incarnation and its event time, where they are known without looking. */
  newestOf(kit: number, incarnation: number): { sequence: number; time_ms: number } | undefined {
    return this.ledgers.of(kit).newestIn(incarnation);
  }

  /** Folds what reports of before a crash left to fold, once. Part of a transaction. */
  catchUp(): void {
    this.ledgers.catchUp();
  }

  private append(entry: ReportEntry, ledger: KitLedger, incarnation: number, runs: Run[]): void {
    const { kit, received_ms, bytes, scanned } = entry;
    const { lampsStart, lampsEnd } = scanned;
    const record = { kit: kit.id, received_ms, incarnation, runs, bytes, lampsStart, lampsEnd };
    const position = this.tables.blocks.append(record);
    for (const { first_sequence, last_sequence } of runs) {
      ledger.numbering.deliver(incarnation, first_sequence, last_sequence);
    }
    this.ledgers.willIndex(ledger);
    ledger.index(position, incarnation, runs);
  }

  /** Keeps events and attempts to connect. Returns whether anything of it is new, and whether commands were refused. */
  private keepWhatElseIsTold(entry: ReportEntry, ledger: KitLedger): { hasNews: boolean; isRefused: boolean } {
    const { kit, received_ms, scanned } = entry;
    const tells = scanned.events.length > 0 || scanned.attempts.length > 0;
    if (!tells && !ledger.hasUnplaced) return { hasNews: false, isRefused: false };
    const { events, attempts } = this.tables;
    const times = bootTimes(entry);
    const kinds = events.keep(kit.id, scanned.events, times, received_ms);
    const hasNewAttempts = attempts.keep(kit.id, scanned.attempts, times, received_ms);
    ledger.hasUnplaced = events.hasUnplaced(kit.id) || attempts.hasUnplaced(kit.id);
    if (kinds.length > 0) this.calling.get();
    return { hasNews: kinds.length > 0 || hasNewAttempts, isRefused: kinds.includes("command-refused") };
  }

  private found(entry: ReportEntry, ledger: KitLedger, incarnation: number): FoundRuns {
    const runs = plainRuns(entry, ledger, incarnation);
    if (runs) return { runs, known: 0, conflicts: [] };
    this.ledgers.foldKit(entry.kit.id);
    return comparedRuns(entry, ledger, incarnation, this.kept);
  }

  private quarantineConflicts({ kit, received_ms, bytes }: ReportEntry, conflicts: readonly number[]): void {
    const more = conflicts.length > 1 ? `, and ${conflicts.length - 1} more of the report` : "";
    this.tables.quarantine.add({
      kit: kit.code,
      received_ms,
      reason: "conflict",
      detail: `sequence ${conflicts[0]} is already kept with another content${more}`,
      size_bytes: bytes.length,
      content: bytes,
    });
  }
}

/** The incarnation of a report; a sender that names none has always the same one. */
export function incarnationOf({ incarnation }: Pick<ScannedReport, "incarnation">): number {
  return incarnation === NOT_MEASURED ? 0 : incarnation;
}
