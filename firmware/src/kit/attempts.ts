import { Writer } from "../../../shared/src/wire/writer";
import { sealed, unsealed } from "./flashRecord";

/** How far an attempt to connect came, in the order of `connectionStages` of the contract. */
export const enum Stage {
  NoHotspot = 0,
  Hotspot = 1,
  /** The kit has an address in the phone's network. */
  Joined = 2,
  /** The server's name was resolved: the phone has data credit and a network. */
  Resolved = 3,
  Connected = 4,
  /** The broker let the kit in, and nothing was acknowledged. */
  Accepted = 5,
}

/** Of a span: boot, stage, uptime of the first and the last attempt in s, how many. */
const FIELDS = 5;
/** Chosen: with a phone that comes and goes twice a day they tell of two days one by one, and of all before in short. */
const MOST_SPANS = 8;
const VERSION = 1;
/** The version, five numbers of at most five bytes for each span, the checksum. */
const RECORD_bytes = 203;

/**
 * The log of attempts to connect that ended without an acknowledgement: spans of attempts, one
 * after the other, that came equally far. It travels with the next report, so that the server can
 * tell afterwards why a kit was silent. Portable.
 */
export class Attempts {
  /** It is to be in flash within the hour. */
  isChanged = false;
  private spans: number[] = [];
  /** The first numbers of `spans` are under way in a report. */
  private underWay = 0;

  /**
   * @param boot counts the starts of the kit
   * @param stored what flash held; empty where it held nothing. A broken record is left out.
   */
  constructor(
    private readonly boot: number,
    stored: Buffer,
  ) {
    const reader = unsealed(stored, VERSION);
    while (reader && reader.remaining() > 0) {
      for (let i = 0; i < FIELDS; i++) this.spans.push(reader.unsigned());
    }
  }

  /** An attempt has ended, and nothing was acknowledged in it. */
  add(stage: Stage, uptime_s: number): void {
    const { spans, boot } = this;
    this.isChanged = true;
    // a report that was under way was lost with the connection
    this.underWay = 0;
    const last = spans.length - FIELDS;
    if (last >= 0 && spans[last] === boot && spans[last + 1] === stage) {
      spans[last + 3] = uptime_s;
      spans[last + 4] = (spans[last + 4] as number) + 1;
      return;
    }
    if (spans.length === MOST_SPANS * FIELDS) this.makeRoom();
    for (const value of [boot, stage, uptime_s, uptime_s, 1]) this.spans.push(value);
  }

  /** The spans for a report, as its frame carries them: five numbers each. */
  travelling(): number[] {
    this.underWay = this.spans.length;
    return this.spans.slice(0);
  }

  /** The last report that carried spans was acknowledged: they are forgotten. */
  told(): void {
    if (this.underWay === 0) return;
    this.isChanged = true;
    this.spans = this.spans.slice(this.underWay);
    this.underWay = 0;
  }

  /** The log as flash keeps it, at most 203 bytes. */
  record(): Buffer {
    const writer = new Writer(Buffer.alloc(RECORD_bytes));
    writer.byte(VERSION);
    for (const value of this.spans) writer.unsigned(value);
    return sealed(writer);
  }

  /** The two oldest spans become one that came as far as most of its attempts; over a restart the oldest goes. */
  private makeRoom(): void {
    const { spans } = this;
    if (spans[0] === spans[FIELDS]) {
      if ((spans[4] as number) > (spans[FIELDS + 4] as number)) spans[FIELDS + 1] = spans[1] as number;
      spans[FIELDS + 2] = spans[2] as number;
      spans[FIELDS + 4] = (spans[FIELDS + 4] as number) + (spans[4] as number);
    }
    this.spans = spans.slice(FIELDS);
  }
}
