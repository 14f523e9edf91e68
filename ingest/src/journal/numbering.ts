import type Database from "libsql";
import { bytesOf } from "./database";
import { CHUNK_SEQUENCES, SequenceChunk } from "./sequences";

/** A range of dropped sequences that is longer is taken for its newest so many: no kit holds as many readings. */
const LONGEST_DROPPED = 1_000_000;

/** A kit whose numbers jump about is not held in memory as a whole. */
const MOST_HELD = 16;

/** What is known of a kit's numbers: how many readings, how many thinned or lost, how many gaps that may still close. */
export interface NumberingTotals {
  readings: number;
  thinned: number;
  gaps: number;
}

interface HeldChunk {
  incarnation: number;
  chunk: number;
  sequences: SequenceChunk;
  isChanged: boolean;
}

/** Which readings of a kit the journal has, as the writer holds it in memory. A reading is unique by it. */
export class KitNumbering {
  private readonly held = new Map<number, Map<number, HeldChunk>>();
  private readonly changed = new Set<HeldChunk>();
  private holding = 0;
  private recent: HeldChunk | undefined;

  constructor(
    private readonly store: NumberingStore,
    private readonly kit: number,
  ) {}

  /** Whether any of the sequences from `first` to `last` was delivered. */
  hasAny(incarnation: number, first: number, last: number): boolean {
    return this.pieces(incarnation, first, last, (held, from, to) => held.sequences.hasAny(from, to));
  }

  /** @throws Error where one of them was delivered before */
  deliver(incarnation: number, first: number, last: number): void {
    this.pieces(incarnation, first, last, (held, from, to) => {
      held.sequences.deliver(from, to);
      this.mark(held);
      return false;
    });
  }

  /** Takes a range that the kit told as thinned or lost. Returns whether it had not told all of it before. */
  drop(incarnation: number, first: number, last: number): boolean {
    let isNew = false;
    this.pieces(incarnation, Math.max(first, last - LONGEST_DROPPED + 1), last, (held, from, to) => {
      if (held.sequences.hasAllDropped(from, to)) return false;
      held.sequences.drop(from, to);
      this.mark(held);
      isNew = true;
      return false;
    });
    return isNew;
  }

  /** Writes what changed, and gives the totals over all numbers of the kit. Part of a transaction. */
  save(): NumberingTotals {
    for (const held of this.changed) {
      this.store.save(this.kit, held.incarnation, held.chunk, held.sequences);
      held.isChanged = false;
    }
    this.changed.clear();
    if (this.holding > MOST_HELD) this.letGo();
    return this.store.totals(this.kit);
  }

  private letGo(): void {
    this.held.clear();
    this.holding = 0;
    this.recent = undefined;
  }

  private mark(held: HeldChunk): void {
    if (held.isChanged) return;
    held.isChanged = true;
    this.changed.add(held);
  }

  /** Goes through a range chunk by chunk until `visit` returns true. */
  private pieces(
    incarnation: number,
    first: number,
    last: number,
    visit: (held: HeldChunk, from: number, to: number) => boolean,
  ): boolean {
    for (let at = first; at <= last; ) {
      const chunk = Math.floor(at / CHUNK_SEQUENCES);
      const start = chunk * CHUNK_SEQUENCES;
      const end = Math.min(last, start + CHUNK_SEQUENCES - 1);
      if (visit(this.hold(incarnation, chunk), at - start, end - start)) return true;
      at = end + 1;
    }
    return false;
  }

  private hold(incarnation: number, chunk: number): HeldChunk {
    const { recent } = this;
    if (recent?.chunk === chunk && recent.incarnation === incarnation) return recent;
    let chunks = this.held.get(incarnation);
    if (!chunks) {
      chunks = new Map();
      this.held.set(incarnation, chunks);
    }
    let held = chunks.get(chunk);
    if (!held) {
      held = { incarnation, chunk, sequences: this.store.load(this.kit, incarnation, chunk), isChanged: false };
      chunks.set(chunk, held);
      this.holding += 1;
    }
    this.recent = held;
    return held;
  }
}

/** Where the numbering of kits is kept: a row for every 4,096 sequences, of which some are known. */
export class NumberingStore {
  private readonly get;
  private readonly put;
  private readonly ofKit;

  constructor(database: Database.Database) {
    this.get = database.prepare("SELECT sequences FROM numbering WHERE kit = ? AND incarnation = ? AND chunk = ?");
    this.put = database.prepare(`
      INSERT OR REPLACE INTO numbering
        (kit, incarnation, chunk, readings, thinned, gaps, lead_open, tail_open, sequences)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.ofKit = database.prepare(`
      SELECT incarnation, chunk, readings, thinned, gaps, lead_open, tail_open
      FROM numbering WHERE kit = ? ORDER BY incarnation, chunk`);
  }

  load(kit: number, incarnation: number, chunk: number): SequenceChunk {
    const row = this.get.get(kit, incarnation, chunk) as { sequences: Buffer } | undefined;
    return row ? SequenceChunk.decode(bytesOf(row.sequences)) : new SequenceChunk();
  }

  save(kit: number, incarnation: number, chunk: number, sequences: SequenceChunk): void {
    const { readings, thinned, gaps, isLeadOpen, isTailOpen } = sequences.figures();
    // biome-ignore format: one value a column
    this.put.run(
      kit, incarnation, chunk, readings, thinned, gaps, isLeadOpen ? 1 : 0, isTailOpen ? 1 : 0, sequences.encode(),
    );
  }

  /** A gap is a stretch of sequences between known ones of an incarnation that may still come. */
  totals(kit: number): NumberingTotals {
    const totals = { readings: 0, thinned: 0, gaps: 0 };
    let before: ChunkRow | undefined;
    for (const row of this.ofKit.all(kit) as ChunkRow[]) {
      totals.readings += row.readings;
      totals.thinned += row.thinned;
      totals.gaps += row.gaps;
      if (before?.incarnation === row.incarnation) {
        const isOpen = row.chunk > before.chunk + 1 || row.lead_open === 1 || before.tail_open === 1;
        if (isOpen) totals.gaps += 1;
      }
      before = row;
    }
    return totals;
  }
}

interface ChunkRow extends NumberingTotals {
  incarnation: number;
  chunk: number;
  lead_open: number;
  tail_open: number;
}
