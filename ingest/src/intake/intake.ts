import type { Acknowledgement } from "@yeelen/shared/acknowledgement";
import { parseScan } from "@yeelen/shared/parseBinary";
import { parseJsonReport } from "@yeelen/shared/parseReport";
import { isPlausible } from "@yeelen/shared/plausibility";
import { ReportRefused } from "@yeelen/shared/reportRefused";
import { Column, NOT_MEASURED, type ReportFrame } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { type ScannedReport, scanReport } from "@yeelen/shared/wire/scanReport";
import type { Logger } from "pino";
import type { Committed, ReportEntry } from "../journal/entries";
import type { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import type { Quarantined } from "../journal/quarantine";
import { incarnationOf, type ReportWriter } from "../journal/reportWriter";
import { rangesOf } from "./answer";
import { areTimesPlausible, implausibleReadings } from "./check";
import { type IntakeCounts, noCounts, sumOf } from "./counts";
import { type Neighbour, type Neighbours, place, spansOf } from "./placement";
import type { Form } from "./receiver";

/** A message of a kit, as it came in. */
export interface Message {
  kit: Pick<KitRecord, "id" | "code" | "clock">;
  form: Form;
  bytes: Buffer;
  received_ms: number;
}

/** The beginning of a message that was too large to be taken. */
export interface CutMessage {
  kit: Pick<KitRecord, "code">;
  form: "cut";
  /** What is kept of it. */
  bytes: Buffer;
  size_bytes: number;
  received_ms: number;
}

/** How much of a message that could not be read is kept. */
export const KEPT_OF_UNREADABLE_bytes = 4096;

/** A JSON report of 16 kB never needs more in the binary form. */
const ENCODED_LIMIT_bytes = 64 * 1024;

/** After so many messages that could not be committed one by one it is the disk that is at fault, and the rest waits. */
const FAILURES_TO_GIVE_UP = 3;

/**
 * Turns messages of kits into readings: decodes, checks, places in time, commits, and only then
 * answers. Whatever is wrong with a message is answered too, so that no kit sends it for ever.
 */
export class Intake {
  /** What became of messages, since the start. */
  counts = noCounts();

  constructor(
    private readonly journal: Pick<Journal, "commit" | "keep" | "writer" | "quarantine">,
    private readonly log: Pick<Logger, "error">,
  ) {}

  /**
   * Takes messages, in their order, and commits them together.
   *
   * @returns for each its acknowledgement, now that what it acknowledges is on the disk (null for one that was
   *   cut off), or an Error where it could not be committed: it is not answered, and comes again
   */
  commit(messages: readonly (Message | CutMessage)[]): (Acknowledgement | null | Error)[] {
    try {
      return this.commitTogether(messages);
    } catch (error) {
      if (messages.length <= 1) return messages.map(() => asError(error));
      // one message that cannot be committed must not take the others with it
      let failures = 0;
      return messages.map((message) => {
        if (failures >= FAILURES_TO_GIVE_UP) return asError(error);
        try {
          return this.commitTogether([message])[0] as Acknowledgement | null;
        } catch (single) {
          failures += 1;
          return asError(single);
        }
      });
    }
  }

  /**
   * Takes and commits one message.
   *
   * @throws Error where it could not be committed
   */
  receive(kit: Message["kit"], form: Form, bytes: Buffer, received_ms: number): Acknowledgement {
    const [answer] = this.commit([{ kit, form, bytes, received_ms }]);
    if (answer instanceof Error) throw answer;
    return answer as Acknowledgement;
  }

  private commitTogether(messages: readonly (Message | CutMessage)[]): (Acknowledgement | null)[] {
    const counts = noCounts();
    const answers = this.journal.commit(() =>
      messages.map((message) => (message.form === "cut" ? this.cut(message, counts) : this.take(message, counts))),
    );
    this.counts = sumOf(this.counts, counts);
    return answers;
  }

  private take(message: Message, counts: IntakeCounts): Acknowledgement {
    let read: { scanned: ScannedReport; bytes: Buffer; unknownParts: number };
    try {
      read = readReport(message);
    } catch (error) {
      return this.refuse(message, this.asRefusal(error), counts);
    }
    const entry = this.entryOf(message, read);
    const committed = this.journal.keep(entry);
    counts.reports += 1;
    counts.readings += committed.stored;
    counts.repeated += committed.known;
    counts.quarantined += entry.quarantined.length + (committed.conflicts > 0 ? 1 : 0);
    return acknowledgementOf(message, read.scanned, read.bytes, committed);
  }

  private entryOf(
    { kit, bytes: came, received_ms }: Message,
    { scanned, bytes, unknownParts }: { scanned: ScannedReport; bytes: Buffer; unknownParts: number },
  ): ReportEntry {
    const { writer } = this.journal;
    const incarnation = incarnationOf(scanned);
    const neighbours = new JournalledNeighbours(writer, kit.id, incarnation);
    // the next report that is scanned overwrites these
    const arePlausible = isPlausible(scanned.low, scanned.high);
    const placements = place(spansOf(scanned, bytes), scanned.uptime_s, received_ms, kit.clock, neighbours);
    const entry = { kit, received_ms, bytes, scanned, placements, unknownParts };
    if (arePlausible && areTimesPlausible(scanned, placements, received_ms, kit.clock)) {
      return { ...entry, excluded: NONE, quarantined: [] };
    }
    const { frame } = decodeReport(bytes);
    const implausible = implausibleReadings(frame, placements, received_ms, kit.clock);
    return {
      ...entry,
      excluded: new Set(implausible.map(({ sequence }) => sequence)),
      quarantined: quarantineOf(kit.code, frame, implausible, came, received_ms),
    };
  }

  private refuse(message: Message, refused: ReportRefused, counts: IntakeCounts): Acknowledgement {
    const { kit, bytes, received_ms } = message;
    counts.refused[refused.reason] = (counts.refused[refused.reason] ?? 0) + 1;
    counts.quarantined += 1;
    this.journal.quarantine.add({
      kit: kit.code,
      received_ms,
      reason: refused.reason,
      detail: refused.message,
      size_bytes: bytes.length,
      // what may tell of a person is not kept, not even here
      content: (refused.redacted === undefined ? bytes : Buffer.from(refused.redacted)).subarray(
        0,
        KEPT_OF_UNREADABLE_bytes,
      ),
    });
    return {
      version: "1.0",
      ...(refused.report !== undefined && { report: refused.report }),
      serverTime_s: Math.floor(received_ms / 1000),
      refused: { reason: refused.reason, message: refused.message },
    };
  }

  private cut({ kit, bytes, size_bytes, received_ms }: CutMessage, counts: IntakeCounts): null {
    counts.refused["too-large"] = (counts.refused["too-large"] ?? 0) + 1;
    counts.quarantined += 1;
    const detail = `a message of ${size_bytes} bytes was cut off`;
    const content = bytes.subarray(0, KEPT_OF_UNREADABLE_bytes);
    this.journal.quarantine.add({ kit: kit.code, received_ms, reason: "too-large", detail, size_bytes, content });
    return null;
  }

  /** Whatever goes wrong with reading a report will go wrong again: it is refused, never left without an answer. */
  private asRefusal(error: unknown): ReportRefused {
    if (error instanceof ReportRefused) return error;
    this.log.error({ error }, "a report could not be read, for a reason that nobody foresaw");
    return new ReportRefused("undecodable", "the report could not be read");
  }
}

const NONE: ReadonlySet<number> = new Set();

/** What the journal knows of a kit's readings around a report. */
class JournalledNeighbours implements Neighbours {
  readonly newest;

  constructor(
    private readonly writer: ReportWriter,
    private readonly kit: number,
    private readonly incarnation: number,
  ) {
    this.newest = writer.newestOf(kit, incarnation);
  }

  before(sequence: number): Neighbour | undefined {
    const run = this.writer.runBefore(this.kit, this.incarnation, sequence);
    return run && { time_ms: run.to_ms, estimated: run.estimated };
  }

  behind(sequence: number): Neighbour | undefined {
    const run = this.writer.runBehind(this.kit, this.incarnation, sequence);
    return run && { time_ms: run.from_ms, estimated: run.estimated };
  }
}

/** @throws ReportRefused */
function readReport({ form, bytes }: Message): { scanned: ScannedReport; bytes: Buffer; unknownParts: number } {
  if (form === "binary") {
    const scanned = parseScan(bytes);
    return { scanned, bytes, unknownParts: scanned.unknownSections };
  }
  const { frame, unknownParts } = parseJsonReport(bytes);
  const encoded = encodeReport(frame, Buffer.allocUnsafe(ENCODED_LIMIT_bytes));
  return { scanned: scanReport(encoded), bytes: Buffer.from(encoded), unknownParts };
}

function acknowledgementOf(
  { received_ms }: Message,
  scanned: ScannedReport,
  bytes: Buffer,
  { commands }: Committed,
): Acknowledgement {
  return {
    version: "1.0",
    ...(scanned.report !== NOT_MEASURED && { report: scanned.report }),
    serverTime_s: Math.floor(received_ms / 1000),
    accepted: rangesOf(scanned, bytes),
    ...(commands && { commands }),
  };
}

function quarantineOf(
  kit: string,
  frame: ReportFrame,
  implausible: { sequence: number; problem: string }[],
  bytes: Buffer,
  received_ms: number,
): Quarantined[] {
  const [first] = implausible;
  if (!first) return [];
  const readings = frame.groups.flatMap((group) => group.rows);
  const row = readings.findIndex((reading) => reading[Column.Sequence] === first.sequence);
  const more = implausible.length > 1 ? `, and ${implausible.length - 1} more readings of the report` : "";
  const detail = `sequence ${first.sequence} (reading ${row + 1} of ${readings.length}): ${first.problem}${more}`;
  return [{ kit, received_ms, reason: "implausible", detail, size_bytes: bytes.length, content: bytes }];
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
