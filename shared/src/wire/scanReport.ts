import { ByteReader } from "./byteReader";
import { MAJOR_VERSION, MINOR_VERSION, NOT_MEASURED, Section } from "./columns";
import {
  clearRange,
  high,
  input,
  lampColumns,
  LONGEST_REPORT_bytes,
  low,
  readingColumns,
  unpacked,
  unpackRows,
} from "./fastRows";
import { RecentTexts } from "./recentTexts";
import { describeReadings, readGroups, type ScannedGroup } from "./scanGroups";
import { WireError } from "./wireError";

/** A report that was read without making its rows. The lists have the form of those of a `ReportFrame`. */
export interface ScannedReport {
  report: number;
  incarnation: number;
  uptime_s: number;
  configuration: number;
  wifiRssi_dBm: number;
  oldestHeld: number;
  firmware: string;
  dropped: readonly number[];
  counters: readonly number[];
  events: readonly number[];
  attempts: readonly number[];
  groups: readonly ScannedGroup[];
  minor: number;
  /** How many sections of a newer minor version there are. */
  unknownSections: number;
  /** The lamp section with its head: the bytes [lampsStart, lampsEnd) of the report, both 0 where it has none. */
  lampsStart: number;
  lampsEnd: number;
  /**
   * By column: the lowest and highest measured value of all readings; where nothing was measured, high is below low.
   * Sequence and time have no range here. **The next report that is read overwrites both arrays.**
   */
  low: Int32Array;
  high: Int32Array;
  /** All bits that stand in column `Off` of any reading. */
  offBits: number;
}

const NOTHING: readonly number[] = Object.freeze([]);
const SECTIONS = Section.Attempts + 1;
const LONGEST_TEXT = 127;

/** What is used again for every report. */
const reader = new ByteReader();
const firmwares = new RecentTexts();
/** By section: where its head and its content start, and where it ends; an end of 0 stands for none. */
const heads = new Int32Array(SECTIONS);
const starts = new Int32Array(SECTIONS);
const ends = new Int32Array(SECTIONS);

/**
 * Reads a binary report in one pass, without making its rows: everything that `decodeReport` refuses is refused.
 *
 * @throws WireError `unknown-version` for another major version, `undecodable` for anything else
 */
export function scanReport(bytes: Uint8Array): ScannedReport {
  return scan(bytes, false);
}

/** Like `scanReport`, and leaves all values in `values` of `fastRows.ts`, beside `sequences` and `times`. */
export function scanRows(bytes: Uint8Array): ScannedReport {
  return scan(bytes, true);
}

function scan(bytes: Uint8Array, keeps: boolean): ScannedReport {
  try {
    return scanned(bytes, keeps);
  } catch (error) {
    if (error instanceof WireError) throw error;
    throw new WireError("undecodable", (error as Error).message);
  }
}

function scanned(bytes: Uint8Array, keeps: boolean): ScannedReport {
  const { length } = bytes;
  if (length > LONGEST_REPORT_bytes) throw new Error(`more than ${LONGEST_REPORT_bytes} bytes`);
  input.set(bytes);
  reader.enter(0, length);
  const major = reader.byte();
  const minor = reader.byte();
  if (major !== MAJOR_VERSION) {
    throw new WireError("unknown-version", `report version ${major}.${minor}: only ${MAJOR_VERSION}.x is known`);
  }
  const unknownSections = findSections(length, major, minor);
  const isNewer = minor > MINOR_VERSION;

  enter(Section.Envelope);
  const report = reader.optional();
  const incarnation = reader.optional();
  const uptime_s = reader.optional();
  const configuration = reader.optional();
  const rssi = reader.optional();
  const oldestHeld = reader.optional();
  const firmware = readText();
  const dropped = readDropped();
  leave(Section.Envelope, isNewer);
  const counters = readList(Section.Counters);
  if (counters.length > 0 && counters.length !== 6) throw new Error("six counters are expected");
  const events = readList(Section.Events);
  if (events.length % 3 !== 0) throw new Error("an event is incomplete");
  const attempts = readList(Section.Attempts);
  if (attempts.length % 5 !== 0) throw new Error("a span of attempts is incomplete");

  enter(Section.Readings);
  const groups = readGroups(reader);
  let count = 0;
  for (const group of groups) count += group.count;
  clearRange();
  unpackRows(readingColumns, reader.position, reader.end, count, keeps);
  reader.position = unpacked.end;
  leave(Section.Readings, isNewer);
  describeReadings(groups);
  const lampsEnd = ends[Section.Lamps] as number;
  if (lampsEnd > 0) {
    enter(Section.Lamps);
    unpackRows(lampColumns, reader.position, lampsEnd, count, keeps);
    reader.position = unpacked.end;
    leave(Section.Lamps, isNewer);
  }
  return {
    report,
    incarnation,
    uptime_s,
    configuration,
    // RSSI is a negative number of dBm: its size travels
    wifiRssi_dBm: rssi === NOT_MEASURED ? NOT_MEASURED : 0 - rssi,
    oldestHeld,
    firmware,
    dropped,
    counters,
    events,
    attempts,
    groups,
    minor,
    unknownSections,
    lampsStart: heads[Section.Lamps] as number,
    lampsEnd,
    low,
    high,
    offBits: unpacked.offBits,
  };
}

/** Notes where each section lies, and returns how many there are that this version does not know. */
function findSections(length: number, major: number, minor: number): number {
  const expected = reader.byte();
  heads.fill(0);
  ends.fill(0);
  let known = 0;
  let unknown = 0;
  while (reader.position < length) {
    const head = reader.position;
    const section = reader.byte();
    const size = reader.unsigned();
    const start = reader.position;
    reader.skip(size);
    if (section >= Section.Envelope && section <= Section.Attempts) {
      if (ends[section] !== 0) throw new Error(`section ${section} comes twice`);
      heads[section] = head;
      starts[section] = start;
      ends[section] = start + size;
      known += 1;
    } else if (minor > MINOR_VERSION) {
      unknown += 1;
    } else {
      throw new Error(`section ${section} is not part of version ${major}.${minor}`);
    }
  }
  if (known + unknown !== expected) throw new Error(`truncated: ${known + unknown} of ${expected} sections`);
  if (ends[Section.Envelope] === 0 || ends[Section.Readings] === 0) {
    throw new Error("the envelope or the readings are missing");
  }
  return unknown;
}

function enter(section: Section): void {
  reader.enter(starts[section] as number, ends[section] as number);
}

/** A newer minor version may have more at the end of a section. */
function leave(section: Section, isNewer: boolean): void {
  const left = reader.end - reader.position;
  if (left > 0 && !isNewer) throw new Error(`section ${section} has ${left} bytes too many`);
}

function readText(): string {
  const length = reader.unsigned();
  if (length > LONGEST_TEXT) throw new Error(`too long at byte ${reader.position}`);
  const start = reader.position;
  reader.skip(length);
  return firmwares.of(input, start, start + length);
}

function readDropped(): readonly number[] {
  const count = reader.unsigned();
  if (count === 0) return NOTHING;
  if (count % 2 === 1) throw new Error("a dropped range is incomplete");
  const dropped: number[] = [];
  for (let i = 0; i < count; i++) dropped.push(reader.unsigned());
  return dropped;
}

function readList(section: Section): readonly number[] {
  if (ends[section] === 0) return NOTHING;
  enter(section);
  const list: number[] = [];
  while (reader.position < reader.end) list.push(reader.optional());
  return list;
}
