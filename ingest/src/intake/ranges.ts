import { Column, type ReportFrame } from "@yeelen/shared/wire/columns";

/** The sequences of a report as ranges [first, last], each range as it stands in the report. */
export function rangesOf(frame: ReportFrame): [number, number][] {
  const ranges: [number, number][] = [];
  for (const row of frame.groups.flatMap((group) => group.rows)) {
    const sequence = row[Column.Sequence] as number;
    const open = ranges.at(-1);
    if (open && sequence === open[1] + 1) open[1] = sequence;
    else ranges.push([sequence, sequence]);
  }
  return ranges;
}
