import { KitLedger } from "./kitLedger";
import { NumberingStore } from "./numbering";
import { reportOf } from "./record";
import type { ReportTables } from "./reportWriter";

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
 * What the writer remembers of kits, and when it is folded into the tables: a little with each commit, those that wait
 * longest first, the rest when it is quiet. What is not folded yet is found again in the blocks after a crash.
 */
export class Ledgers {
  private readonly numberings: NumberingStore;
  private readonly byKit = new Map<number, KitLedger>();
  /** Kits with something that is not folded, those that wait longest first. */
  private readonly unfolded = new Set<KitLedger>();
  private isCaughtUp = false;

  constructor(private readonly tables: ReportTables) {
    this.numberings = new NumberingStore(tables.database);
  }

  of(kit: number): KitLedger {
    let ledger = this.byKit.get(kit);
    if (!ledger) {
      const { states, events, attempts } = this.tables;
      const hasUnplaced = events.hasUnplaced(kit) || attempts.hasUnplaced(kit);
      ledger = new KitLedger(kit, states.get(kit), this.numberings, hasUnplaced);
      this.byKit.set(kit, ledger);
    }
    return ledger;
  }

  /** Something of a kit waits to be folded from now on. */
  waits(ledger: KitLedger): void {
    this.unfolded.add(ledger);
  }

  /** A report of a kit is going to be indexed: its place in the order is that of its first one that waits. */
  willIndex(ledger: KitLedger): void {
    if (!ledger.hasPending()) this.unfolded.delete(ledger);
  }

  /** Folds as much as a commit may take. */
  foldSome(): void {
    const { size } = this.unfolded;
    if (size <= KITS_AT_ONCE) this.fold(size);
    else this.fold(this.lag_reports() > LARGEST_LAG_reports ? KITS_A_LAGGING_COMMIT : KITS_A_COMMIT);
  }

  /** Folds some of what waits while nothing comes in. Returns whether more is left. */
  foldMore(): boolean {
    this.fold(KITS_A_LAGGING_COMMIT);
    return this.unfolded.size > 0;
  }

  /** Folds one kit, so that what is looked up of it in the tables is there. */
  foldKit(kit: number): void {
    const ledger = this.byKit.get(kit);
    if (!ledger?.hasPending()) return;
    this.tables.blocks.flush();
    this.foldLedger(ledger);
  }

  /** Whether something waits to be folded. */
  isBehind(): boolean {
    return this.unfolded.size > 0 || (!this.isCaughtUp && this.lag_reports() > 0);
  }

  /** Folds what reports of before a crash left to fold, once. */
  catchUp(): void {
    if (this.isCaughtUp) return;
    this.isCaughtUp = true;
    const { blocks, cursor } = this.tables;
    let position = cursor(INDEX);
    for (;;) {
      const behind = blocks.after(position, 1000);
      for (const { position: at, record } of behind) {
        const { kit, received_ms } = record;
        const ledger = this.of(kit);
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

  forget(): void {
    this.byKit.clear();
    this.unfolded.clear();
    this.isCaughtUp = false;
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
    if (this.unfolded.size === 0 && this.byKit.size > MOST_REMEMBERED) this.byKit.clear();
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
}
