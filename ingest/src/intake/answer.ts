import { type Acknowledgement, frameOfAcknowledgement } from "@yeelen/shared/acknowledgement";
import { encodeAck } from "@yeelen/shared/wire/acknowledgement";
import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import type { ScannedReport } from "@yeelen/shared/wire/scanReport";
import type { Form } from "./receiver";

/** So that an acknowledgement fits the 16 kB that a kit can read; what is beyond is answered when it comes again. */
const LARGEST_ACKNOWLEDGEMENT_ranges = 1000;

/** Larger than any acknowledgement. Used again for each. */
const scratch = Buffer.alloc(32 * 1024);

/** The bytes of an acknowledgement in the form of the report that it answers. */
export function encodeAnswer(form: Form, acknowledgement: Acknowledgement): Buffer {
  if (form === "json") return Buffer.from(JSON.stringify(acknowledgement));
  return Buffer.from(encodeAck(frameOfAcknowledgement(acknowledgement), scratch));
}

/** The sequences of a report as ranges [first, last], each as it stands in the report. */
export function rangesOf({ groups }: ScannedReport, bytes: Buffer): [number, number][] {
  const ranges: [number, number][] = [];
  const add = (first: number, last: number) => {
    const open = ranges.at(-1);
    if (open && first === open[1] + 1) open[1] = last;
    else ranges.push([first, last]);
  };
  if (groups.every(({ isConsecutive, count }) => isConsecutive || count === 0)) {
    for (const { count, firstSequence, lastSequence } of groups) if (count > 0) add(firstSequence, lastSequence);
  } else {
    for (const { rows } of decodeReport(bytes).frame.groups) {
      for (const row of rows) add(row[Column.Sequence] as number, row[Column.Sequence] as number);
    }
  }
  return ranges.slice(0, LARGEST_ACKNOWLEDGEMENT_ranges);
}
