import { Kit } from "@yeelen/firmware/kit/kit";
import type { KitSettings } from "@yeelen/firmware/kit/settings";
import { topics } from "@yeelen/shared/topics";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import mqtt, { type MqttClient } from "mqtt";

/** How long to wait for an acknowledgement before the report is sent again, in real time. */
const ANSWER_ms = 5000;
/** After so long without a connection it is worth a word. */
const OUTAGE_ms = 2000;
/** How long to wait before a lost connection is tried again. */
const RECONNECT_ms = 300;

export interface NativeKitOptions {
  kitId: string;
  secret: string;
  host: string;
  port: number;
  settings: KitSettings;
  /** Told, again and again, while the broker does not answer. */
  onOutage?: () => void;
}

/** A kit that cannot sign in or whose reports are refused. */
export class KitRefused extends Error {
  override name = "KitRefused";
}

/**
 * A kit that decides with the firmware's own `Kit`, run by Node, over a real MQTT connection. The
 * caller says what it measures and what time it is.
 */
export class NativeKit {
  readonly kit: Kit;
  private client: MqttClient | undefined;
  private failure: KitRefused | undefined;
  private onChange: () => void = () => undefined;
  private uptime_s = 0;

  constructor(private readonly options: NativeKitOptions) {
    this.kit = new Kit(options.settings);
  }

  /** Connects, and keeps trying to while the broker cannot be reached. */
  start(): void {
    const { host, port, kitId, secret } = this.options;
    const client = mqtt.connect({
      host,
      port,
      clientId: kitId,
      username: kitId,
      password: secret,
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
      this.kit.receive(payload, this.uptime_s);
      this.onChange();
    });
    client.on("close", () => {
      this.kit.disconnected();
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
   * @throws KitRefused where the broker does not let it in
   */
  async upload(uptime_s: number): Promise<void> {
    this.uptime_s = uptime_s;
    while (this.kit.held() > 0) {
      await this.connected();
      const report = this.kit.nextReport(uptime_s, NOT_MEASURED);
      if (!report) return;
      const before = this.kit.held();
      this.client?.publish(topics.report(this.options.kitId), report, { qos: 0 }, () => undefined);
      const answered = await this.until(
        () => this.kit.held() < before || !this.client?.connected || this.paused(),
        ANSWER_ms,
      );
      if (!answered) this.kit.disconnected();
    }
  }

  /** What to say of a kit whose reports the server does not take. */
  refused(): KitRefused {
    return new KitRefused(`the reports of ${this.options.kitId} are refused: see  yeelen quarantine`);
  }

  async stop(): Promise<void> {
    await this.client?.endAsync(true);
  }

  private paused(): boolean {
    return this.kit.isPaused(this.uptime_s);
  }

  private async connected(): Promise<void> {
    while (!(await this.until(() => this.client?.connected === true, OUTAGE_ms))) this.options.onOutage?.();
  }

  /** Waits until a condition holds, but no longer than `limit_ms`. Returns whether it holds. */
  private async until(condition: () => boolean, limit_ms: number): Promise<boolean> {
    const end_ms = Date.now() + limit_ms;
    while (!condition()) {
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
    return true;
  }
}
