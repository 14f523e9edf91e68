import type { ServiceStatus } from "@yeelen/shared/answers";
import { type MqttClient, ReasonCodes } from "mqtt";
import type { Logger } from "pino";
import { FIRST_PAUSE_ms } from "./clientOptions";

/** The pause between attempts doubles up to this. Chosen, as of the export. */
const LONGEST_PAUSE_ms = 15_000;
/** A connection that lasted this long was a good one: the next pause is the first one again. Chosen. */
const LASTING_ms = 30_000;

/** Brokers of MQTT 3.1.1 cannot say why, and Mosquitto 2.0.11 does not say that another client took its place. */
const CLOSED = "the connection was closed: the broker went away, or another client has the same client id";

/** What is known of the connection to an external broker; says so in the log when it is lost and when it is back. */
export class Link {
  private isConnected = false;
  private since_ms: number;
  private error: string | null = null;
  /** Why the connection ends, where that is known before it does. */
  private reason: string | undefined;
  /** The loss that the log told last, so that one that comes again and again is told once. */
  private told: string | null = null;
  private owesNews = true;
  private lasting: NodeJS.Timeout | undefined;

  constructor(
    private readonly url: string,
    private readonly log: Logger,
    private readonly now: () => number,
  ) {
    this.since_ms = now();
  }

  /** Follows what a client tells, and sets its pauses between attempts to connect. */
  follow(client: MqttClient): void {
    client.on("connect", () => {
      this.lasting = setTimeout(() => {
        client.options.reconnectPeriod = FIRST_PAUSE_ms;
        this.told = null;
      }, LASTING_ms);
      this.turn(true, null);
      const { clientId } = client.options;
      if (this.owesNews) this.log.info({ broker: this.url, clientId }, "external broker: connected");
      this.owesNews = false;
    });
    client.on("error", (error) => {
      this.reason = described(error);
    });
    client.on("disconnect", ({ reasonCode }) => {
      this.reason = `the broker ended the connection: ${ReasonCodes[reasonCode as keyof typeof ReasonCodes] ?? reasonCode}`;
    });
    client.on("close", () => {
      clearTimeout(this.lasting);
      // the pause that begins now was set before
      client.options.reconnectPeriod = Math.min(2 * (client.options.reconnectPeriod ?? 0), LONGEST_PAUSE_ms);
      this.lost(this.reason ?? CLOSED);
      this.reason = undefined;
    });
  }

  /** We end the connection, for this reason. */
  willEnd(reason: string): void {
    this.reason = reason;
  }

  status(): NonNullable<ServiceStatus["broker"]> {
    const since = new Date(this.since_ms).toISOString();
    return { url: this.url, connected: this.isConnected, since, error: this.error };
  }

  /** What follows is our own doing. */
  stop(): void {
    clearTimeout(this.lasting);
    this.lost = () => undefined;
  }

  private lost(error: string): void {
    // each loss is told once, however many attempts fail after it
    if ((this.isConnected || this.error === null) && error !== this.told) {
      this.log.warn({ broker: this.url, error }, "external broker: not connected");
      this.told = error;
      this.owesNews = true;
    }
    this.turn(false, error);
  }

  private turn(isConnected: boolean, error: string | null): void {
    if (this.isConnected !== isConnected) this.since_ms = this.now();
    this.isConnected = isConnected;
    this.error = error;
  }
}

/** How brokers refuse a version of MQTT: return code of 3.1.1, reason code of 5. */
const UNACCEPTABLE_VERSION: unknown[] = [1, 132];

/** What an error means, without addresses. */
function described(error: Error & { code?: unknown }): string {
  const { code, message } = error;
  if (UNACCEPTABLE_VERSION.includes(code)) return `${message}: set broker.version (BROKER_VERSION) to 3.1.1`;
  return typeof code === "string" ? code : message;
}
