import type { Kit } from "@yeelen/firmware/kit/kit";
import { acknowledge } from "../kit/acknowledge";
import { stageOf } from "../link/reach";
import type { Body } from "./body";

/** Told of every report that reaches the server, again where its acknowledgement got lost. */
export type Receiver = (report: Buffer, received_ms: number) => void;

/**
 * The way to a server that takes every report at once, without sockets: what the network does to a
 * message is drawn, what is sent and answered are the real bytes.
 */
export class ModelledUplink {
  reports = 0;
  sent_B = 0;
  received_B = 0;
  private readonly ackBuffer = Buffer.alloc(512);

  constructor(
    private readonly body: Body,
    private readonly receive: Receiver,
  ) {}

  /** One attempt to connect: sends what is due, until all is answered or something is lost, where it comes so far. */
  session(kit: Kit, uptime_s: number, now_ms: number): void {
    const { body } = this;
    const { reach } = body;
    if (reach !== "acknowledged" && reach !== "accepted") {
      kit.attempted(stageOf(reach), uptime_s);
      return;
    }
    let passed_s = 0;
    let isAnswered = false;
    while (kit.due(uptime_s)) {
      const next = kit.nextReport(uptime_s + Math.floor(passed_s), body.wifiRssi_dBm);
      if (!next) break;
      const report = Buffer.from(next);
      this.sent_B += report.length;
      if (reach === "accepted") break;
      const { latency_s, isReportLost, isAckLost } = body.link.exchange(body.condition);
      if (isReportLost) break;
      // the latency is that of the way there and back
      const received_ms = now_ms + Math.round((passed_s + latency_s / 2) * 1000);
      passed_s += latency_s;
      this.reports += 1;
      this.receive(report, received_ms);
      if (isAckLost) break;
      const ack = acknowledge(report, received_ms, this.ackBuffer);
      this.received_B += ack.length;
      isAnswered = true;
      kit.receive(ack, uptime_s + Math.floor(passed_s));
    }
    kit.disconnected();
    // the first report leaves with the kit's sign-in: where it is lost, so is the welcome
    if (!isAnswered) kit.attempted(stageOf(reach === "accepted" ? reach : "connected"), uptime_s);
  }
}
