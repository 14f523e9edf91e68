import type { Acknowledgement } from "@yeelen/shared/acknowledgement";
import { decodeAck } from "@yeelen/shared/wire/acknowledgement";
import mqtt, { type MqttClient } from "mqtt";
import { reportBytes } from "./reports";

export interface LoadOptions {
  url: string;
  form: "binary" | "json";
  /** Over all kits. */
  readingsPerSecond: number;
  /** Readings a report. */
  readings: number;
  /** `trusting` kits forget a report at the broker's PUBACK; `careful` ones, as our firmware, at our acknowledgement. */
  trusting: string[];
  careful: string[];
}

/** A report on its way. */
interface Held {
  kit: string;
  first: number;
  sentAt_ms: number;
}

/** How long a careful kit waits for its acknowledgement before it sends a report again. */
const PATIENCE_ms = 4000;
const TICK_ms = 20;

/** Kits that send reports to a broker at a steady rate, and note who promised what about each report. */
export class Load {
  /** Reports that were handed to the broker, those it acknowledged, and those we did: by `reportKey`. */
  readonly published = new Set<string>();
  readonly pubacked = new Set<string>();
  readonly acknowledged = new Set<string>();
  private readonly clients = new Map<string, MqttClient>();
  private readonly next = new Map<string, number>();
  private readonly held = new Map<string, Held>();
  private timer: NodeJS.Timeout | undefined;
  private startedAt_ms = 0;
  private made = 0;
  private isMaking = true;

  constructor(private readonly options: LoadOptions) {}

  /** Connects all kits and begins to send. */
  async start(): Promise<void> {
    const { url, trusting, careful } = this.options;
    for (const kit of [...trusting, ...careful]) {
      const client = await mqtt.connectAsync(url, { clientId: kit, clean: false, reconnectPeriod: 100 });
      client.on("error", () => undefined);
      client.on("message", (_topic, payload) => this.answered(kit, payload));
      const listen = () => client.subscribe(`kits/${kit}/ack`, { qos: 0 });
      client.on("connect", listen);
      listen();
      this.clients.set(kit, client);
    }
    this.startedAt_ms = Date.now();
    this.timer = setInterval(() => this.tick(), TICK_ms);
  }

  /** Makes no new readings; goes on sending what is held. */
  finish(): void {
    this.isMaking = false;
  }

  /** Whether every report has got what its kit waits for. */
  isDone(): boolean {
    const waits = (kit: string) => (this.options.careful.includes(kit) ? this.acknowledged : this.pubacked);
    return [...this.published].every((key) => waits(key.split(" ")[0] as string).has(key));
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([...this.clients.values()].map(async (client) => await client.endAsync(true)));
  }

  private tick(): void {
    const { readingsPerSecond, readings, trusting, careful } = this.options;
    const kits = [...trusting, ...careful];
    const due = ((Date.now() - this.startedAt_ms) / 1000) * (readingsPerSecond / readings);
    while (this.isMaking && this.made < due) {
      const kit = kits[this.made % kits.length] as string;
      const first = this.next.get(kit) ?? 1;
      this.next.set(kit, first + readings);
      this.made += 1;
      const report = { kit, first, sentAt_ms: Date.now() };
      if (careful.includes(kit)) this.held.set(reportKey(kit, first), report);
      this.send(report);
    }
    const late_ms = Date.now() - PATIENCE_ms;
    for (const report of this.held.values()) {
      if (report.sentAt_ms < late_ms && this.clients.get(report.kit)?.connected) this.send(report);
    }
  }

  private send(report: Held): void {
    const { kit, first } = report;
    const { form, readings } = this.options;
    report.sentAt_ms = Date.now();
    this.published.add(reportKey(kit, first));
    const topic = `kits/${kit}/report${form === "json" ? "/json" : ""}`;
    // mqtt.js sends again what got no PUBACK when it is connected again
    this.clients.get(kit)?.publish(topic, reportBytes(form, first, readings), { qos: 1 }, (error) => {
      if (!error) this.pubacked.add(reportKey(kit, first));
    });
  }

  private answered(kit: string, payload: Buffer): void {
    const report =
      this.options.form === "json"
        ? (JSON.parse(payload.toString()) as Acknowledgement).report
        : decodeAck(payload).report;
    const key = reportKey(kit, report as number);
    this.acknowledged.add(key);
    this.held.delete(key);
  }
}

/** Names a report by its kit and its first reading. */
export function reportKey(kit: string, first: number): string {
  return `${kit} ${first}`;
}
