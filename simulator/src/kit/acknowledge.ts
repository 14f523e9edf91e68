import { encodeAck } from "@yeelen/shared/wire/acknowledgement";
import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";

/**
 * The answer of a server that takes everything: every sequence of the report, in ranges.
 *
 * @param buffer what the answer is written into
 */
export function acknowledge(report: Buffer, received_ms: number, buffer: Buffer): Buffer {
  const { frame } = decodeReport(report);
  const accepted: number[] = [];
  for (const { rows } of frame.groups) {
    for (const row of rows) {
      const sequence = row[Column.Sequence] as number;
      if (accepted.length > 0 && accepted.at(-1) === sequence - 1) accepted[accepted.length - 1] = sequence;
      else accepted.push(sequence, sequence);
    }
  }
  const serverTime_s = Math.floor(received_ms / 1000);
  return encodeAck({ report: frame.report, serverTime_s, accepted, refused: "", commands: [] }, buffer);
}
