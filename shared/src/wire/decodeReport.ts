import { Column, FIRST_LAMP_COLUMN, type Group, NOT_MEASURED, type ReportFrame, Section } from "./columns";
import { sequences, times, values } from "./fastRows";
import { Reader } from "./reader";
import type { ScannedGroup } from "./scanGroups";
import { type ScannedReport, scanRows } from "./scanReport";

/** A decoded report, with the sections of a newer minor version as they came. */
export interface DecodedReport {
  frame: ReportFrame;
  unknownSections: { section: number; bytes: Buffer }[];
}

/**
 * Decodes the binary form of a report; of one whose lamp section was taken out the lamps are not measured. Structure
 * only: whether the values can be true is for `plausibility.ts`. Work and memory are bounded by the number of bytes.
 *
 * @throws WireError `unknown-version` for another major version, `undecodable` for anything else.
 */
export function decodeReport(bytes: Buffer): DecodedReport {
  const scanned = scanRows(bytes);
  const groups: Group[] = [];
  let from = 0;
  for (const group of scanned.groups) {
    groups.push(groupOf(group, rowsOf(from, group.count, scanned.lampsEnd > 0)));
    from += group.count;
  }
  return { frame: frameOf(scanned, groups), unknownSections: scanned.unknownSections > 0 ? unknownIn(bytes) : [] };
}

function frameOf(scanned: ScannedReport, groups: Group[]): ReportFrame {
  return {
    report: scanned.report,
    incarnation: scanned.incarnation,
    uptime_s: scanned.uptime_s,
    configuration: scanned.configuration,
    wifiRssi_dBm: scanned.wifiRssi_dBm,
    oldestHeld: scanned.oldestHeld,
    firmware: scanned.firmware,
    dropped: scanned.dropped.slice(),
    counters: scanned.counters.slice(),
    events: scanned.events.slice(),
    attempts: scanned.attempts.slice(),
    groups,
  };
}

function groupOf({ boot, resetCause, anchorUptime_s, anchorTime_s, clock }: ScannedGroup, rows: number[][]): Group {
  return { boot, resetCause, anchorUptime_s, anchorTime_s, clock, rows };
}

function rowsOf(from: number, count: number, hasLamps: boolean): number[][] {
  const width: number = hasLamps ? Column.Count : FIRST_LAMP_COLUMN;
  const columns: number = Column.Count;
  const rows = new Array<number[]>(count);
  for (let i = 0; i < count; i++) {
    const row = new Array<number>(columns);
    const start = (from + i) * columns;
    row[0] = sequences[from + i] as number;
    row[1] = times[from + i] as number;
    for (let column = 2; column < width; column++) row[column] = values[start + column] as number;
    for (let column = width; column < columns; column++) row[column] = NOT_MEASURED;
    rows[i] = row;
  }
  return rows;
}

/** The sections of a report, known to be sound, that this version does not know. */
function unknownIn(bytes: Buffer): DecodedReport["unknownSections"] {
  const unknown: DecodedReport["unknownSections"] = [];
  const reader = new Reader(bytes, 3, bytes.length);
  while (reader.remaining() > 0) {
    const section = reader.byte();
    const size = reader.unsigned();
    const start = reader.skip(size);
    if (section < Section.Envelope || section > Section.Attempts) {
      unknown.push({ section, bytes: bytes.subarray(start, start + size) });
    }
  }
  return unknown;
}
