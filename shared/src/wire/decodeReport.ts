import {
  Column,
  emptyRow,
  FIRST_LAMP_COLUMN,
  type Group,
  MAJOR_VERSION,
  MINOR_VERSION,
  NOT_MEASURED,
  type ReportFrame,
  SAME_BOOT,
  Section,
} from "./columns";
import { RowUnpacker } from "./packedRows";
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
    if (section >= Section.Envelope && section <= Section.Attempts) {
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
  frame.attempts = readList(sections.get(Section.Attempts));
  if (frame.attempts.length % 5 !== 0) throw new Error("a span of attempts is incomplete");
  frame.groups = readGroups(bytes, readings);
  const lamps = sections.get(Section.Lamps);
  if (lamps) readRows(bytes, lamps, frame.groups, FIRST_LAMP_COLUMN, Column.Count);
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
    attempts: [],
    groups: [],
  };
}

function readList(reader: Reader | undefined): number[] {
  const list: number[] = [];
  while (reader && reader.remaining() > 0) list.push(reader.optional());
  return list;
}

/** How many readings a report may hold: a quiet one takes few bits, so its bytes alone do not bound them well. */
const MOST_READINGS = 4096;

function readGroups(bytes: Buffer, reader: Reader): Group[] {
  const groups: Group[] = [];
  const counts: number[] = [];
  const groupCount = reader.unsigned();
  if (groupCount > MOST_READINGS) throw new Error(`${groupCount} groups are too many`);
  let readings = 0;
  for (let g = 0; g < groupCount; g++) {
    const flags = reader.byte();
    if (flags > SAME_BOOT + 1) throw new Error(`clock ${flags} is not known`);
    const before = groups.at(-1);
    if (flags >= SAME_BOOT && !before) throw new Error("the first group has no boot before it");
    const context = flags >= SAME_BOOT && before ? before : readBoot(reader);
    const count = reader.unsigned();
    readings += count;
    if (readings > MOST_READINGS) throw new Error(`more than ${MOST_READINGS} readings`);
    counts.push(count);
    groups.push({ ...context, clock: flags % SAME_BOOT, rows: [] });
  }
  groups.forEach((group, g) => {
    for (let r = 0; r < (counts[g] as number); r++) group.rows.push(emptyRow());
  });
  readRows(bytes, reader, groups, Column.Sequence, FIRST_LAMP_COLUMN);
  return groups;
}

function readBoot(reader: Reader): Pick<Group, "boot" | "resetCause" | "anchorUptime_s" | "anchorTime_s"> {
  const boot = reader.optional();
  const resetCause = reader.optional();
  const anchorUptime_s = reader.optional();
  const anchorTime_s = anchorUptime_s === NOT_MEASURED ? NOT_MEASURED : reader.unsigned();
  return { boot, resetCause, anchorUptime_s, anchorTime_s };
}

/** Fills the columns [from, to) of all rows. */
function readRows(bytes: Buffer, reader: Reader, groups: Group[], from: number, to: number): void {
  const start = reader.skip(0);
  const unpacker = new RowUnpacker(bytes, start, start + reader.remaining(), from, to);
  for (const { rows } of groups) {
    for (const row of rows) {
      unpacker.next(row);
      for (let column = from; column < to; column++) checkRange(column, row[column] as number);
    }
  }
  reader.skip(unpacker.used());
}

function checkRange(column: number, value: number): void {
  if (column === Column.Sequence) {
    if (!(value >= 0 && value <= 0xffffffff)) throw new Error(`sequence ${value} is out of range`);
  } else if (column === Column.Time) {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) throw new Error(`time ${value} is out of range`);
  } else if (!(value >= NOT_MEASURED && value <= 0x7fffffff)) throw new Error(`value ${value} is out of range`);
}
