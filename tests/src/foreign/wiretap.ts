import net from "node:net";

/** What went over the wire between a broker and its subscriber. */
export interface Wiretap {
  readonly url: string;
  /** Of messages whose PUBACK the subscriber sent, topic and payload as `note` made a key of them. */
  readonly acknowledged: Set<string>;
  /** How many messages of QoS 1 were handed to the subscriber, those that came again counted too. */
  delivered(): number;
  stop(): Promise<void>;
}

const PUBLISH = 3;
const PUBACK = 4;

/**
 * Listens in on a subscriber (MQTT 5) that connects to a broker through it, so that what the broker lost can
 * be told from what the subscriber lost.
 *
 * @param keyOf names a message
 */
export async function startWiretap(
  brokerPort: number,
  keyOf: (topic: string, payload: Buffer) => string,
): Promise<Wiretap> {
  const acknowledged = new Set<string>();
  const sockets = new Set<net.Socket>();
  let delivered = 0;

  const server = net.createServer((subscriber) => {
    const broker = net.connect(brokerPort, "127.0.0.1");
    const keys = new Map<number, string>();
    const fromBroker = packets(({ type, flags, body }) => {
      if (type !== PUBLISH || (flags & 0b110) === 0) return;
      const topicEnd = 2 + body.readUInt16BE(0);
      // the property length of a short list is one byte (MQTT 5, section 2.2.2.1)
      const payload = topicEnd + 3 + (body[topicEnd + 2] as number);
      keys.set(body.readUInt16BE(topicEnd), keyOf(body.toString("utf8", 2, topicEnd), body.subarray(payload)));
      delivered += 1;
    });
    const fromSubscriber = packets(({ type, body }) => {
      if (type === PUBACK) acknowledged.add(keys.get(body.readUInt16BE(0)) ?? "unknown");
    });
    broker.on("data", (bytes) => {
      fromBroker(bytes);
      subscriber.write(bytes);
    });
    subscriber.on("data", (bytes) => {
      fromSubscriber(bytes);
      broker.write(bytes);
    });
    for (const [socket, other] of [
      [broker, subscriber],
      [subscriber, broker],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `mqtt://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    acknowledged,
    delivered: () => delivered,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Cuts a stream of bytes into MQTT packets. */
function packets(take: (packet: { type: number; flags: number; body: Buffer }) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
    for (;;) {
      let length = 0;
      let at = 1;
      for (; at < rest.length; at++) {
        length += ((rest[at] as number) & 0x7f) * 128 ** (at - 1);
        if ((rest[at] as number) < 0x80) break;
      }
      const end = at + 1 + length;
      if (at >= rest.length || end > rest.length) return;
      const first = rest[0] as number;
      take({ type: first >> 4, flags: first & 0x0f, body: rest.subarray(at + 1, end) });
      rest = rest.subarray(end);
    }
  };
}
