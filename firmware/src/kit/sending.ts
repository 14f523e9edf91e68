import { Column } from "../../../shared/src/wire/columns";
import { Stage } from "./attempts";
import { ACK_TIMEOUT_s, CONTROL_INTERVAL_s, LONGEST_REFUSAL_PAUSE_s, REFUSAL_PAUSE_s } from "./settings";

/** No report is under way. */
const NONE = -1;
/** Nothing was uploaded since the start. */
const NEVER = -1;
const DAY_s = 86400;
/** At this level of data saving there is one upload a day, and one reading in four is kept for it. */
const SPARSE_LEVEL = 3;
/** The network was there at so many marks on end: then it always is. Chosen. */
const STEADY_MARKS = 3;
/** Kits that always have a network spread their uploads over so long, so that not all come at once. Chosen. */
const SPREAD_s = 600;
/**
 * The longest wait after an attempt that brought nothing. Chosen: one that reached the server costs some 8 kB of
 * handshake and report, so a day on a line that takes everything and delivers nothing costs 200 kB. One that did
 * not costs the battery 15 s of radio: on a day without data credit a twentieth of what the controller may use.
 */
const LONGEST_RETRY_s = 3600;
const LONGEST_CHEAP_RETRY_s = 900;
/** As in the contract's `offReasons`, plus one. */
const OFF_BY_COMMAND = 5;
const OUTPUTS = 6;
const LAMPS = 3;

/**
 * When a kit sends: at its marks, soon where somebody would notice, later after a refusal. It
 * knows of reports by their number only. Portable.
 */
export class Sending {
  private report = NONE;
  private sentAt_s = 0;
  private uploadedAt_s = NEVER;
  private isUrgent = false;
  /** Faults of the last reading, and those that made an upload urgent since the last one by the marks. */
  private present = 0;
  private told = 0;
  private failures = 0;
  /** Of the pauses that the last attempt belongs to. */
  private longest_s = 0;
  private pausedUntil_s = 0;
  /** Marks on end at which the network was there; -1 where it has been missing since the last upload, and at the start. */
  private steady = -1;
  private spread_s = 0;
  private chance: number;

  /**
   * @param incarnation and the boot seed what is left to chance, so that kits differ
   * @param upload_s time between two uploads; 0 = at every reading
   * @param dataSaving 0 to 3
   */
  constructor(
    incarnation: number,
    boot: number,
    private upload_s: number,
    private dataSaving: number,
  ) {
    this.chance = 1 + (((incarnation & 0xffff) + (boot & 0xffff) * 257) % 65520);
  }

  /** Takes other settings from now on. */
  configure(upload_s: number, dataSaving: number): void {
    this.upload_s = upload_s;
    this.dataSaving = dataSaving;
    this.spread_s = 0;
  }

  /** One reading in so many is kept. */
  keepEvery(): number {
    return this.dataSaving === SPARSE_LEVEL ? 4 : 1;
  }

  /** Looks at a reading for a fault that the household would notice, and wants to send where one is new. */
  watch(row: number[]): void {
    let faults = 0;
    const off = Math.max(0, row[Column.Off] as number);
    for (let output = 0; output < OUTPUTS; output++) {
      const reason = (off >> (4 * output)) & 15;
      if (reason > 0 && reason !== OFF_BY_COMMAND) faults = faults | (1 << output);
    }
    for (let lamp = 0; lamp < LAMPS; lamp++) {
      if ((row[Column.Lamp1Condition + lamp] as number) > 0) faults = faults | (64 << lamp);
    }
    this.present = faults;
    if ((faults & ~this.told) !== 0) {
      this.told = this.told | faults;
      this.wantsSoon();
    }
  }

  /** Something does not wait for the next mark, nor for the end of a pause: help was asked for, or a fault is new. */
  wantsSoon(): void {
    this.isUrgent = true;
    this.pausedUntil_s = 0;
  }

  /** Whether the kit was refused, or heard nothing, and waits before it tries again. */
  isPaused(uptime_s: number): boolean {
    return uptime_s < this.pausedUntil_s;
  }

  /**
   * Whether the kit wants to be connected now.
   *
   * @param hasReadings whether there is something to send
   */
  due(uptime_s: number, hasReadings: boolean): boolean {
    if (!hasReadings || this.isPaused(uptime_s)) return false;
    const interval_s = this.interval_s();
    // after a start at once, so that whoever put the kit up sees it report
    if (this.report !== NONE || this.isUrgent || interval_s <= 0 || this.uploadedAt_s === NEVER) return true;
    // uploads keep their marks: one that came late does not delay those after it
    return uptime_s >= (Math.floor(this.uploadedAt_s / interval_s) + 1) * interval_s + this.spread_s;
  }

  /** Whether a report may leave: the kit does not pause, and no other one is under way. */
  maySend(uptime_s: number): boolean {
    return !this.isPaused(uptime_s) && (this.report === NONE || uptime_s - this.sentAt_s >= ACK_TIMEOUT_s);
  }

  /** A report leaves. */
  sent(report: number, uptime_s: number): void {
    this.report = report;
    this.sentAt_s = uptime_s;
  }

  /** Whether an answer to this report is waited for. */
  awaits(report: number): boolean {
    return this.report === report;
  }

  /** Whether an answer to any report is waited for. */
  isWaiting(): boolean {
    return this.report !== NONE;
  }

  /**
   * The report under way was taken.
   *
   * @param isAll whether nothing more is to be sent
   */
  delivered(uptime_s: number, isAll: boolean): void {
    this.report = NONE;
    this.failures = 0;
    if (!isAll) return;
    if (!this.isUrgent) {
      this.told = this.present;
      this.steady = this.steady + 1;
    }
    this.isUrgent = false;
    this.uploadedAt_s = uptime_s;
    const spread_s = Math.min(SPREAD_s, Math.floor(this.interval_s() / 2));
    this.spread_s = this.steady < STEADY_MARKS ? 0 : this.random(spread_s);
  }

  /** The report under way was refused: sending it again at once would change nothing. */
  refused(uptime_s: number): void {
    this.report = NONE;
    this.pause(uptime_s, LONGEST_REFUSAL_PAUSE_s);
  }

  /**
   * An attempt to connect has ended, and nothing was acknowledged in it. Without a hotspot the kit goes on
   * looking, and the next one may be better than the last; else it waits.
   */
  attempted(stage: Stage, uptime_s: number): void {
    if (stage === Stage.NoHotspot) {
      this.steady = -1;
      this.spread_s = 0;
      this.failures = 0;
    } else {
      const longest_s = stage < Stage.Connected ? LONGEST_CHEAP_RETRY_s : LONGEST_RETRY_s;
      // how often a phone had no network says nothing of how often the server will be silent
      if (longest_s !== this.longest_s) this.failures = 0;
      this.longest_s = longest_s;
      this.pause(uptime_s, longest_s);
    }
  }

  /** The connection is gone: the report under way is sent again on the next one. */
  disconnected(): void {
    this.report = NONE;
  }

  private interval_s(): number {
    const { dataSaving, upload_s } = this;
    return dataSaving === SPARSE_LEVEL ? DAY_s : upload_s << dataSaving;
  }

  /** Twice as long each time, and up to a quarter longer by chance, from the minute that has begun: the kit looks once in each. */
  private pause(uptime_s: number, longest_s: number): void {
    const pause_s = Math.min(longest_s, REFUSAL_PAUSE_s << Math.min(this.failures, 9));
    this.failures = this.failures + 1;
    this.pausedUntil_s = uptime_s - (uptime_s % CONTROL_INTERVAL_s) + pause_s + this.random(Math.floor(pause_s / 4));
  }

  /** A number from 0 to `most`. 17,364 is a primitive root modulo the prime 65,521: no kit repeats itself soon. */
  private random(most: number): number {
    this.chance = (this.chance * 17364) % 65521;
    return this.chance % (most + 1);
  }
}
