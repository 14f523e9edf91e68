import type { IPublishPacket, MqttClient } from "mqtt";

/** Told once what became of a message: `true` where it need not come again, `false` where the broker has to send it again. */
export type Settle = (isDone: boolean) => void;

/** A connection, and its messages of QoS 1 that the broker waits for, in the order in which they came. */
interface Link {
  stream: MqttClient["stream"];
  waiting: { messageId: number; isDone: boolean }[];
  hasFailed: boolean;
}

/** Given to mqtt.js in place of an acknowledgement: it then sends none, reads on, and tells nobody. */
const LATER = new Error("acknowledged later");

/**
 * Acknowledges what a client of mqtt.js receives when we say so, and not when it comes: many messages
 * are in flight at once, and their PUBACKs leave in the order in which the messages came (MQTT 3.1.1,
 * section 4.6).
 *
 * mqtt.js has no such option. This uses its private `_sendPacket`, and that an error handed back from
 * `handleMessage` leaves the PUBACK out; so mqtt.js is pinned, and `tests/src/foreignAcks.test.ts` notices where
 * a newer one behaves differently. Nothing else in Yeelen touches the inside of mqtt.js.
 */
export class DeferredAcks {
  private link: Link | undefined;
  private unsettled = 0;
  private readOn: (() => void) | undefined;
  private idle: (() => void) | undefined;
  private isStopped = false;

  /**
   * @param most how many messages may be unsettled; beyond that nothing is read from the connection
   * @param take is given each message, and settles it now or later
   * @param onFailed a message has to come again: `dropFailed` should be called after a pause
   */
  constructor(
    private readonly client: MqttClient,
    private readonly most: number,
    private readonly take: (packet: IPublishPacket, settle: Settle) => void,
    private readonly onFailed: () => void,
  ) {
    client.handleMessage = (packet, next) => this.handle(packet, () => next(LATER));
  }

  /** How many messages are not settled yet. */
  unsettledMessages(): number {
    return this.unsettled;
  }

  /** Closes the connection where one of its messages failed, so that the broker sends again on the next one. Returns whether it did. */
  dropFailed(): boolean {
    if (!this.link?.hasFailed || this.link.stream !== this.client.stream) return false;
    this.client.stream.destroy();
    return true;
  }

  /** Takes nothing more. Resolves when all that was taken is settled. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.unsettled === 0) return;
    await new Promise<void>((resolve) => {
      this.idle = resolve;
    });
  }

  private handle(packet: IPublishPacket, readOn: () => void): void {
    const link = this.currentLink();
    // what is not taken here comes again: with the next connection, or when the sender misses its acknowledgement
    if (!link || this.isStopped) return readOn();
    const { qos, messageId } = packet;
    const waiting = qos === 1 && messageId !== undefined ? { messageId, isDone: false } : undefined;
    if (waiting) link.waiting.push(waiting);
    this.unsettled += 1;
    this.take(packet, (isDone) => {
      this.unsettled -= 1;
      if (waiting && isDone) {
        waiting.isDone = true;
        this.acknowledge(link);
      } else if (waiting && !link.hasFailed) {
        link.hasFailed = true;
        this.onFailed();
      }
      this.goOn();
    });
    if (this.unsettled < this.most) readOn();
    else this.readOn = readOn;
  }

  /** The connection that a message comes from, or undefined where it is closed already. */
  private currentLink(): Link | undefined {
    const { stream, connected } = this.client;
    if (!connected) return undefined;
    if (this.link?.stream !== stream) this.link = { stream, waiting: [], hasFailed: false };
    return this.link;
  }

  private acknowledge({ stream, waiting }: Link): void {
    // Packet ids belong to a connection: on another one they may mean another message. And mqtt.js
    // would keep for the next connection what it is given while there is none.
    if (stream !== this.client.stream || !this.client.connected) return;
    // one that failed is never done: what came after it is taken, and comes again with it
    while (waiting[0]?.isDone) {
      const { messageId } = waiting.shift() as { messageId: number };
      this.client["_sendPacket"]({ cmd: "puback", messageId });
    }
  }

  private goOn(): void {
    if (this.unsettled === 0) this.idle?.();
    if (!this.readOn || this.unsettled >= this.most) return;
    const readOn = this.readOn;
    this.readOn = undefined;
    readOn();
  }
}
