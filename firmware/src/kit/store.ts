import { Column, type Group } from "../../../shared/src/wire/columns";
import type { Attempts } from "./attempts";
import { Backlog, RECORDS } from "./backlog";
import type { Commands } from "./commands";
import type { Electrics } from "./electrics";
import { numbersOfRecord, recordOfNumbers } from "./numberRecord";
import { Numbering } from "./numbering";
import { Ring } from "./ring";
import { type FlashWrite, type KitSettings, recordOf } from "./settings";
import { isIn } from "./slot";
import { EventKind, Untold } from "./untold";

/**
 * How often flash gets what has no hurry: the open slot, counters, what was dropped; and when it is asked again after it
 * did not keep something. A power cut costs so much at most. Chosen, see `wear.ts` for what it costs the flash.
 */
const FLASH_INTERVAL_s = 3600;
const NEVER = -1;

const NUMBERING = "numbering";
const COUNTERS = "counters";
const UNTOLD = "untold";
export const COMMANDS = "commands";
export const ATTEMPTS = "attempts";

/** The keys of all records that the store may have in flash: a board reads them at the start. */
export function flashKeys(): string[] {
  const keys = [NUMBERING, COUNTERS, UNTOLD, COMMANDS, ATTEMPTS];
  for (let key = 0; key < RECORDS; key++) keys.push("b" + key);
  return keys;
}

/** What a kit must not forget: in memory, and record by record in flash. Portable. */
export class Store {
  readonly ring: Ring;
  readonly numbering: Numbering;
  readonly untold: Untold;
  /** What flash held of the counters. */
  readonly counters: number[];
  private readonly backlog: Backlog;
  /** The newest reading, until it is acknowledged. */
  private current: number[] = [];
  private hour = NEVER;
  private isTime = false;
  private isCountersDue = false;
  private writing = "";
  private asked_s = 0;
  private retryAt_s = 0;
  private isWornTold = false;

  constructor(settings: KitSettings) {
    const { flash } = settings;
    const untold = new Untold(numbersOfRecord(recordOf(flash, UNTOLD)));
    const numbering = new Numbering(numbersOfRecord(recordOf(flash, NUMBERING)), settings.random);
    const ring = new Ring(settings.ring_bytes, settings.resetCause, settings.rest, (incarnation, first, last) =>
      untold.drop(incarnation, first, last),
    );
    this.counters = numbersOfRecord(recordOf(flash, COUNTERS));
    this.untold = untold;
    this.numbering = numbering;
    this.ring = ring;
    this.backlog = new Backlog(ring);
    this.backlog.load(flash, numbering.incarnation);
    // whatever flash kept of the numbering: this boot is a later one than that of every reading
    numbering.boot = Math.max(numbering.boot, this.backlog.newestBoot + 1);
    ring.boot = numbering.boot;
    ring.incarnation = numbering.incarnation;
  }

  /** Records of readings that were broken at the start: these readings are lost. */
  broken(): number {
    return this.backlog.broken;
  }

  /** The sequence that the next reading gets. Where flash has not set it aside, another life of the numbering begins. */
  nextSequence(): number {
    const { numbering, ring } = this;
    numbering.prepare();
    if (ring.incarnation !== numbering.incarnation) {
      ring.close();
      ring.incarnation = numbering.incarnation;
      this.current = [];
    }
    return numbering.sequence;
  }

  /** Keeps a reading that has the next sequence. */
  push(row: number[]): void {
    this.numbering.sequence = this.numbering.sequence + 1;
    this.ring.push(row);
    this.current = row;
  }

  /** The last server time that is known in this boot, and its uptime then. */
  setAnchor(uptime_s: number, time_s: number): void {
    const { ring } = this;
    ring.anchorUptime_s = uptime_s;
    ring.anchorTime_s = time_s;
    ring.setAnchor(ring.boot, uptime_s, time_s);
  }

  /** Frees readings by their acknowledgement. Returns how many. */
  free(incarnation: number, ranges: number[]): number {
    const { ring, current } = this;
    const sequence = current.length > 0 ? (current[Column.Sequence] as number) : NEVER;
    if (incarnation === ring.incarnation && isIn(ranges, sequence, sequence)) this.current = [];
    return ring.free(incarnation, ranges);
  }

  /** Groups of at most so many readings for a report. */
  groups(most: number): Group[] {
    return this.ring.groups(this.current, most);
  }

  /** The next record that flash is to hold now; see `Kit.flashWork`. */
  flashWork(uptime_s: number, electrics: Electrics, commands: Commands, attempts: Attempts): FlashWrite | undefined {
    if (uptime_s < this.retryAt_s) return undefined;
    this.asked_s = uptime_s;
    const hour = Math.floor(uptime_s / FLASH_INTERVAL_s);
    if (hour !== this.hour) this.hurry();
    this.hour = hour;
    const { numbering, untold, ring } = this;
    if (numbering.isDue()) return this.write(NUMBERING, numbering.record());
    if (untold.isUrgent || (this.isTime && untold.isChanged)) return this.write(UNTOLD, untold.record());
    if (commands.isChanged) return this.writeBytes(COMMANDS, commands.record());
    if (this.isTime && attempts.isChanged) return this.writeBytes(ATTEMPTS, attempts.record());
    if (this.isCountersDue) return this.write(COUNTERS, electrics.countersRecord());
    if (!this.isTime && !ring.hasClosed) return undefined;
    this.writing = "";
    const work = this.backlog.next(this.isTime);
    if (work === undefined) {
      this.isTime = false;
      ring.hasClosed = false;
    }
    return work;
  }

  /** What has no hurry is due now. */
  hurry(): void {
    this.isTime = true;
    this.isCountersDue = true;
  }

  /** Whether flash holds what `flashWork` gave. */
  flashDone(isKept: boolean, commands: Commands, attempts: Attempts): void {
    const { writing, untold } = this;
    if (writing === NUMBERING) this.numbering.done(isKept);
    if (writing === COMMANDS) commands.written(isKept);
    if (!isKept) {
      this.retryAt_s = this.asked_s + FLASH_INTERVAL_s;
      if (this.isWornTold) return;
      this.isWornTold = true;
      untold.tell(EventKind.FlashWorn, this.numbering.boot, this.asked_s);
    } else if (writing === UNTOLD) {
      untold.isUrgent = false;
      untold.isChanged = false;
    } else if (writing === COUNTERS) this.isCountersDue = false;
    else if (writing === ATTEMPTS) attempts.isChanged = false;
    else if (writing === "") this.backlog.done();
  }

  private write(key: string, numbers: number[]): FlashWrite {
    return this.writeBytes(key, recordOfNumbers(numbers));
  }

  private writeBytes(key: string, bytes: Buffer): FlashWrite {
    this.writing = key;
    return { key, bytes };
  }
}
