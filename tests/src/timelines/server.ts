import { type AckFrame, encodeAck } from "@yeelen/shared/wire/acknowledgement";
import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";

/** A reading as the server stored it. */
export interface Stored {
  incarnation: number;
  sequence: number;
  row: number[];
}

/** Takes reports as intake does: every reading that can be read, once for its incarnation and sequence. */
export class Server {
  readonly stored = new Map<string, Stored>();
  /** Sequences that came again with another content. */
  readonly conflicts: string[] = [];
  /** What kits told that will not come: triples of incarnation, first and last sequence. */
  readonly dropped: [incarnation: number, first: number, last: number][] = [];
  reports = 0;

  constructor(private readonly start_s: number) {}

  /** Returns the acknowledgement. @throws Error where the bytes are no report */
  receive(report: Buffer, now_s: number): Buffer {
    const { frame } = decodeReport(report);
    this.reports += 1;
    const accepted: number[] = [];
    for (const { rows } of frame.groups) {
      for (const row of rows) {
        const sequence = row[Column.Sequence] as number;
        this.keep({ incarnation: frame.incarnation, sequence, row });
        if (accepted.at(-1) === sequence - 1) accepted[accepted.length - 1] = sequence;
        else accepted.push(sequence, sequence);
      }
    }
    for (let i = 0; i < frame.dropped.length; i += 2) {
      this.dropped.push([frame.incarnation, frame.dropped[i] as number, frame.dropped[i + 1] as number]);
    }
    return answer({ report: frame.report, serverTime_s: this.start_s + now_s, accepted });
  }

  private keep(reading: Stored): void {
    const key = `${reading.incarnation} ${reading.sequence}`;
    const before = this.stored.get(key);
    if (!before) this.stored.set(key, reading);
    else if (before.row.some((value, column) => value !== reading.row[column])) this.conflicts.push(key);
  }
}

/** An acknowledgement as a kit hears it. */
export function answer(ack: Pick<AckFrame, "report" | "serverTime_s" | "accepted">): Buffer {
  const frame = { refused: "", commands: [], ...ack } as AckFrame;
  return Buffer.from(encodeAck(frame, Buffer.alloc(64 + 12 * ack.accepted.length)));
}
