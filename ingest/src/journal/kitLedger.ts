import { Column, type Group, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { type ScannedReport, scanReport } from "@yeelen/shared/wire/scanReport";
import type { ReportEntry } from "./entries";
import { timeOfRow } from "./eventTime";
import type { KitState, KitStates, NewestReading } from "./kitStates";
import { KitNumbering, type NumberingStore } from "./numbering";
import type { Run } from "./record";
import type { IndexEntry, RunIndex } from "./runIndex";

/** So many reports share an index entry at most. */
const LARGEST_ENTRY_reports = 64;

/** What the writer remembers of a kit: what the tables say of it, and what has still to be folded into them. */
export class KitLedger {
  readonly numbering: KitNumbering;
  private readonly state: KitState;
  private pending: IndexEntry[] = [];
  private firstUnfolded: number | undefined;
  private newest: { bytes: Buffer; run: Run; incarnation: number } | undefined;
  private readonly newestByIncarnation = new Map<number, { sequence: number; time_ms: number }>();

  /**
   * @param state as it was saved
   * @param hasUnplaced whether something that the kit told of a boot waits for a report that says when that boot was
   */
  constructor(
    private readonly kit: number,
    state: KitState | undefined,
    numberings: NumberingStore,
    public hasUnplaced: boolean,
  ) {
    this.numbering = new KitNumbering(numberings, kit);
    this.state = state ?? {
      last_received_ms: 0,
      watermark_ms: null,
      firmware: "",
      wifi_rssi_dBm: null,
      configuration: null,
      reports: 0,
      unknown_parts: 0,
    };
  }

  /** Whether readings up to this time are older than one that was there before. */
  isLate(to_ms: number): boolean {
    const { watermark_ms } = this.state;
    return watermark_ms !== null && to_ms < watermark_ms;
  }

  hasPending(): boolean {
    return this.firstUnfolded !== undefined;
  }

  /** The position of the first report that is not folded, or undefined. */
  firstPending(): number | undefined {
    return this.firstUnfolded;
  }

  newestIn(incarnation: number): { sequence: number; time_ms: number } | undefined {
    return this.newestByIncarnation.get(incarnation);
  }

  /** Notes where readings of the kit lie, to be indexed later. */
  index(position: number, incarnation: number, runs: readonly Run[]): void {
    this.firstUnfolded ??= position;
    if (runs.length === 0) return;
    let entry = this.pending.at(-1);
    if (!entry || entry.incarnation !== incarnation || entry.positions.length >= LARGEST_ENTRY_reports) {
      entry = {
        kit: this.kit,
        incarnation,
        first_sequence: Infinity,
        last_sequence: 0,
        from_ms: Infinity,
        to_ms: -Infinity,
        positions: [],
      };
      this.pending.push(entry);
    }
    entry.positions.push(position);
    for (const { first_sequence, last_sequence, from_ms, to_ms } of runs) {
      if (first_sequence < entry.first_sequence) entry.first_sequence = first_sequence;
      if (last_sequence > entry.last_sequence) entry.last_sequence = last_sequence;
      if (from_ms < entry.from_ms) entry.from_ms = from_ms;
      if (to_ms > entry.to_ms) entry.to_ms = to_ms;
    }
  }

  /**
   * Takes ranges that the kit told as thinned or lost.
   *
   * @param told pairs [first, last], one after the other
   * @returns whether it had not told all of it before
   */
  drop(incarnation: number, told: readonly number[]): boolean {
    let isNew = false;
    for (let i = 0; i + 1 < told.length; i += 2) {
      const [first, last] = [told[i] as number, told[i + 1] as number];
      if (last >= first && this.numbering.drop(incarnation, first, last)) isNew = true;
    }
    return isNew;
  }

  /** Takes what a report says of the kit as a whole. */
  note(
    {
      received_ms,
      bytes,
      scanned,
      unknownParts,
    }: Pick<ReportEntry, "received_ms" | "bytes" | "scanned" | "unknownParts">,
    runs: readonly Run[],
    incarnation: number,
  ): void {
    const { state } = this;
    const { firmware, wifiRssi_dBm, configuration } = scanned;
    state.last_received_ms = Math.max(state.last_received_ms, received_ms);
    if (firmware !== "") state.firmware = firmware;
    if (wifiRssi_dBm !== NOT_MEASURED) state.wifi_rssi_dBm = wifiRssi_dBm;
    if (configuration !== NOT_MEASURED) state.configuration = configuration;
    state.reports += 1;
    state.unknown_parts += unknownParts;
    for (const run of runs) {
      const newest = this.newestByIncarnation.get(incarnation);
      if (!newest || run.last_sequence > newest.sequence) {
        this.newestByIncarnation.set(incarnation, { sequence: run.last_sequence, time_ms: run.to_ms });
      }
      if (state.watermark_ms !== null && run.to_ms < state.watermark_ms) continue;
      state.watermark_ms = run.to_ms;
      // a copy: the report is part of a batch, which would be held as a whole
      this.newest = { bytes: Buffer.from(bytes), run, incarnation };
    }
  }

  /** Takes a report of before a crash that was not folded yet. */
  restore(position: number, incarnation: number, runs: readonly Run[], received_ms: number, bytes: Buffer): void {
    const scanned: ScannedReport = scanReport(bytes);
    for (const { first_sequence, last_sequence } of runs) {
      this.numbering.deliver(incarnation, first_sequence, last_sequence);
    }
    this.drop(incarnation, scanned.dropped);
    this.index(position, incarnation, runs);
    this.note({ received_ms, bytes, scanned, unknownParts: scanned.unknownSections }, runs, incarnation);
  }

  /** Writes all that waits. Part of a transaction. */
  fold(index: RunIndex, states: KitStates): void {
    for (const entry of this.pending) index.add(entry);
    this.pending = [];
    this.firstUnfolded = undefined;
    states.save(this.kit, this.state, this.numbering.save(), this.newestReading());
    this.newest = undefined;
  }

  private newestReading(): NewestReading | undefined {
    if (!this.newest) return undefined;
    const { bytes, run, incarnation } = this.newest;
    const group = decodeReport(bytes).frame.groups[run.group_index] as Group;
    const row = group.rows.findLast((one) => timeOfRow(one, group.clock, run.base_ms) === run.to_ms);
    if (!row) return undefined;
    return { incarnation, sequence: row[Column.Sequence] as number, estimated: run.estimated, row };
  }
}
