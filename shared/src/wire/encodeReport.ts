import {
  Column,
  FIRST_LAMP_COLUMN,
  MAJOR_VERSION,
  MINOR_VERSION,
  NOT_MEASURED,
  SAME_BOOT,
  Section,
  type Group,
  type ReportFrame,
} from "./columns";
import { Writer } from "./writer";

/**
 * Encodes a report into `buffer` and returns the part that was written. Portable.
 *
 * The lamps' columns stand in a section of their own, so that a server can let lamp detail go without
 * touching the rest.
 *
 * @param rest called again and again during the work: the chip's runtime ends a program that does too much at a stretch
 * @throws RangeError where the report does not fit the buffer.
 */
export function encodeReport(frame: ReportFrame, buffer: Buffer, rest: () => void = () => {}): Buffer {
  const writer = new Writer(buffer);
  writer.byte(MAJOR_VERSION);
  writer.byte(MINOR_VERSION);
  // the number of sections, so that a report cut off between two of them is noticed
  writer.byte(0);
  writeEnvelope(writer, frame);
  let sections = 2;
  sections = sections + writeList(writer, Section.Counters, frame.counters);
  sections = sections + writeList(writer, Section.Events, frame.events);
  sections = sections + writeList(writer, Section.Attempts, frame.attempts);
  const start = writer.beginSection(Section.Readings);
  writeGroups(writer, frame.groups, rest);
  writer.endSection(start);
  if (hasLamps(frame.groups)) {
    const lampStart = writer.beginSection(Section.Lamps);
    writer.rows(frame.groups, FIRST_LAMP_COLUMN, Column.Count, rest);
    writer.endSection(lampStart);
    sections = sections + 1;
  }
  buffer[2] = sections;
  return writer.finish();
}

/** Returns how many sections were written: none for an empty list. */
function writeList(writer: Writer, section: Section, list: number[]): number {
  if (list.length === 0) return 0;
  const start = writer.beginSection(section);
  for (const value of list) writer.optional(value);
  writer.endSection(start);
  return 1;
}

function writeEnvelope(writer: Writer, frame: ReportFrame): void {
  const start = writer.beginSection(Section.Envelope);
  writer.optional(frame.report);
  writer.optional(frame.incarnation);
  writer.optional(frame.uptime_s);
  writer.optional(frame.configuration);
  // RSSI is a negative number of dBm: its size travels
  writer.optional(frame.wifiRssi_dBm === NOT_MEASURED ? NOT_MEASURED : -frame.wifiRssi_dBm);
  writer.optional(frame.oldestHeld);
  writer.text(frame.firmware);
  writer.unsigned(frame.dropped.length);
  for (const sequence of frame.dropped) writer.unsigned(sequence);
  writer.endSection(start);
}

/** The heads of all groups, then the readings of all of them as one stream of bits. */
function writeGroups(writer: Writer, groups: Group[], rest: () => void): void {
  writer.unsigned(groups.length);
  let before: Group | undefined;
  for (const group of groups) {
    const isSameBoot =
      before !== undefined &&
      group.boot === before.boot &&
      group.resetCause === before.resetCause &&
      group.anchorUptime_s === before.anchorUptime_s &&
      group.anchorTime_s === before.anchorTime_s;
    writer.byte(group.clock + (isSameBoot ? SAME_BOOT : 0));
    if (!isSameBoot) {
      writer.optional(group.boot);
      writer.optional(group.resetCause);
      writer.optional(group.anchorUptime_s);
      if (group.anchorUptime_s !== NOT_MEASURED) writer.unsigned(group.anchorTime_s);
    }
    writer.unsigned(group.rows.length);
    before = group;
  }
  writer.rows(groups, Column.Sequence, FIRST_LAMP_COLUMN, rest);
}

function hasLamps(groups: Group[]): boolean {
  for (const group of groups) {
    for (const row of group.rows) {
      for (let column = FIRST_LAMP_COLUMN; column < Column.Count; column++) {
        if (row[column] !== NOT_MEASURED) return true;
      }
    }
  }
  return false;
}
