import { MAJOR_VERSION, MINOR_VERSION, NOT_MEASURED } from "./columns";
import { Reader } from "./reader";
import { Writer } from "./writer";

/** Sections of an acknowledgement. A kit jumps over those it does not know. */
export const enum AckSection {
  Accepted = 1,
  Refused = 2,
  Commands = 3,
}

/** What the server answers to a report, in the binary form. Portable. */
export interface AckFrame {
  /** The report that is answered, or `NOT_MEASURED` where its bytes could not be read. */
  report: number;
  serverTime_s: number;
  /** Pairs [first, last] of accepted sequences, one after the other. */
  accepted: number[];
  /** Why the report was refused, as in `refusalReasons`, or an empty string. */
  refused: string;
  /** What the kit is to do: [revision, id, value, id, value, …] with ids of `commandNames`, or an empty list. */
  commands: number[];
}

/** Encodes an acknowledgement into `buffer` and returns the part that was written. */
export function encodeAck(ack: AckFrame, buffer: Buffer): Buffer {
  const writer = new Writer(buffer);
  writer.byte(MAJOR_VERSION);
  writer.byte(MINOR_VERSION);
  const refused = ack.refused.length > 0;
  const start = writer.beginSection(refused ? AckSection.Refused : AckSection.Accepted);
  writer.optional(ack.report);
  writer.unsigned(ack.serverTime_s);
  if (refused) {
    writer.text(ack.refused);
  } else {
    writer.unsigned(ack.accepted.length / 2);
    // first sequence as the distance to the range before, then the length less one
    let before = 0;
    for (let i = 0; i < ack.accepted.length; i = i + 2) {
      const first = ack.accepted[i] as number;
      const last = ack.accepted[i + 1] as number;
      writer.signed(first - before);
      writer.unsigned(last - first);
      before = last;
    }
  }
  writer.endSection(start);
  if (ack.commands.length > 0) {
    const commandStart = writer.beginSection(AckSection.Commands);
    writer.unsigned(ack.commands[0] as number);
    writer.unsigned((ack.commands.length - 1) / 2);
    for (let i = 1; i < ack.commands.length; i = i + 2) {
      writer.unsigned(ack.commands[i] as number);
      writer.signed(ack.commands[i + 1] as number);
    }
    writer.endSection(commandStart);
  }
  return writer.finish();
}

/**
 * Decodes an acknowledgement.
 *
 * @throws Error where the bytes are not one, or are of another major version.
 */
export function decodeAck(bytes: Buffer): AckFrame {
  const reader = new Reader(bytes, 0, bytes.length);
  const major = reader.byte();
  reader.byte();
  if (major !== MAJOR_VERSION) throw new Error("unknown version");
  const ack: AckFrame = { report: NOT_MEASURED, serverTime_s: 0, accepted: [], refused: "", commands: [] };
  let answered = false;
  while (reader.remaining() > 0) {
    const section = reader.byte();
    const size = reader.unsigned();
    const start = reader.skip(size);
    const inner = new Reader(bytes, start, start + size);
    if (section === AckSection.Accepted || section === AckSection.Refused) {
      answered = true;
      ack.report = inner.optional();
      ack.serverTime_s = inner.unsigned();
    }
    if (section === AckSection.Commands) {
      ack.commands = [inner.unsigned()];
      const pairs = inner.unsigned();
      for (let i = 0; i < pairs; i++) {
        ack.commands.push(inner.unsigned());
        ack.commands.push(inner.signed());
      }
    }
    if (section === AckSection.Refused) ack.refused = inner.text();
    if (section === AckSection.Accepted) {
      const ranges = inner.unsigned();
      let before = 0;
      for (let i = 0; i < ranges; i++) {
        const first = before + inner.signed();
        const last = first + inner.unsigned();
        ack.accepted.push(first);
        ack.accepted.push(last);
        before = last;
      }
    }
  }
  if (!answered) throw new Error("acknowledgement without an answer");
  return ack;
}
