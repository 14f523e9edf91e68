import { eventKinds } from "@yeelen/shared/vocabulary";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type Database from "libsql";

export type EventKind = (typeof eventKinds)[number];

/** Something that a kit told apart from its readings. */
export interface ToldEvent {
  kind: EventKind;
  /** When it happened, Unix time in ms, or null as long as no report says when its boot was. */
  time_ms: number | null;
  received_ms: number;
  /** For a call for help: when somebody answered it, and with which revision of commands. */
  answered_ms: number | null;
  answerRevision: number | null;
}

/** How many events of a kit are kept. */
const KEPT_EVENTS = 200;
const HELP = eventKinds.indexOf("help");

/**
 * Events of kits. One that comes again, in the same report or another, is known by its boot and
 * uptime; one that does not say when it was is the same as one that is still open.
 */
export class EventLog {
  private readonly known;
  private readonly unplaced;
  private readonly insert;
  private readonly place;
  private readonly prune;
  private readonly ofKit;
  private readonly openHelp;
  private readonly allOpen;
  private readonly answering;
  private readonly closing;
  private readonly hearing;

  constructor(database: Database.Database) {
    this.known = database.prepare(`
      SELECT 1 FROM event WHERE kit = ? AND kind = ? AND boot = ? AND uptime_s = ?
      AND (uptime_s <> ${NOT_MEASURED} OR closed_ms IS NULL)`);
    this.unplaced = database.prepare("SELECT 1 FROM event WHERE kit = ? AND base_ms IS NULL LIMIT 1");
    this.insert = database.prepare(
      "INSERT INTO event (kit, kind, boot, uptime_s, received_ms, closed_ms) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.place = database.prepare("UPDATE event SET base_ms = ? WHERE kit = ? AND boot = ? AND base_ms IS NULL");
    this.prune = database.prepare(`
      DELETE FROM event WHERE kit = ?1
      AND id NOT IN (SELECT id FROM event WHERE kit = ?1 ORDER BY id DESC LIMIT ${KEPT_EVENTS})`);
    const columns = `kind, CASE uptime_s WHEN ${NOT_MEASURED} THEN NULL ELSE base_ms + uptime_s * 1000 END AS time_ms,
      received_ms, answered_ms, answer_revision AS answerRevision`;
    const isOpen = `kind = ${HELP} AND closed_ms IS NULL`;
    this.ofKit = database.prepare(`SELECT ${columns} FROM event WHERE kit = ? ORDER BY id DESC LIMIT ?`);
    this.openHelp = database.prepare(`SELECT ${columns} FROM event WHERE kit = ? AND ${isOpen} ORDER BY id`);
    this.allOpen = database.prepare(`SELECT DISTINCT kit FROM event WHERE ${isOpen}`);
    this.answering = database.prepare(`
      UPDATE event SET answered_ms = ?, answer_revision = ? WHERE kit = ? AND ${isOpen} AND answered_ms IS NULL`);
    this.closing = database.prepare(`UPDATE event SET closed_ms = ? WHERE kit = ? AND ${isOpen}`);
    this.hearing = database.prepare(`
      UPDATE event SET closed_ms = :now WHERE kit = :kit AND ${isOpen} AND answer_revision <= (
        SELECT max(revision) FROM command WHERE kit = :kit AND confirmed_ms IS NOT NULL)`);
  }

  /**
   * Keeps the events of a report that are new. Part of the transaction that keeps the report.
   *
   * @param events triples as in the report
   * @param bootTimes when boots began, Unix time in ms
   * @returns the kinds of those that are new
   */
  keep(
    kit: number,
    events: readonly number[],
    bootTimes: ReadonlyMap<number, number>,
    received_ms: number,
  ): EventKind[] {
    const kinds: EventKind[] = [];
    for (let i = 0; i < events.length; i += 3) {
      const [kind, boot, uptime_s] = events.slice(i, i + 3) as [number, number, number];
      const name = eventKinds[kind];
      if (!name || this.known.get(kit, kind, boot, uptime_s)) continue;
      this.insert.run(kit, kind, boot, uptime_s, received_ms, kind === HELP ? null : received_ms);
      kinds.push(name);
    }
    for (const [boot, base_ms] of bootTimes) this.place.run(base_ms, kit, boot);
    if (kinds.length > 0) this.prune.run(kit);
    return kinds;
  }

  /** Whether an event of a kit waits for a report that says when its boot was. */
  hasUnplaced(kit: number): boolean {
    return this.unplaced.get(kit) !== undefined;
  }

  /** The newest events of a kit, the newest first. */
  newest(kit: number, limit: number): ToldEvent[] {
    return (this.ofKit.all(kit, limit) as EventRow[]).map(eventOf);
  }

  /** The calls for help of a kit that are still open, the oldest first. */
  openCalls(kit: number): ToldEvent[] {
    return (this.openHelp.all(kit) as EventRow[]).map(eventOf);
  }

  /** The kits with open calls for help, by id. */
  kitsThatCall(): number[] {
    return (this.allOpen.all() as { kit: number }[]).map(({ kit }) => kit);
  }

  /** Marks the open calls of a kit as answered with a revision of commands. */
  answer(kit: number, revision: number, now_ms: number): void {
    this.answering.run(now_ms, revision, kit);
  }

  /** Closes the calls whose answer the kit has confirmed. Part of the transaction that keeps a report. */
  heard(kit: number, now_ms: number): void {
    this.hearing.run({ kit, now: now_ms });
  }

  /** Closes all calls of a kit by hand. Returns how many there were. */
  close(kit: number, now_ms: number): number {
    return this.closing.run(now_ms, kit).changes;
  }
}

type EventRow = Omit<ToldEvent, "kind"> & { kind: number };

function eventOf({ kind, ...row }: EventRow): ToldEvent {
  return { ...row, kind: eventKinds[kind] as EventKind };
}
