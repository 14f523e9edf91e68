import { Stage } from "@yeelen/firmware/kit/attempts";
import type { Kit } from "@yeelen/firmware/kit/kit";
import { topics } from "@yeelen/shared/topics";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import mqtt, { type MqttClient } from "mqtt";
import { acknowledge } from "./acknowledge";

/** How long to wait for an acknowledgement before the report is sent again, in real time. */
const ANSWER_ms = 5000;
/** After so long without a connection it is worth a word. */
const OUTAGE_ms = 2000;
/** How long to wait before a lost connection is tried again. */
const RECONNECT_ms = 300;

export interface MqttUplinkOptions {
  kitId: string;
  /** Empty where the broker lets anybody in. */
  secret: string;
  host: string;
  port: number;
  /**
   * Takes the broker's own receipt (PUBACK) for the acknowledgement, for a broker with no service
   * behind it. A receipt says nothing of what becomes of a report.
   */
  takesReceipts?: boolean;
  /** Told, again and again, while the broker does not answer, or nobody acknowledges. */
  onOutage?: (() => void) | undefined;
}

/** What an uplink needs of a kit. */
export type Reporting = Pick<Kit, "held" | "nextReport" | "receive" | "isPaused" | "disconnected" | "attempted">;

/** What the network does to a report and its acknowledgement. */
export interface Fate {
  isReportLost: boolean;
  isAckLost: boolean;
}

/** A kit that cannot sign in or whose reports are refused. */
export class KitRefused extends Error {
  override name = "KitRefused";
}

/** Brings the reports of a kit that decides natively to a real broker, over a real MQTT connection. */
export class MqttUplink {
  /** Reports that were sent, their bytes, and those of the acknowledgements heard. */
  reports = 0;
  sent_B = 0;
  received_B = 0;
  private client: MqttClient | undefined;
  private kit: Reporting | undefined;
  private failure: KitRefused | undefined;
  private onChange: () => void = () => undefined;
  private uptime_s = 0;
  private isStopped = false;
  private isAnswered = false;
  private readonly ackBuffer = Buffer.alloc(512);

  constructor(private readonly options: MqttUplinkOptions) {}

  /** Connects, and keeps trying to while the broker cannot be reached. */
  start(): void {
    this.isStopped = false;
    const { host, port, kitId, secret } = this.options;
    const client = mqtt.connect({
      host,
      port,
      clientId: kitId,
      ...(secret !== "" && { username: kitId, password: secret }),
      protocolVersion: 4,
      reconnectPeriod: RECONNECT_ms,
      connectTimeout: ANSWER_ms,
      // a report that was not answered is built again, not queued by the client
      queueQoSZero: false,
      resubscribe: false,
    });
    client.on("connect", () => {
      client.subscribe(topics.ack(kitId), { qos: 0 }, () => this.onChange());
    });
    client.on("message", (_topic, payload) => {
      this.received_B += payload.length;
      this.kit?.receive(payload, this.uptime_s);
      this.onChange();
    });
    client.on("close", () => {
      this.kit?.disconnected();
      this.onChange();
    });
    client.on("error", (error) => {
      const code = (error as Error & { code?: number | string }).code;
      if (code === 4 || code === 5) {
        this.failure = new KitRefused(
          `${kitId} may not connect to ${host}:${port}: its id or secret is not known there`,
        );
        this.onChange();
      }
    });
    this.client = client;
  }

  /**
   * Sends what the kit holds, until all of it is acknowledged or the kit is told to pause.
   *
   * @param fateOf asked before each report what the network does to it; where something gets lost, the upload ends there
   * @throws KitRefused where the broker does not let it in
   */
  async upload(kit: Reporting, uptime_s: number, wifiRssi_dBm = NOT_MEASURED, fateOf?: () => Fate): Promise<void> {
    this.kit = kit;
    this.uptime_s = uptime_s;
    this.isAnswered = false;
    while (kit.held() > 0) {
      await this.connected();
      if (this.isStopped) return;
      const next = kit.nextReport(uptime_s, wifiRssi_dBm);
      if (!next) return;
      const report = Buffer.from(next);
      const fate = fateOf?.();
      if (fate?.isReportLost) return this.lost(kit, Stage.Connected);
      const before = kit.held();
      if (fate?.isAckLost) this.kit = undefined;
      const hasReceipt = await this.publish(report);
      if (fate?.isAckLost) return this.lost(kit, Stage.Connected);
      if (this.options.takesReceipts && hasReceipt) {
        this.isAnswered = true;
        kit.receive(acknowledge(report, Date.now(), this.ackBuffer), uptime_s);
        continue;
      }
      const answered = await this.until(
        () => kit.held() < before || !this.client?.connected || kit.isPaused(uptime_s),
        ANSWER_ms,
      );
      if (answered) {
        this.isAnswered = true;
        continue;
      }
      this.lost(kit, Stage.Accepted);
      this.options.onOutage?.();
    }
  }

  /** What to say of a kit whose reports the server does not take. */
  refused(): KitRefused {
    return new KitRefused(`the reports of ${this.options.kitId} are refused: see  yeelen quarantine`);
  }

  /** Hangs up, without a word; an upload that is under way ends. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.onChange();
    this.kit = undefined;
    await this.client?.endAsync(true);
    this.client = undefined;
  }

  /** The connection ends before the report under way is answered; the kit notes it where it heard nothing at all. */
  private lost(kit: Reporting, stage: Stage): void {
    kit.disconnected();
    if (!this.isAnswered) kit.attempted(stage, this.uptime_s);
  }

  /** Returns whether the connection took it: with receipts, whether the broker has it. */
  private async publish(report: Buffer): Promise<boolean> {
    this.reports += 1;
    this.sent_B += report.length;
    try {
      const qos = this.options.takesReceipts ? 1 : 0;
      await this.client?.publishAsync(topics.report(this.options.kitId), report, { qos });
      return true;
    } catch {
      // the connection has just gone: nothing answers, and the report is built again
      return false;
    }
  }

  private async connected(): Promise<void> {
    while (!this.isStopped && !(await this.until(() => this.client?.connected === true, OUTAGE_ms))) {
      if (!this.isStopped) this.options.onOutage?.();
    }
  }

  /** Waits until a condition holds, but no longer than `limit_ms`. Returns whether it holds. */
  private async until(condition: () => boolean, limit_ms: number): Promise<boolean> {
    const end_ms = Date.now() + limit_ms;
    while (!condition() && !this.isStopped) {
      const left_ms = end_ms - Date.now();
      if (left_ms <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left_ms);
        this.onChange = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (this.failure) throw this.failure;
    }
    return condition();
  }
}
