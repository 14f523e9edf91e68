import { Column, type Group, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import type { ScannedReport } from "@yeelen/shared/wire/scanReport";
import type Database from "libsql";
import type { AttemptLog } from "./attempts";
import type { BlockStore } from "./blocks";
import { bootTimes } from "./bootTime";
import { Remembered } from "./changes";
import type { CommandLog } from "./commands";
import type { Committed, ReportEntry } from "./entries";
import type { EventLog } from "./events";
import { placedTime_ms, timeOfRow } from "./eventTime";
import { KitLedger } from "./kitLedger";
import type { KitStates } from "./kitStates";
import { KeptReadings } from "./keptReadings";
import { NumberingStore } from "./numbering";
import type { Quarantine } from "./quarantine";
import { reportOf, type Run } from "./record";
import type { RunIndex } from "./runIndex";
import { runsOf } from "./runs";

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

/** The cursor of what is folded in behind the blocks. */
const INDEX = "index";
/** So many kits are folded with a commit at most, so that no commit waits for all; more where the index lags too far. */
const KITS_A_COMMIT = 32;
const KITS_A_LAGGING_COMMIT = 512;
const LARGEST_LAG_reports = 100_000;
/** As long as no more kits than this have something new, all is folded at once: what was acknowledged is seen by everybody. */
const KITS_AT_ONCE = 64;
/** How many kits are remembered at most. */
const MOST_REMEMBERED = 50_000;

/**
 * Keeps reports: appends them to the blocks, and folds what follows from them (where readings lie,
 * which sequences are there, what is known of the kit) in behind. A commit of many reports thus writes
 * little more than the reports themselves; what is not folded yet is remembered, and is found again in
 * the blocks after a crash. There is one writer at a time.
 */
export class ReportWriter {
  private readonly numberings: NumberingStore;
  private readonly kept: KeptReadings;
  private readonly ledgers = new Map<number, KitLedger>();
  /** Kits with something that is not folded, those that wait longest first. */
  private readonly unfolded = new Set<KitLedger>();
  private readonly withCommands: Remembered<Set<number>>;
  private readonly calling: Remembered<Set<number>>;
  private isCaughtUp = false;

  constructor(private readonly tables: ReportTables) {
    const { database, events, index } = tables;
    this.numberings = new NumberingStore(database);
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
    if (!this.isCaughtUp) this.catchUp();
    this.withCommands.get();
    this.calling.get();
  }

  /** Keeps a report. Part of a transaction between `begin` and `finish`. */
  keep(entry: ReportEntry): Committed {
    const { kit, received_ms, scanned } = entry;
    const ledger = this.ledgerOf(kit.id);
    const incarnation = incarnationOf(scanned);
    const news = this.keepWhatElseIsTold(entry, ledger);
    const found = this.newRuns(entry, ledger, incarnation);
    const isNewDropped = ledger.drop(incarnation, scanned.dropped);
    // what a kit told as dropped it may never tell again: it is kept with its report
    if (found.runs.length > 0 || news.hasNews || isNewDropped) this.append(entry, ledger, incarnation, found.runs);
    if (found.conflicts.length > 0) this.quarantineConflicts(entry, found.conflicts);
    ledger.note(entry, found.runs, incarnation);
    this.unfolded.add(ledger);
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
    const { unfolded } = this;
    if (unfolded.size <= KITS_AT_ONCE) this.fold(unfolded.size);
    else this.fold(this.lag_reports() > LARGEST_LAG_reports ? KITS_A_LAGGING_COMMIT : KITS_A_COMMIT);
  }

  /** Folds some of what waits. Part of a transaction. Returns whether more is left. */
  foldMore(): boolean {
    this.fold(KITS_A_LAGGING_COMMIT);
    return this.unfolded.size > 0;
  }

  /** Whether something waits to be folded. */
  isBehind(): boolean {
    return this.unfolded.size > 0 || (!this.isCaughtUp && this.lag_reports() > 0);
  }

  /** Forgets all that is remembered: after a transaction that was rolled back, and where another one wrote. */
  forget(): void {
    this.tables.blocks.forget();
    this.ledgers.clear();
    this.unfolded.clear();
    this.withCommands.forget();
    this.calling.forget();
    this.isCaughtUp = false;
  }

  /** The run with the highest sequences below one, or undefined. */
  runBefore(kit: number, incarnation: number, sequence: number): Run | undefined {
    this.foldKit(kit);
    return this.tables.index.before(kit, incarnation, sequence);
  }

  /** The run with the lowest sequences above one, or undefined. */
  runBehind(kit: number, incarnation: number, sequence: number): Run | undefined {
    this.foldKit(kit);
    return this.tables.index.behind(kit, incarnation, sequence);
  }

  /** The newest sequence of a kit and incarnation and its event time, where they are known without looking. */
  newestOf(kit: number, incarnation: number): { sequence: number; time_ms: number } | undefined {
    return this.ledgerOf(kit).newestIn(incarnation);
  }

  /** Folds what reports of before a crash left to fold. Part of a transaction. */
  catchUp(): void {
    this.isCaughtUp = true;
    const { blocks, cursor } = this.tables;
    let position = cursor(INDEX);
    for (;;) {
      const behind = blocks.after(position, 1000);
      for (const { position: at, record } of behind) {
        const { kit, received_ms } = record;
        const ledger = this.ledgerOf(kit);
        // of some kits more was folded than the cursor says
        const runs = record.runs.filter(
          ({ first_sequence, last_sequence }) =>
            !ledger.numbering.hasAny(record.incarnation, first_sequence, last_sequence),
        );
        if (runs.length > 0 || record.runs.length === 0) {
          ledger.restore(at, record.incarnation, runs, received_ms, reportOf(record));
          this.unfolded.add(ledger);
        }
        position = at;
      }
      if (behind.length === 0) break;
      this.fold(this.unfolded.size);
    }
  }

  private lag_reports(): number {
    return this.tables.blocks.lastPosition() - this.tables.cursor(INDEX);
  }

  private fold(kits: number): void {
    let left = kits;
    for (const ledger of this.unfolded) {
      if (left <= 0) break;
      left -= 1;
      this.foldLedger(ledger);
    }
    this.tables.moveCursor(INDEX, this.foldedPosition());
    if (this.unfolded.size === 0 && this.ledgers.size > MOST_REMEMBERED) this.ledgers.clear();
  }

  /** Folds one kit, so that what is looked up of it in the tables is there. */
  private foldKit(kit: number): void {
    const ledger = this.ledgers.get(kit);
    if (!ledger?.hasPending()) return;
    this.tables.blocks.flush();
    this.foldLedger(ledger);
  }

  private foldLedger(ledger: KitLedger): void {
    ledger.fold(this.tables.index, this.tables.states);
    this.unfolded.delete(ledger);
  }

  /** Up to which report everything is folded. */
  private foldedPosition(): number {
    for (const ledger of this.unfolded) {
      const first = ledger.firstPending();
      if (first !== undefined) return first - 1;
    }
    return this.tables.blocks.lastPosition();
  }

  private ledgerOf(kit: number): KitLedger {
    let ledger = this.ledgers.get(kit);
    if (!ledger) {
      ledger = new KitLedger(
        kit,
        this.tables.states.get(kit),
        this.numberings,
        this.tables.events.hasUnplaced(kit) || this.tables.attempts.hasUnplaced(kit),
      );
      this.ledgers.set(kit, ledger);
    }
    return ledger;
  }

  private append(entry: ReportEntry, ledger: KitLedger, incarnation: number, runs: Run[]): void {
    const { kit, received_ms, bytes, scanned } = entry;
    const { lampsStart, lampsEnd } = scanned;
    const record = { kit: kit.id, received_ms, incarnation, runs, bytes, lampsStart, lampsEnd };
    const position = this.tables.blocks.append(record);
    for (const { first_sequence, last_sequence } of runs) {
      ledger.numbering.deliver(incarnation, first_sequence, last_sequence);
    }
    // the set is in the order in which kits began to have something for the index
    if (!ledger.hasPending()) this.unfolded.delete(ledger);
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

  /** Finds what is new in a report: without looking at its readings where all of them plainly are. */
  private newRuns(entry: ReportEntry, ledger: KitLedger, incarnation: number) {
    const plain = this.plainRuns(entry, ledger, incarnation);
    if (plain) return { runs: plain, known: 0, conflicts: [] };
    this.foldKit(entry.kit.id);
    const { frame } = decodeReport(entry.bytes);
    const conflicts: number[] = [];
    let known = 0;
    const lookUp = this.kept.of(entry.kit.id, incarnation);
    const isNew = (row: number[], group: Group): boolean => {
      const sequence = row[Column.Sequence] as number;
      if (entry.excluded.has(sequence)) return false;
      if (!ledger.numbering.hasAny(incarnation, sequence, sequence)) return true;
      if (lookUp.isSame(row, group)) known += 1;
      else conflicts.push(sequence);
      return false;
    };
    const { runs, repeated, contradicting } = runsOf(frame, isNew);
    conflicts.push(...contradicting);
    return {
      runs: runs.map(({ group_index, rows }): Run => {
        const { base_ms, estimated } = entry.placements[group_index] as ReportEntry["placements"][number];
        const times = rows.map((row) => timeOfRow(row, (frame.groups[group_index] as Group).clock, base_ms));
        const first_sequence = (rows[0] as number[])[Column.Sequence] as number;
        const last_sequence = first_sequence + rows.length - 1;
        const [from_ms, to_ms] = [Math.min(...times), Math.max(...times)];
        const late = ledger.isLate(to_ms);
        return { group_index, first_sequence, last_sequence, base_ms, from_ms, to_ms, estimated, late };
      }),
      known: known + repeated,
      conflicts,
    };
  }

  /** The runs of a report whose readings are all new and in order; undefined where that has to be looked at. */
  private plainRuns(entry: ReportEntry, ledger: KitLedger, incarnation: number): Run[] | undefined {
    if (entry.excluded.size > 0) return undefined;
    const runs: Run[] = [];
    const { groups } = entry.scanned;
    for (let i = 0; i < groups.length; i++) {
      const { count, isConsecutive, firstSequence, lastSequence, clock, lowestTime, highestTime } = groups[
        i
      ] as (typeof groups)[number];
      if (count === 0) continue;
      if (!isConsecutive || ledger.numbering.hasAny(incarnation, firstSequence, lastSequence)) return undefined;
      for (const { first_sequence, last_sequence } of runs) {
        if (firstSequence <= last_sequence && lastSequence >= first_sequence) return undefined;
      }
      const { base_ms, estimated } = entry.placements[i] as ReportEntry["placements"][number];
      const from_ms = placedTime_ms(lowestTime, clock, base_ms);
      const to_ms = placedTime_ms(highestTime, clock, base_ms);
      // biome-ignore format: one line a run
      runs.push({ group_index: i, first_sequence: firstSequence, last_sequence: lastSequence, base_ms, from_ms, to_ms, estimated, late: ledger.isLate(to_ms) });
    }
    return runs;
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
