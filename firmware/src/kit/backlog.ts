import { Writer } from "../../../shared/src/wire/writer";
import { sealed, unsealed } from "./flashRecord";
import type { Ring } from "./ring";
import { type FlashWrite, recordOf } from "./settings";
import { NO_KEY, Slot, SLOT_bytes, UNSAVED } from "./slot";

/**
 * How many records of flash hold unsent readings, under the keys b0, b1 and so on. Each takes at most 240 of the 8,144
 * bytes; about 1,100 are the settings' and the other records', and 240 are free, so that a record can be written anew
 * before its old copy is let go.
 */
export const RECORDS = 27;
/** The newest readings, which flash keeps whole: four days at 15 minutes. */
const WHOLE = 384;
const VERSION = 1;
const NONE = -1;
/** Past any level. */
const NO_LEVEL = 99;

/**
 * Keeps what the ring holds in flash as well: a slot for itself, small ones together, and history older than four days
 * thinned as far as it must be, so that everything has its place. Portable.
 */
export class Backlog {
  /** Records that could not be read back. */
  broken = 0;
  /** The highest boot of the readings that were read back. */
  newestBoot = 0;
  /** Of each record: how much it is thinned; a bit where it is to be written; a bit where flash holds something under its key. */
  private readonly levels = Buffer.alloc(RECORDS);
  private due = 0;
  private kept = 0;
  /** The record that is being written, and whether it goes. */
  private record = NONE;
  private isDeletion = false;

  constructor(private readonly ring: Ring) {}

  /**
   * Reads the records back into the ring, readings of older lives of the numbering before those of the present one.
   */
  load(flash: FlashWrite[], incarnation: number): void {
    const { ring } = this;
    const records: Buffer[] = [];
    const keys: number[] = [];
    const places: number[] = [];
    for (let key = 0; key < RECORDS; key++) {
      const record = recordOf(flash, "b" + key);
      const isWhole = unsealed(record, VERSION) !== undefined;
      ring.rest();
      if (record.length > 0) this.kept = this.kept | (1 << key);
      records.push(record);
      if (!isWhole && record.length > 0) this.broken = this.broken + 1;
      for (let at = 1; isWhole && at + Slot.Rows < record.length; at = at + (record[at] as number)) {
        keys.push(key);
        places.push(at);
      }
    }
    let loaded = 0;
    // never the same slot twice: a cut between two writes leaves readings in two records
    let last = NONE;
    let lastIncarnation = NONE;
    while (loaded < keys.length) {
      ring.rest();
      let best = NONE;
      let bestRank = 0;
      for (let i = 0; i < keys.length; i++) {
        if (keys[i] === NONE) continue;
        const rank = rankOf(records[keys[i] as number] as Buffer, places[i] as number, incarnation);
        if (best !== NONE && rank >= bestRank) continue;
        best = i;
        bestRank = rank;
      }
      const key = keys[best] as number;
      const at = places[best] as number;
      const record = records[key] as Buffer;
      keys[best] = NONE;
      loaded = loaded + 1;
      const from = record.readUInt32LE(at + Slot.Incarnation);
      const end = record.readUInt32LE(at + Slot.Last);
      if (from === lastIncarnation && end <= last) continue;
      last = end;
      lastIncarnation = from;
      this.newestBoot = Math.max(this.newestBoot, record.readUInt32LE(at + Slot.Boot));
      ring.load(record, at, key);
      const level = (record[at + Slot.Level] as number) & 15;
      if (level === 0) continue;
      this.levels[key] = level;
      const wide = (1 << level) - 1;
      ring.onThinned(from, Math.max(0, record.readUInt32LE(at + Slot.First) - wide), end + wide);
    }
  }

  /**
   * The next record to write.
   *
   * @param isTime whether the open slot is to be written too, and what nobody needs any more to be deleted
   */
  next(isTime: boolean): FlashWrite | undefined {
    this.assign(isTime);
    const { ring } = this;
    this.isDeletion = false;
    for (let at = ring.start; at < ring.end; at = ring.after(at)) {
      const key = ring.key(at);
      // the oldest first: readings move to older records only, which have them before theirs is written over
      if (key !== NO_KEY && (this.due & (1 << key)) !== 0) return this.write(key, at);
    }
    this.isDeletion = true;
    const used = this.used();
    for (let key = 0; isTime && key < RECORDS; key++) {
      if ((this.kept & ~used & (1 << key)) === 0) continue;
      this.record = key;
      return { key: "b" + key, bytes: Buffer.alloc(0) };
    }
    return undefined;
  }

  /** What `next` gave is in flash now. */
  done(): void {
    const bit = 1 << this.record;
    this.due = this.due & ~bit;
    this.kept = this.isDeletion ? this.kept & ~bit : this.kept | bit;
  }

  /** Gives each slot with readings that flash does not have a record, which is due then. */
  private assign(isTime: boolean): void {
    const { ring } = this;
    /** Where the slots of the record before begin. */
    let run = NONE;
    for (let at = ring.start; at < ring.end; at = ring.after(at)) {
      if ((ring.bytes[at + Slot.Key] as number) >= UNSAVED && (isTime || at !== ring.open)) {
        let key = ring.key(at);
        const before = run === NONE ? NO_KEY : ring.key(run);
        const fits = ring.after(at) - run <= SLOT_bytes;
        if (key === NO_KEY && before !== NO_KEY && fits && this.levels[before] === 0) key = before;
        else if (key === NO_KEY || (key === before && !fits)) key = this.unused();
        ring.bytes[at + Slot.Key] = key;
        this.due = this.due | (1 << key);
      }
      if (run === NONE || ring.key(run) !== ring.key(at)) run = at;
    }
  }

  private used(): number {
    const { ring } = this;
    let used = 0;
    for (let at = ring.start; at < ring.end; at = ring.after(at)) {
      if (ring.key(at) !== NO_KEY) used = used | (1 << ring.key(at));
    }
    return used;
  }

  /** A record that no slot is kept in. Where there is none, two neighbours become one. */
  private unused(): number {
    const used = this.used();
    let key = 0;
    while (key < RECORDS && (used & (1 << key)) !== 0) key = key + 1;
    if (key === RECORDS) key = this.merge();
    this.levels[key] = 0;
    return key;
  }

  /** Of the neighbours that were thinned least, but not the newest, the oldest two become one. Returns the record that is left over. */
  private merge(): number {
    const { ring } = this;
    let best = NONE;
    let second = NONE;
    let to = NONE;
    let level = NO_LEVEL;
    let before = NONE;
    let run = ring.start;
    let newer = ring.held;
    for (let at = ring.start; at < ring.end; at = ring.after(at)) {
      if (ring.key(at) !== ring.key(run)) {
        if (newer < WHOLE && best !== NONE) break;
        if (before !== NONE) {
          const coarser = Math.max(this.levels[ring.key(before)] as number, this.levels[ring.key(run)] as number);
          if (coarser < level) {
            level = coarser;
            best = before;
            second = run;
            to = at;
          }
        }
        before = run;
        run = at;
      }
      newer = newer - (ring.bytes[at + Slot.Count] as number);
    }
    const kept = ring.key(best);
    const left = ring.key(second);
    while (ring.pack(best, to, level, []) === NONE) level = level + 1;
    for (let at = second; at < to; at = ring.after(at)) ring.bytes[at + Slot.Key] = kept;
    this.levels[kept] = level;
    this.due = this.due | (1 << kept);
    return left;
  }

  /** The slots of a record, as they are where they fit it. */
  private write(key: number, from: number): FlashWrite {
    const { ring } = this;
    let { bytes } = ring;
    let to = from;
    while (to < ring.end && ring.key(to) === key) to = ring.after(to);
    if (to - from > SLOT_bytes) {
      let size = NONE;
      for (;;) {
        size = ring.pack(from, to, this.levels[key] as number, []);
        if (size !== NONE) break;
        this.levels[key] = (this.levels[key] as number) + 1;
      }
      bytes = ring.packed;
      from = 0;
      to = size;
    }
    const writer = new Writer(Buffer.alloc(SLOT_bytes + 3));
    writer.byte(VERSION);
    for (let at = from; at < to; at++) writer.byte(bytes[at] as number);
    ring.rest();
    this.record = key;
    return { key: "b" + key, bytes: sealed(writer) };
  }
}

/** By which slots come in order: present ones last, then by their lives, then by their sequences. */
function rankOf(record: Buffer, at: number, present: number): number {
  const incarnation = record.readUInt32LE(at + Slot.Incarnation);
  const first = record.readUInt32LE(at + Slot.First);
  // beyond 32 bits, and within the 53 that a number has
  return (incarnation === present ? 1048576 : Math.floor(incarnation / 4096)) * 4294967296 + first;
}
