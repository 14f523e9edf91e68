import {
  Column,
  FIRST_CORE_COLUMN,
  FIRST_LAMP_COLUMN,
  type Group,
  type GroupClock,
  MAJOR_VERSION,
  MINOR_VERSION,
  maskBit,
  NOT_MEASURED,
  type ReportFrame,
  SEQUENCE_JUMP_BIT,
  Section,
  TIME_STEP_BIT,
} from "./columns";
import { Reader } from "./reader";

/** Why bytes are not a report that this version can read. */
export class WireError extends Error {
  constructor(
    readonly code: "undecodable" | "unknown-version",
    message: string,
  ) {
    super(message);
    this.name = "WireError";
  }
}

/** A decoded report, with the sections of a newer minor version as they came. */
export interface DecodedReport {
  frame: ReportFrame;
  unknownSections: { section: number; bytes: Buffer }[];
}

/**
 * Decodes the binary form of a report. Structure only: whether the values can be true is for
 * `plausibility.ts`. Work and memory are bounded by the number of bytes.
 *
 * @throws WireError `unknown-version` for another major version, `undecodable` for anything else.
 */
export function decodeReport(bytes: Buffer): DecodedReport {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof WireError) throw error;
    throw new WireError("undecodable", (error as Error).message);
  }
}

function decode(bytes: Buffer): DecodedReport {
  const reader = new Reader(bytes, 0, bytes.length);
  const major = reader.byte();
  const minor = reader.byte();
  if (major !== MAJOR_VERSION) {
    throw new WireError("unknown-version", `report version ${major}.${minor}: only ${MAJOR_VERSION}.x is known`);
  }
  const sectionCount = reader.byte();
  const sections = new Map<number, Reader>();
  const unknownSections: DecodedReport["unknownSections"] = [];
  while (reader.remaining() > 0) {
    const section = reader.byte();
    const size = reader.unsigned();
    const start = reader.skip(size);
    if (section >= Section.Envelope && section <= Section.Lamps) {
      if (sections.has(section)) throw new Error(`section ${section} comes twice`);
      sections.set(section, new Reader(bytes, start, start + size));
    } else if (minor > MINOR_VERSION) {
      unknownSections.push({ section, bytes: bytes.subarray(start, start + size) });
    } else {
      throw new Error(`section ${section} is not part of version ${major}.${minor}`);
    }
  }
  if (sections.size + unknownSections.length !== sectionCount) {
    throw new Error(`truncated: ${sections.size + unknownSections.length} of ${sectionCount} sections`);
  }
  const envelope = sections.get(Section.Envelope);
  const readings = sections.get(Section.Readings);
  if (!envelope || !readings) throw new Error("the envelope or the readings are missing");
  const frame = readEnvelope(envelope);
  frame.counters = readList(sections.get(Section.Counters));
  frame.events = readList(sections.get(Section.Events));
  if (frame.counters.length > 0 && frame.counters.length !== 6) throw new Error("six counters are expected");
  if (frame.events.length % 3 !== 0) throw new Error("an event is incomplete");
  frame.groups = readGroups(readings);
  const lamps = sections.get(Section.Lamps);
  if (lamps) readLamps(lamps, frame.groups);
  for (const [section, left] of sections) {
    if (left.remaining() > 0 && minor <= MINOR_VERSION) {
      throw new Error(`section ${section} has ${left.remaining()} bytes too many`);
    }
  }
  return { frame, unknownSections };
}

function readEnvelope(reader: Reader): ReportFrame {
  const report = reader.optional();
  const incarnation = reader.optional();
  const uptime_s = reader.optional();
  const configuration = reader.optional();
  const rssi = reader.optional();
  const oldestHeld = reader.optional();
  const firmware = reader.text();
  const count = reader.unsigned();
  if (count % 2 === 1) throw new Error("a dropped range is incomplete");
  const dropped: number[] = [];
  for (let i = 0; i < count; i++) dropped.push(reader.unsigned());
  return {
    report,
    incarnation,
    uptime_s,
    configuration,
    wifiRssi_dBm: rssi === NOT_MEASURED ? NOT_MEASURED : 0 - rssi,
    oldestHeld,
    firmware,
    dropped,
    counters: [],
    events: [],
    groups: [],
  };
}

function readList(reader: Reader | undefined): number[] {
  const list: number[] = [];
  while (reader && reader.remaining() > 0) list.push(reader.optional());
  return list;
}

function readGroups(reader: Reader): Group[] {
  const last = new Array<number>(Column.Count).fill(0);
  const state = new Array<number>(Column.Count).fill(NOT_MEASURED);
  let sequence = -1;
  const groups: Group[] = [];
  const groupCount = reader.unsigned();
  for (let g = 0; g < groupCount; g++) {
    const boot = reader.optional();
    const resetCause = reader.optional();
    const anchorUptime_s = reader.optional();
    const anchorTime_s = anchorUptime_s === NOT_MEASURED ? NOT_MEASURED : reader.unsigned();
    const clock = reader.byte() as GroupClock;
    if (clock > 1) throw new Error(`clock ${clock} is not known`);
    const rows: number[][] = [];
    const rowCount = reader.unsigned();
    let time = 0;
    let step = 0;
    for (let r = 0; r < rowCount; r++) {
      const mask = reader.unsigned();
      if (mask > 0xffff) throw new Error(`column mask ${mask} is not known`);
      if (mask & TIME_STEP_BIT) step += reader.signed();
      sequence += 1 + (mask & SEQUENCE_JUMP_BIT ? reader.signed() : 0);
      time += step;
      for (let column = FIRST_CORE_COLUMN; column < FIRST_LAMP_COLUMN; column++) {
        if (mask & maskBit(column)) readChange(reader, column, last, state);
      }
      const row = state.slice();
      if (!(sequence >= 0 && sequence <= 0xffffffff)) throw new Error(`sequence ${sequence} is out of range`);
      if (!(time >= 0 && time <= Number.MAX_SAFE_INTEGER)) throw new Error(`time ${time} is out of range`);
      row[Column.Sequence] = sequence;
      row[Column.Time] = time;
      rows.push(row);
    }
    groups.push({ boot, resetCause, anchorUptime_s, anchorTime_s, clock, rows });
  }
  return groups;
}

function readLamps(reader: Reader, groups: Group[]): void {
  const last = new Array<number>(Column.Count).fill(0);
  const state = new Array<number>(Column.Count).fill(NOT_MEASURED);
  let unchanged = reader.remaining() > 0 ? reader.unsigned() : Number.POSITIVE_INFINITY;
  for (const group of groups) {
    for (const row of group.rows) {
      if (unchanged === 0) {
        const mask = reader.unsigned();
        if (mask > 0x1ff) throw new Error(`lamp mask ${mask} is not known`);
        for (let column = FIRST_LAMP_COLUMN; column < Column.Count; column++) {
          if (mask & (1 << (column - FIRST_LAMP_COLUMN))) readChange(reader, column, last, state);
        }
        unchanged = reader.remaining() > 0 ? reader.unsigned() : Number.POSITIVE_INFINITY;
      } else {
        unchanged -= 1;
      }
      for (let column = FIRST_LAMP_COLUMN; column < Column.Count; column++) row[column] = state[column] as number;
    }
  }
  if (unchanged !== Number.POSITIVE_INFINITY) throw new Error("lamp changes lie beyond the last reading");
}

function readChange(reader: Reader, column: number, last: number[], state: number[]): void {
  const coded = reader.unsigned();
  if (coded === 0) {
    state[column] = NOT_MEASURED;
    return;
  }
  const zigzag = coded - 1;
  const value = (last[column] as number) + (zigzag % 2 === 1 ? -(zigzag + 1) / 2 : zigzag / 2);
  if (!(value >= -0x7ffffffe && value <= 0x7fffffff)) throw new Error(`value ${value} is out of range`);
  last[column] = value;
  state[column] = value;
}
