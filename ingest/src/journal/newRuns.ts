import { Column, type Group } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import type { ReportEntry } from "./entries";
import { placedTime_ms, timeOfRow } from "./eventTime";
import type { KeptReadings } from "./keptReadings";
import type { KitLedger } from "./kitLedger";
import type { Run } from "./record";
import { runsOf } from "./runs";

/** What a report brings. */
export interface FoundRuns {
  /** Readings that are new. */
  runs: Run[];
  /** How many are kept already, with the same content. */
  known: number;
  /** Sequences that are kept already with another content. */
  conflicts: number[];
}

/**
 * The runs of a report whose readings are all new and in order, found without looking at its readings; undefined
 * where these have to be looked at.
 */
export function plainRuns(entry: ReportEntry, ledger: KitLedger, incarnation: number): Run[] | undefined {
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

/** What a report brings, found reading by reading. What is kept of its kit has to be folded in before. */
export function comparedRuns(
  entry: ReportEntry,
  ledger: KitLedger,
  incarnation: number,
  kept: KeptReadings,
): FoundRuns {
  const { frame } = decodeReport(entry.bytes);
  const conflicts: number[] = [];
  let known = 0;
  const lookUp = kept.of(entry.kit.id, incarnation);
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
