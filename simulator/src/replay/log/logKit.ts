import { decodeAck } from "@yeelen/shared/wire/acknowledgement";
import { Column, GroupClock, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { encodeReport } from "@yeelen/shared/wire/encodeReport";
import type { Reporting } from "../../kit/mqttUplink";
import type { RecordedKit } from "../recording";

/** So many readings travel together. */
const READINGS = 48;
/** Room for a report of so many. */
const REPORT_bytes = 8192;

/**
 * Reports a log as it stands, by its own times. Unlike a kit it decides nothing: what the log does not say, such as outputs
 * switched off, stays unknown.
 */
export class LogKit implements Reporting {
  private readonly buffer = Buffer.alloc(REPORT_bytes);
  private readonly incarnation: number;
  /** Rows up to here were recorded, and up to here acknowledged. */
  private taken = 0;
  private done = 0;
  private sent = 0;
  private report = -1;
  private isRefused = false;

  constructor(private readonly kit: RecordedKit) {
    // another log of the same kit has numbers of its own, the same log always the same ones
    this.incarnation = (kit.times_s[0] ?? 0) >>> 0;
  }

  /** Takes the rows up to a time. @returns whether a report is full, or the log at its end */
  takeUntil(time_s: number): boolean {
    const { times_s } = this.kit;
    while ((times_s[this.taken] ?? Number.POSITIVE_INFINITY) <= time_s) this.taken += 1;
    return this.held() >= READINGS || (this.taken === times_s.length && this.held() > 0);
  }

  acknowledged(): number {
    return this.done;
  }

  held(): number {
    return this.taken - this.done;
  }

  nextReport(): Buffer | undefined {
    if (this.held() === 0) return undefined;
    const { times_s, sequences, rows } = this.kit;
    this.sent = Math.min(this.taken, this.done + READINGS);
    this.report += 1;
    const travelling = rows.slice(this.done, this.sent).map((from, i) => {
      const row = from.slice();
      row[Column.Sequence] = sequences[this.done + i] as number;
      row[Column.Time] = (times_s[this.done + i] as number) * 1000;
      return row;
    });
    const group = {
      boot: 1,
      resetCause: NOT_MEASURED,
      anchorUptime_s: NOT_MEASURED,
      anchorTime_s: NOT_MEASURED,
      clock: GroupClock.Time_ms,
      rows: travelling,
    };
    return encodeReport(
      {
        report: this.report,
        incarnation: this.incarnation,
        uptime_s: NOT_MEASURED,
        configuration: NOT_MEASURED,
        wifiRssi_dBm: NOT_MEASURED,
        oldestHeld: NOT_MEASURED,
        firmware: "",
        dropped: [],
        counters: [],
        events: [],
        attempts: [],
        groups: [group],
      },
      this.buffer,
    );
  }

  receive(bytes: Buffer): boolean {
    const ack = decodeAck(bytes);
    if (ack.report !== this.report) return false;
    if (ack.refused.length > 0) this.isRefused = true;
    else this.done = Math.max(this.done, this.sent);
    return true;
  }

  isPaused(): boolean {
    return this.isRefused;
  }

  disconnected(): void {
    // what was not acknowledged is sent again
  }

  attempted(): void {
    // a log tells nothing of its own journey
  }
}
