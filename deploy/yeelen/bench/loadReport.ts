import { topics } from "@yeelen/shared/topics";
import {
  Column,
  type Group,
  GroupClock,
  MAJOR_VERSION,
  NOT_MEASURED,
  type ReportFrame,
  SAME_BOOT,
  Section,
} from "@yeelen/shared/wire/columns";
import { AckSection } from "@yeelen/shared/wire/acknowledgement";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import { Reader } from "@yeelen/shared/wire/reader";
import type { LoadContent } from "./loadContent";

/** Time between two readings of a kit, as it leaves the factory. */
const INTERVAL_s = 900;
/** What changes from one message to the next begins here, so that it has the same length on the wire in every message. */
export const firstReport = 2 ** 28;
const FIRST_INCARNATION = 2 ** 30;
const FIRST_SEQUENCE = 2 ** 20;
const SEQUENCE_bits = 21;
const FIRST_UPTIME_s = 2 ** 30 + 30 * 86_400;
const UPTIME_bits = 31;
/** The first sequence is written as it is, and the time as what is beyond the step that a stream begins with. */
const STEP_AT_START_s = 900;
/** Where the first row of a stream has its sequence: after three flags, the length and the sign. */
const SEQUENCE_AT_bit = 10;
const TIME_AT_bit = SEQUENCE_AT_bit + SEQUENCE_bits + 7;
/** Where the numbers of the envelope lie: after three bytes of the report, three of its section, and each other. */
const REPORT_AT = 6;
const INCARNATION_AT = REPORT_AT + 5;
const UPTIME_AT = INCARNATION_AT + 5;
/** The revision of commands and the RSSI take a byte each. */
const OLDEST_AT = UPTIME_AT + 5 + 2;
const ANCHOR_s = Date.UTC(2026, 0, 1) / 1000;

/** A report as message 0 of a kit, and how far its time of sending is behind its newest reading. */
export function firstOf(frame: ReportFrame, kit: number): ReportFrame {
  const rows = frame.groups.flatMap((group) => group.rows);
  const [current] = rows;
  if (!current) throw new Error("a report without readings cannot be sent again and again");
  const moved_s = FIRST_UPTIME_s - (current[Column.Time] as number);
  const on = FIRST_SEQUENCE - Math.min(...rows.map((row) => row[Column.Sequence] as number));
  return {
    ...frame,
    report: firstReport,
    incarnation: FIRST_INCARNATION + kit,
    uptime_s: frame.uptime_s + moved_s,
    oldestHeld: FIRST_SEQUENCE,
    groups: frame.groups.map((group) => ({
      ...group,
      boot: 1,
      anchorUptime_s: FIRST_UPTIME_s,
      anchorTime_s: ANCHOR_s,
      rows: group.rows.map((row) => [
        (row[Column.Sequence] as number) + on,
        (row[Column.Time] as number) + moved_s,
        ...row.slice(Column.BatteryVoltage_mV),
      ]),
    })),
  };
}

/** The same report as message `n`: the next readings of the kit, in the same weather. */
export function nthOf(first: ReportFrame, n: number): ReportFrame {
  const readings = readingsOf(first);
  return {
    ...first,
    report: first.report + n,
    uptime_s: first.uptime_s + n * readings * INTERVAL_s,
    oldestHeld: first.oldestHeld + n * readings,
    groups: first.groups.map((group) => ({
      ...group,
      rows: group.rows.map((row) => [
        (row[Column.Sequence] as number) + n * readings,
        (row[Column.Time] as number) + n * readings * INTERVAL_s,
        ...row.slice(Column.BatteryVoltage_mV),
      ]),
    })),
  };
}

/** The sequences of all messages of a kit begin here. */
export const firstSequence = FIRST_SEQUENCE;

/** How many readings a report holds. */
export function readingsOf({ groups }: ReportFrame): number {
  return groups.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** Puts the incarnation of a kit into a report that lies in a buffer from `at` on, made by `firstOf` or likewise. */
export function putIncarnation(buffer: Buffer, at: number, kit: number): void {
  putVarint(buffer, at + INCARNATION_AT, FIRST_INCARNATION + kit + 1, 5);
}

/** The incarnation under which a kit numbers. */
export function incarnationOf(kit: number): number {
  return FIRST_INCARNATION + kit;
}

/** Whether a report can be sent again and again: all its readings of one boot, the current one first, nothing else told. */
export function isRepeatable(frame: ReportFrame): boolean {
  const { groups, dropped, events, attempts, uptime_s, wifiRssi_dBm } = frame;
  const [first] = groups;
  if (!first || dropped.length + events.length + attempts.length > 0 || uptime_s === NOT_MEASURED) return false;
  // what is written as one byte must stay so
  if (wifiRssi_dBm === NOT_MEASURED || wifiRssi_dBm < -120 || first.rows.length !== 1) return false;
  return groups.every(({ boot, clock }) => boot === first.boot && clock === GroupClock.Uptime_s);
}

interface Template {
  bytes: Buffer;
  /** Uptime at which message 0 is sent, and of its first row. */
  sentAt_s: number;
  newest_s: number;
  newestSequence: number;
  rowsAt: number;
}

/**
 * Real reports in the binary form, sent again and again with other numbers: only the few bits that
 * hold a number change, so that making a message costs next to nothing.
 */
export class ReportContent implements LoadContent {
  readonly largest_bytes: number;
  readonly readings: number;
  readonly messages: number;
  private readonly templates: Template[];
  private readonly per_s: number;

  /** @param reports that can be repeated, with the same number of readings */
  constructor(reports: readonly ReportFrame[]) {
    this.templates = reports.map((frame) => templateOf(firstOf(frame, 0)));
    this.readings = reports[0] ? readingsOf(reports[0]) : 0;
    this.largest_bytes = Math.max(...this.templates.map(({ bytes }) => bytes.length));
    this.per_s = this.readings * INTERVAL_s;
    this.messages = messagesOf(this.readings);
  }

  topic(kit: string): string {
    return topics.report(kit);
  }

  write(buffer: Buffer, at: number, kit: number, n: number): number {
    const template = this.templates[(kit * 7 + n) % this.templates.length] as Template;
    const { bytes, sentAt_s, newest_s, newestSequence } = template;
    bytes.copy(buffer, at);
    putVarint(buffer, at + REPORT_AT, firstReport + n + 1, 5);
    putIncarnation(buffer, at, kit);
    putVarint(buffer, at + UPTIME_AT, sentAt_s + n * this.per_s + 1, 5);
    putVarint(buffer, at + OLDEST_AT, FIRST_SEQUENCE + n * this.readings + 1, 3);
    const rowsAt = (at + template.rowsAt) * 8;
    putBits(buffer, rowsAt + SEQUENCE_AT_bit, newestSequence + n * this.readings, SEQUENCE_bits);
    putBits(buffer, rowsAt + TIME_AT_bit, newest_s + n * this.per_s - STEP_AT_START_s, UPTIME_bits);
    return bytes.length;
  }

  accepted(bytes: Buffer, from: number, to: number, n: number): number {
    return acceptedOf(bytes, from, to, firstReport + n);
  }
}

/** How many messages of so many readings have numbers of the same length. */
export function messagesOf(readings: number): number {
  const bySequence = (2 ** SEQUENCE_bits - 2 - FIRST_SEQUENCE) / readings;
  return Math.floor(Math.min(bySequence, (2 ** UPTIME_bits - FIRST_UPTIME_s) / (readings * INTERVAL_s))) - 1;
}

/** How many readings a binary acknowledgement [from, to) takes; -1 where it is not one of this report. */
export function acceptedOf(bytes: Buffer, from: number, to: number, report: number): number {
  // major, minor, section, its length in two bytes
  if (bytes[from] !== MAJOR_VERSION || bytes[from + 2] !== AckSection.Accepted) return -1;
  const reader = new Reader(bytes, from + 5, to);
  if (reader.optional() !== report) return -1;
  reader.unsigned();
  let accepted = 0;
  for (let ranges = reader.unsigned(); ranges > 0; ranges -= 1) {
    reader.signed();
    accepted += reader.unsigned() + 1;
  }
  return accepted;
}

function templateOf(frame: ReportFrame): Template {
  const bytes = Buffer.from(encodeReport(frame, Buffer.alloc(16_384)));
  const current = frame.groups[0]?.rows[0] as number[];
  return {
    bytes,
    sentAt_s: frame.uptime_s,
    newest_s: current[Column.Time] as number,
    newestSequence: current[Column.Sequence] as number,
    rowsAt: rowsAtOf(bytes, frame.groups),
  };
}

/** Where the content of a section of a report begins. */
export function sectionAt(bytes: Buffer, wanted: Section): number {
  const reader = new Reader(bytes, 3, bytes.length);
  while (reader.remaining() > 0) {
    const section = reader.byte();
    const size = reader.unsigned();
    const start = reader.skip(size);
    if (section === wanted) return start;
  }
  throw new Error(`a report has no section ${wanted}`);
}

/** Where the packed rows of the readings section begin, after the heads of its groups. */
function rowsAtOf(bytes: Buffer, groups: readonly Group[]): number {
  const reader = new Reader(bytes, sectionAt(bytes, Section.Readings), bytes.length);
  reader.unsigned();
  for (const _ of groups) {
    if (reader.byte() < SAME_BOOT) for (let i = 0; i < 4; i++) reader.unsigned();
    reader.unsigned();
  }
  return reader.skip(0);
}

/** Writes a varint of a length that it already has. */
export function putVarint(buffer: Buffer, at: number, value: number, length: number): void {
  let rest = value;
  for (let i = 0; i < length; i++) {
    const high = Math.floor(rest / 128);
    buffer[at + i] = rest - high * 128 + (i + 1 < length ? 128 : 0);
    rest = high;
  }
}

/** Writes the lowest bits of a value, lowest first, from a bit of a buffer on; what is around them stays. */
function putBits(buffer: Buffer, atBit: number, value: number, count: number): void {
  let rest = value;
  let left = count;
  let at = atBit;
  while (left > 0) {
    const shift = at & 7;
    const taken = Math.min(8 - shift, left);
    const mask = ((1 << taken) - 1) << shift;
    const byte = at >> 3;
    buffer[byte] = ((buffer[byte] as number) & ~mask) | ((rest << shift) & mask);
    rest = Math.floor(rest / (1 << taken));
    at += taken;
    left -= taken;
  }
}
