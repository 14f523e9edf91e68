import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { PlacedReading } from "../journal/readings";
import { putBytes, putInteger, putSixDigits, putThousandths } from "./digits";
import { type Field, fields, MEASUREMENT } from "./fields";

/**
 * How the named states of a reading stand in its point: by name, or as numbers where a server holds
 * nothing else. VictoriaMetrics takes a text without a word and keeps 0 for it.
 */
export type States = "names" | "numbers";

const escapes: Record<string, string> = {
  ",": "\\,",
  " ": "\\ ",
  "=": "\\=",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

const COMMA = 44;
const LINE_END = 10;
const SPACE = 32;
const INTEGER = 105;
const TRUE = 84;

/** More than all fields of a line ever take: fewer than 40 of some 40 bytes. */
const LONGEST_FIELDS_bytes = 4096;

/** A field of a line as bytes: its beginning, `name=`, and the texts of its named states. */
interface WrittenField {
  prefix: Uint8Array;
  texts: Uint8Array[];
  field: Field;
}

/** The same for either form of the states. */
const written: Record<States, WrittenField[]> = { names: writtenAs("names"), numbers: writtenAs("numbers") };

/**
 * Readings as lines of InfluxDB's line protocol: the text that the client's `Point` makes of them, in
 * a fraction of the time. Tags `kit` and `site`; fields as `fields` lists them; what was not
 * measured has no field.
 *
 * The timestamp is the event time in ns. The sequence, modulo a million, fills the digits below
 * the millisecond, so that two readings of a kit never share one.
 */
export class Lines {
  private bytes = Buffer.allocUnsafe(1 << 20);
  private length = 0;
  private starts: number[] = [];
  private kits: string[] = [];
  private sequences: number[] = [];
  private kit = "";
  private site = "";
  private beginning: Uint8Array = Buffer.alloc(0);

  constructor(public states: States) {}

  /** How many lines there are. */
  get count(): number {
    return this.starts.length;
  }

  clear(): void {
    this.length = 0;
    this.starts = [];
    this.kits = [];
    this.sequences = [];
  }

  add(reading: PlacedReading): void {
    if (reading.kit !== this.kit || reading.site !== this.site) this.begin(reading.kit, reading.site);
    this.reserve();
    this.starts.push(this.length);
    this.kits.push(reading.kit);
    this.sequences.push(reading.sequence);
    const { bytes } = this;
    let at = putBytes(bytes, this.length, this.beginning);
    let separator = SPACE;
    for (const field of written[this.states]) {
      const end = putField(bytes, at, separator, field, reading);
      if (end > at) separator = COMMA;
      at = end;
    }
    bytes[at++] = SPACE;
    at = putTimestamp_ns(bytes, at, reading);
    bytes[at++] = LINE_END;
    this.length = at;
  }

  /** Whose line stands at an index. */
  reading(index: number): { kit: string; sequence: number } {
    return { kit: this.kits[index] as string, sequence: this.sequences[index] as number };
  }

  /** Lines from the one with the index `first` to before `end`, with ends of line between them. */
  text(first = 0, end = this.count): string {
    return this.encoded(first, end).toString("utf8");
  }

  /** The bytes of the same text. They are good until the next line is added, or all are cleared. */
  encoded(first = 0, end = this.count): Buffer {
    if (first >= end) return this.bytes.subarray(0, 0);
    return this.bytes.subarray(this.starts[first], (this.starts[end] ?? this.length) - 1);
  }

  private begin(kit: string, site: string): void {
    this.kit = kit;
    this.site = site;
    this.beginning = Buffer.from(`${MEASUREMENT}${tag("kit", kit)}${tag("site", site)}`);
  }

  private reserve(): void {
    const { bytes, length } = this;
    const needed = length + this.beginning.length + LONGEST_FIELDS_bytes;
    if (needed <= bytes.length) return;
    this.bytes = Buffer.allocUnsafe(2 * needed);
    bytes.copy(this.bytes, 0, 0, length);
  }
}

/** Writes a field with what separates it from the one before, where the reading has it. Returns where it ends. */
function putField(to: Uint8Array, at: number, separator: number, written: WrittenField, reading: PlacedReading) {
  const { prefix, field } = written;
  to[at] = separator;
  switch (field.kind) {
    case "quantity": {
      const value = reading.row[field.column] as number;
      if (value === NOT_MEASURED) return at;
      const end = putBytes(to, at + 1, prefix);
      return field.divisor === 1 ? putInteger(to, end, value) : putThousandths(to, end, value);
    }
    case "estimated":
    case "late": {
      if (!reading[field.kind]) return at;
      const end = putBytes(to, at + 1, prefix);
      to[end] = TRUE;
      return end + 1;
    }
    case "sequence":
    case "incarnation": {
      const end = putInteger(to, putBytes(to, at + 1, prefix), reading[field.kind]);
      to[end] = INTEGER;
      return end + 1;
    }
    case "state":
    case "reason":
    default: {
      const text = written.texts[indexOf(field, reading.row)];
      return text ? putBytes(to, putBytes(to, at + 1, prefix), text) : at;
    }
  }
}

function indexOf(field: Extract<Field, { kind: "state" | "reason" }>, row: number[]): number {
  if (field.kind === "state") return row[field.column] as number;
  const off = row[Column.Off] as number;
  return off > 0 ? ((off >> field.shift) & 15) - 1 : -1;
}

/** Intake takes times of the years 2000 to 2100 only. */
function putTimestamp_ns(to: Uint8Array, at: number, { time_ms, sequence }: PlacedReading): number {
  return putSixDigits(to, putInteger(to, at, time_ms), sequence % 1_000_000);
}

function writtenAs(states: States): WrittenField[] {
  return fields.map((field) => {
    const names = "names" in field ? field.names : [];
    const text = (name: string, i: number) => (states === "names" ? `"${name}"` : String(numberOf(field, i)));
    return { prefix: Buffer.from(`${field.name}=`), texts: names.map((name, i) => Buffer.from(text(name, i))), field };
  });
}

/** 0 is left to an output that is on; a state has its place in the list. */
function numberOf(field: Field, index: number): number {
  return field.kind === "reason" ? index + 1 : index;
}

/** A tag with its comma; none where there is no text. A backslash at the end would swallow what follows, and goes. */
function tag(name: string, text: string): string {
  const escaped = text.replace(/\\+$/, "").replaceAll(/[, =\n\r\t]/g, (found) => escapes[found] as string);
  return escaped === "" ? "" : `,${name}=${escaped}`;
}
