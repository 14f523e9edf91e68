import {
  Column,
  FIRST_CORE_COLUMN,
  FIRST_LAMP_COLUMN,
  MAJOR_VERSION,
  MINOR_VERSION,
  NOT_MEASURED,
  SEQUENCE_JUMP_BIT,
  Section,
  TIME_STEP_BIT,
  maskBit,
  type Group,
  type ReportFrame,
} from "./columns";
import { Writer } from "./writer";

/**
 * Encodes a report into `buffer` and returns the part that was written. Portable.
 *
 * Every row is written as the difference to the row before it: a bit mask of the columns that
 * changed, then for each of these 0 where it is not measured any more, else 1 + the zigzag
 * difference to its last measured value. Two more bits tell that the sequence did not go up by
 * one, and that the time did not go up by the same step as before. The lamps' columns stand in
 * a section of their own, so that a server can let lamp detail go without touching the rest.
 *
 * @throws RangeError where the report does not fit the buffer.
 */
export function encodeReport(frame: ReportFrame, buffer: Buffer): Buffer {
  const writer = new Writer(buffer);
  writer.byte(MAJOR_VERSION);
  writer.byte(MINOR_VERSION);
  const lamps = hasLamps(frame.groups);
  // the number of sections, so that a report cut off between two of them is noticed
  writer.byte(2 + (frame.counters.length > 0 ? 1 : 0) + (frame.events.length > 0 ? 1 : 0) + (lamps ? 1 : 0));
  writeEnvelope(writer, frame);
  if (frame.counters.length > 0) {
    const start = writer.beginSection(Section.Counters);
    for (const counter of frame.counters) writer.optional(counter);
    writer.endSection(start);
  }
  if (frame.events.length > 0) {
    const start = writer.beginSection(Section.Events);
    for (const part of frame.events) writer.optional(part);
    writer.endSection(start);
  }
  const start = writer.beginSection(Section.Readings);
  writeGroups(writer, frame.groups);
  writer.endSection(start);
  if (lamps) {
    const lampStart = writer.beginSection(Section.Lamps);
    writeLamps(writer, frame.groups);
    writer.endSection(lampStart);
  }
  return writer.finish();
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

function writeGroups(writer: Writer, groups: Group[]): void {
  const last: number[] = [];
  const seen: number[] = [];
  for (let column = 0; column < Column.Count; column++) {
    last.push(0);
    seen.push(NOT_MEASURED);
  }
  let sequence = -1;
  writer.unsigned(groups.length);
  for (const group of groups) {
    writer.optional(group.boot);
    writer.optional(group.resetCause);
    writer.optional(group.anchorUptime_s);
    if (group.anchorUptime_s !== NOT_MEASURED) writer.unsigned(group.anchorTime_s);
    writer.byte(group.clock);
    writer.unsigned(group.rows.length);
    let time = 0;
    let step = 0;
    for (const row of group.rows) {
      const sequenceJump = (row[Column.Sequence] as number) - sequence - 1;
      const stepChange = (row[Column.Time] as number) - time - step;
      let mask = 0;
      for (let column = FIRST_CORE_COLUMN; column < FIRST_LAMP_COLUMN; column++) {
        if (row[column] !== seen[column]) mask = mask | maskBit(column);
      }
      if (stepChange !== 0) mask = mask | TIME_STEP_BIT;
      if (sequenceJump !== 0) mask = mask | SEQUENCE_JUMP_BIT;
      writer.unsigned(mask);
      if (stepChange !== 0) writer.signed(stepChange);
      if (sequenceJump !== 0) writer.signed(sequenceJump);
      for (let column = FIRST_CORE_COLUMN; column < FIRST_LAMP_COLUMN; column++) {
        if (row[column] !== seen[column]) writeChange(writer, row, column, last, seen);
      }
      step = step + stepChange;
      time = row[Column.Time] as number;
      sequence = row[Column.Sequence] as number;
    }
  }
}

function writeLamps(writer: Writer, groups: Group[]): void {
  const last: number[] = [];
  const seen: number[] = [];
  for (let column = 0; column < Column.Count; column++) {
    last.push(0);
    seen.push(NOT_MEASURED);
  }
  let unchanged = 0;
  for (const group of groups) {
    for (const row of group.rows) {
      let mask = 0;
      for (let column = FIRST_LAMP_COLUMN; column < Column.Count; column++) {
        if (row[column] !== seen[column]) mask = mask | (1 << (column - FIRST_LAMP_COLUMN));
      }
      if (mask === 0) {
        unchanged = unchanged + 1;
      } else {
        writer.unsigned(unchanged);
        writer.unsigned(mask);
        for (let column = FIRST_LAMP_COLUMN; column < Column.Count; column++) {
          if (row[column] !== seen[column]) writeChange(writer, row, column, last, seen);
        }
        unchanged = 0;
      }
    }
  }
}

function writeChange(writer: Writer, row: number[], column: number, last: number[], seen: number[]): void {
  const value = row[column] as number;
  seen[column] = value;
  if (value === NOT_MEASURED) {
    writer.unsigned(0);
    return;
  }
  const difference = value - (last[column] as number);
  writer.unsigned(1 + (difference < 0 ? -2 * difference - 1 : 2 * difference));
  last[column] = value;
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
