import { Column, type Group, type ReportFrame } from "@yeelen/shared/wire/columns";

/** Readings of one group of a report with consecutive sequences, in their order. */
export interface Run {
  group_index: number;
  rows: number[][];
}

/**
 * Cuts what is new in a report into runs.
 *
 * @returns the runs, how many readings stand in the report twice with the same content, and the
 *   sequences that stand in it with different contents (the first one counts)
 */
export function runsOf(frame: ReportFrame, isNew: (row: number[], group: Group) => boolean) {
  const seen = new Map<number, number[]>();
  const runs: Run[] = [];
  const contradicting: number[] = [];
  let repeated = 0;
  frame.groups.forEach((group, group_index) => {
    const rows = group.rows.filter((row) => {
      const sequence = row[Column.Sequence] as number;
      const before = seen.get(sequence);
      if (before) {
        if (before.every((value, i) => value === row[i])) repeated += 1;
        else contradicting.push(sequence);
        return false;
      }
      if (!isNew(row, group)) return false;
      seen.set(sequence, row);
      return true;
    });
    rows.sort((a, b) => (a[Column.Sequence] as number) - (b[Column.Sequence] as number));
    for (const row of rows) {
      const open = runs.at(-1);
      const last = open?.group_index === group_index ? open.rows.at(-1)?.[Column.Sequence] : undefined;
      if (open && last !== undefined && row[Column.Sequence] === last + 1) open.rows.push(row);
      else runs.push({ group_index, rows: [row] });
    }
  });
  return { runs, repeated, contradicting };
}
