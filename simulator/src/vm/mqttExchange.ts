/** Control packet types of MQTT 3.1.1, section 2.2.1. */
const PUBLISH = 3;
const ANSWER_TO: Record<number, number> = {
  1: 2, // CONNECT → CONNACK
  8: 9, // SUBSCRIBE → SUBACK
  12: 13, // PINGREQ → PINGRESP
  [PUBLISH]: PUBLISH, // a report → its acknowledgement, which is a message too
};

/** Messages of a kit and their bytes, without what MQTT puts around them. */
export interface Traffic {
  reports: number;
  sent_B: number;
  received_B: number;
}

/** Watches the bytes of a kit's connection and knows whether an answer of the server is outstanding. */
export class MqttExchange {
  private readonly outgoing = new Packets();
  private readonly incoming = new Packets();
  private readonly expected: number[] = [];

  /** @param traffic counts on over all connections of a kit */
  constructor(private readonly traffic: Traffic = { reports: 0, sent_B: 0, received_B: 0 }) {}

  /** Notes bytes that the kit wrote. Returns whether they ask for an answer. */
  sent(bytes: Uint8Array): boolean {
    const packets = this.outgoing.push(bytes);
    for (const { type, message_B } of packets) {
      if (type === PUBLISH) this.traffic.reports += 1;
      this.traffic.sent_B += message_B;
    }
    const answers = packets.flatMap(({ type }) => ANSWER_TO[type] ?? []);
    this.expected.push(...answers);
    return answers.length > 0;
  }

  /** Notes bytes that came from the server. */
  received(bytes: Uint8Array): void {
    for (const { type, message_B } of this.incoming.push(bytes)) {
      this.traffic.received_B += message_B;
      const at = this.expected.indexOf(type);
      if (at >= 0) this.expected.splice(at, 1);
    }
  }

  /** Whether the server owes an answer. */
  isWaiting(): boolean {
    return this.expected.length > 0;
  }
}

interface Packet {
  type: number;
  /** Size of the message that a PUBLISH carries; 0 for the others. */
  message_B: number;
}

/** Splits a stream into control packets. */
class Packets {
  private rest: Uint8Array = new Uint8Array(0);

  push(bytes: Uint8Array): Packet[] {
    const stream = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const packets: Packet[] = [];
    let at = 0;
    for (;;) {
      const end = packetEnd(stream, at);
      if (end === undefined || end > stream.length) break;
      const type = (stream[at] as number) >> 4;
      packets.push({ type, message_B: type === PUBLISH ? messageSize(stream, at, end) : 0 });
      at = end;
    }
    this.rest = stream.slice(at);
    return packets;
  }
}

/** Where the packet that begins at `start` ends, or undefined where its length is not there yet (section 2.2.3). */
function packetEnd(stream: Uint8Array, start: number): number | undefined {
  let length = 0;
  for (let i = 0; i < 4; i++) {
    const byte = stream[start + 1 + i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return start + 2 + i + length;
  }
  // no length is longer than four bytes: nothing in this stream can be told apart any more
  return undefined;
}

/** Size of the message in the PUBLISH packet between `start` and `end`: at QoS 0 all that follows the topic. */
function messageSize(stream: Uint8Array, start: number, end: number): number {
  let body = start + 2;
  while ((stream[body - 1] as number) >= 0x80) body += 1;
  const topic = ((stream[body] as number) << 8) + (stream[body + 1] as number);
  return end - body - 2 - topic;
}
