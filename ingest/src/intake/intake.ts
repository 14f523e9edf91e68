import { type Acknowledgement, frameOfAcknowledgement } from "@yeelen/shared/acknowledgement";
import type { ServiceStatus } from "@yeelen/shared/answers";
import { type ParsedReport, parseBinaryReport, parseJsonReport, ReportRefused } from "@yeelen/shared/parseReport";
import type { RefusalReason } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED, type ReportFrame, Section } from "@yeelen/shared/wire/columns";
import { encodeAck } from "@yeelen/shared/wire/acknowledgement";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { takeSection } from "@yeelen/shared/wire/sections";
import type { Logger } from "pino";
import type { JournalEntry, ReportEntry } from "../journal/entries";
import type { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import type { Quarantined } from "../journal/quarantine";
import { incarnationOf } from "../journal/readings";
import { implausibleReadings } from "./check";
import { GroupCommit } from "./groupCommit";
import { place } from "./placement";
import { rangesOf } from "./ranges";
import type { Answered, Form, Receiver } from "./receiver";

/** How much of a message that could not be read is kept. */
export const KEPT_OF_UNREADABLE_bytes = 4096;

/** A JSON report of 16 kB never needs more in the binary form. */
const ENCODED_LIMIT_bytes = 64 * 1024;

/** So that an acknowledgement fits the 16 kB that a kit can read; what is beyond is answered when it comes again. */
const LARGEST_ACKNOWLEDGEMENT_ranges = 1000;

/**
 * Turns messages of kits into readings: decodes, checks, places in time, commits, and only then
 * answers. Whatever is wrong with a message is answered too, so that no kit sends it for ever.
 */
export class Intake implements Receiver {
  readonly counts: ServiceStatus["intake"] = { reports: 0, readings: 0, repeated: 0, quarantined: 0, refused: {} };
  private readonly commits: GroupCommit;

  constructor(
    private readonly journal: Journal,
    private readonly now: () => number,
    private readonly log: Logger,
    onCommitted: () => void,
  ) {
    this.commits = new GroupCommit(journal, onCommitted);
  }

  /**
   * Takes one message.
   *
   * @returns the acknowledgement, once what it acknowledges is on the disk
   * @throws Error where the journal could not commit: the kit is not answered and sends again
   */
  async receive(kit: KitRecord, form: Form, bytes: Buffer): Promise<Acknowledgement> {
    const received_ms = this.now();
    let parsed: ParsedReport;
    try {
      parsed = form === "binary" ? parseBinaryReport(bytes) : parseJsonReport(bytes);
    } catch (error) {
      return await this.refuse(kit.code, this.asRefusal(error), bytes, received_ms);
    }
    const entry = this.entryOf(kit, form, bytes, parsed, received_ms);
    const committed = await this.commits.add(entry);
    this.counts.reports += 1;
    this.counts.readings += committed.stored;
    this.counts.repeated += committed.known;
    this.counts.quarantined += entry.quarantined.length + (committed.conflicts > 0 ? 1 : 0);
    return {
      version: "1.0",
      ...(parsed.frame.report !== NOT_MEASURED && { report: parsed.frame.report }),
      serverTime_s: Math.floor(received_ms / 1000),
      accepted: rangesOf(parsed.frame).slice(0, LARGEST_ACKNOWLEDGEMENT_ranges),
      ...(committed.commands && { commands: committed.commands }),
    };
  }

  take(kit: KitRecord, form: Form, bytes: Buffer, answered: Answered): void {
    this.receive(kit, form, bytes).then(
      (ack) => answered(null, encoded(form, ack)),
      (error: Error) => answered(error, null),
    );
  }

  tooLarge(kit: string, beginning: Buffer, size_bytes: number): void {
    const detail = `a message of ${size_bytes} bytes was cut off`;
    this.count("too-large");
    const kept = this.quarantine({
      kit,
      received_ms: this.now(),
      reason: "too-large",
      detail,
      size_bytes,
      content: beginning.subarray(0, KEPT_OF_UNREADABLE_bytes),
    });
    kept.catch((error: unknown) => this.log.error({ error }, "not quarantined"));
  }

  /** Commits everything that was received. */
  stop(): void {
    this.commits.flush();
  }

  private entryOf(kit: KitRecord, form: Form, bytes: Buffer, parsed: ParsedReport, received_ms: number): ReportEntry {
    const { frame, unknownParts } = parsed;
    const incarnation = incarnationOf(frame);
    const { readings } = this.journal;
    const placements = place(
      frame,
      received_ms,
      kit.clock,
      (sequence) => readings.endBefore_ms(kit.id, incarnation, sequence),
      (sequence) => readings.startAfter_ms(kit.id, incarnation, sequence),
    );
    const implausible = implausibleReadings(frame, placements, received_ms, kit.clock);
    const encoded = form === "binary" ? bytes : encodeReport(frame, Buffer.alloc(ENCODED_LIMIT_bytes));
    const { rest, section } = takeSection(encoded, Section.Lamps);
    return {
      kit: kit.id,
      code: kit.code,
      received_ms,
      core: rest,
      lamps: section,
      frame,
      placements,
      excluded: new Set(implausible.map(({ sequence }) => sequence)),
      quarantined: quarantineOf(kit.code, frame, implausible, bytes, received_ms),
      unknownParts,
    };
  }

  private async refuse(
    kit: string,
    refused: ReportRefused,
    bytes: Buffer,
    received_ms: number,
  ): Promise<Acknowledgement> {
    this.count(refused.reason);
    await this.quarantine({
      kit,
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

  private async quarantine(item: Quarantined): Promise<void> {
    const entry: JournalEntry = { quarantined: [item] };
    await this.commits.add(entry);
    this.counts.quarantined += 1;
    this.log.debug({ kit: item.kit, reason: item.reason }, "quarantined");
  }

  /** Whatever goes wrong with reading a report will go wrong again: it is refused, never left without an answer. */
  private asRefusal(error: unknown): ReportRefused {
    if (error instanceof ReportRefused) return error;
    this.log.error({ error }, "a report could not be read, for a reason that nobody foresaw");
    return new ReportRefused("undecodable", "the report could not be read");
  }

  private count(reason: RefusalReason): void {
    this.counts.refused[reason] = (this.counts.refused[reason] ?? 0) + 1;
  }
}

function encoded(form: Form, ack: Acknowledgement): Buffer {
  return form === "json"
    ? Buffer.from(JSON.stringify(ack))
    : encodeAck(frameOfAcknowledgement(ack), Buffer.alloc(32 * 1024));
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
