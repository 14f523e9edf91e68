import { decodeAck } from "../../../shared/src/wire/acknowledgement";
import { Column, GroupClock, type Group, NOT_MEASURED, type ReportFrame } from "../../../shared/src/wire/columns";
import { encodeReport } from "../../../shared/src/wire/encodeReport";
import { Electrics } from "./electrics";
import { Ring } from "./ring";
import { ACK_TIMEOUT_s, type KitSettings, LONGEST_REFUSAL_PAUSE_s, REFUSAL_PAUSE_s } from "./settings";

/** No report is under way. */
const NONE = -1;
/** Nothing was uploaded since the start. */
const NEVER = -1;

/**
 * What a kit decides: which readings it keeps, when it wants to connect, what it sends, and when
 * a reading may be forgotten. It has no hardware, no sockets and no clock of its own, so the chip
 * and Node run it alike. Portable.
 *
 * A reading is freed only when an acknowledgement names it. One report is under way at a time.
 */
export class Kit {
  private readonly ring: Ring;
  private readonly electrics: Electrics;
  private sequence: number;
  private readonly firstReport: number;
  private lastReport: number;
  private outstanding = NONE;
  private sentAt_s = 0;
  private droppedSent = 0;
  private freedSinceSent = 0;
  private uploadedAt_s = NEVER;
  private refusals = 0;
  private pausedUntil_s = 0;
  private anchorUptime_s = NOT_MEASURED;
  private anchorTime_s = NOT_MEASURED;

  constructor(private readonly settings: KitSettings) {
    this.ring = new Ring(settings.ringCapacity);
    this.electrics = new Electrics(settings.battery, settings.counters || []);
    this.sequence = settings.firstSequence;
    // reports of another boot never have the numbers of this one
    this.firstReport = (settings.boot % 65536) * 65536;
    this.lastReport = this.firstReport - 1;
    if (settings.clock_s > 0) {
      this.anchorUptime_s = 0;
      this.anchorTime_s = settings.clock_s;
    }
  }

  /** The sequence that the next reading will get. */
  nextSequence(): number {
    return this.sequence;
  }

  /** How many readings wait for an acknowledgement. */
  held(): number {
    return this.ring.size();
  }

  /**
   * Keeps one sample as a reading, then decides on the outputs as `control` does.
   *
   * @param row the columns of the contract; what the kit knows by itself is filled in here
   */
  take(row: number[], uptime_s: number): void {
    row[Column.Sequence] = this.sequence;
    row[Column.Time] = uptime_s;
    this.electrics.take(row, uptime_s);
    this.sequence = this.sequence + 1;
    this.ring.push(row);
  }

  /** Decides, once a minute, on a row with the battery's columns, `NOT_MEASURED` where a sensor is silent. */
  control(row: number[], uptime_s: number): void {
    this.electrics.look(row, uptime_s);
  }

  /** The outputs that are to be off, a bit for each of the `outputs` of the contract. */
  outputsOff(): number {
    return this.electrics.outputsOff();
  }

  /** The counters as flash is to keep them; the next boot gets them by its settings. */
  countersRecord(): number[] {
    return this.electrics.countersRecord();
  }

  /** Whether the kit was refused and waits before it sends again. */
  isPaused(uptime_s: number): boolean {
    return uptime_s < this.pausedUntil_s;
  }

  /** Whether the kit wants to be connected now: it has something to send and is not told to pause. */
  due(uptime_s: number): boolean {
    if (this.ring.size() === 0 || this.isPaused(uptime_s)) return false;
    const interval_s = this.settings.uploadInterval_s;
    // after a start at once, so that whoever put the kit up sees it report
    if (this.outstanding !== NONE || interval_s <= 0 || this.uploadedAt_s === NEVER) return true;
    // uploads keep their marks: one that came late does not delay those after it
    return Math.floor(uptime_s / interval_s) > Math.floor(this.uploadedAt_s / interval_s);
  }

  /**
   * The next report, or undefined where there is nothing to send or one is still under way.
   *
   * @param wifiRssi_dBm signal strength, or `NOT_MEASURED`
   */
  nextReport(uptime_s: number, wifiRssi_dBm: number): Buffer | undefined {
    if (this.ring.size() === 0 || this.isPaused(uptime_s)) return undefined;
    if (this.outstanding !== NONE && uptime_s - this.sentAt_s < ACK_TIMEOUT_s) return undefined;
    this.lastReport = this.lastReport + 1;
    this.outstanding = this.lastReport;
    this.sentAt_s = uptime_s;
    this.freedSinceSent = 0;
    const dropped = this.ring.untoldDropped();
    this.droppedSent = dropped.length;
    const frame: ReportFrame = {
      report: this.lastReport,
      incarnation: this.settings.incarnation,
      uptime_s,
      configuration: 0,
      wifiRssi_dBm,
      oldestHeld: this.ring.sequenceAt(0),
      firmware: this.settings.firmware,
      dropped,
      counters: this.electrics.counterValues(),
      events: [],
      groups: this.groups(),
    };
    // a changing row takes at most 118 bytes, the rest of a report with its dropped ranges far less than 512
    const size = 512 + dropped.length * 5 + 120 * this.settings.readingsPerReport;
    return encodeReport(frame, Buffer.alloc(size));
  }

  /** Takes an acknowledgement. What is malformed or answers none of this boot's reports changes nothing. */
  receive(bytes: Buffer, uptime_s: number): void {
    let ack;
    try {
      ack = decodeAck(bytes);
    } catch {
      return;
    }
    const answersOutstanding = this.outstanding !== NONE && ack.report === this.outstanding;
    const unread = ack.report === NOT_MEASURED && this.outstanding !== NONE;
    if (ack.refused.length > 0) {
      if (answersOutstanding || unread) this.pause(uptime_s);
      return;
    }
    if (ack.report < this.firstReport || ack.report > this.lastReport) return;
    this.freedSinceSent = this.freedSinceSent + this.ring.free(ack.accepted);
    if (this.settings.clock_s === 0) {
      this.anchorUptime_s = uptime_s;
      this.anchorTime_s = ack.serverTime_s;
    }
    if (!answersOutstanding) return;
    // an answer to an earlier sending may have freed them already
    if (this.freedSinceSent === 0) {
      this.pause(uptime_s);
      return;
    }
    this.outstanding = NONE;
    this.refusals = 0;
    this.ring.toldDropped(this.droppedSent);
    if (this.ring.size() === 0) this.uploadedAt_s = uptime_s;
  }

  /** The connection is gone: the report under way is sent again on the next one. */
  disconnected(): void {
    this.outstanding = NONE;
  }

  /** Sending again at once would change nothing: wait, longer each time, and keep the readings. */
  private pause(uptime_s: number): void {
    this.outstanding = NONE;
    let pause_s = REFUSAL_PAUSE_s;
    for (let i = 0; i < this.refusals && pause_s < LONGEST_REFUSAL_PAUSE_s; i++) pause_s = pause_s * 2;
    if (pause_s > LONGEST_REFUSAL_PAUSE_s) pause_s = LONGEST_REFUSAL_PAUSE_s;
    this.refusals = this.refusals + 1;
    this.pausedUntil_s = uptime_s + pause_s;
  }

  /** The newest reading first where it is still held, so that the server knows the kit's state now; then the oldest. */
  private groups(): Group[] {
    const count = this.ring.size();
    const groups: Group[] = [];
    let room = this.settings.readingsPerReport;
    let backlog = count;
    if (this.ring.sequenceAt(count - 1) === this.sequence - 1) {
      groups.push(this.group([this.ring.at(count - 1)]));
      room = room - 1;
      backlog = count - 1;
    }
    const rows: number[][] = [];
    for (let i = 0; i < backlog && i < room; i++) rows.push(this.ring.at(i));
    if (rows.length > 0) groups.push(this.group(rows));
    return groups;
  }

  private group(rows: number[][]): Group {
    return {
      boot: this.settings.boot,
      resetCause: this.settings.resetCause,
      anchorUptime_s: this.anchorUptime_s,
      anchorTime_s: this.anchorTime_s,
      clock: GroupClock.Uptime_s,
      rows,
    };
  }
}
