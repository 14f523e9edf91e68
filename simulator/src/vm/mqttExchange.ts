/** Control packet types of MQTT 3.1.1, section 2.2.1. */
const PUBLISH = 3;
const ANSWER_TO: Record<number, number> = {
  1: 2, // CONNECT → CONNACK
  8: 9, // SUBSCRIBE → SUBACK
  12: 13, // PINGREQ → PINGRESP
  [PUBLISH]: PUBLISH, // a report → its acknowledgement, which is a message too
};

/** Watches the bytes of a kit's connection and knows whether an answer of the server is outstanding. */
export class MqttExchange {
  private readonly outgoing = new PacketTypes();
  private readonly incoming = new PacketTypes();
  private readonly expected: number[] = [];

  /** Notes bytes that the kit wrote. Returns whether they ask for an answer. */
  sent(bytes: Uint8Array): boolean {
    const answers = this.outgoing.push(bytes).flatMap((type) => ANSWER_TO[type] ?? []);
    this.expected.push(...answers);
    return answers.length > 0;
  }

  /** Notes bytes that came from the server. */
  received(bytes: Uint8Array): void {
    for (const type of this.incoming.push(bytes)) {
      const at = this.expected.indexOf(type);
      if (at >= 0) this.expected.splice(at, 1);
    }
  }

  /** Whether the server owes an answer. */
  isWaiting(): boolean {
    return this.expected.length > 0;
  }
}

/** Splits a stream into control packets, of which only the type matters here. */
class PacketTypes {
  private rest: Uint8Array = new Uint8Array(0);

  push(bytes: Uint8Array): number[] {
    const stream = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const types: number[] = [];
    let at = 0;
    for (;;) {
      const end = packetEnd(stream, at);
      if (end === undefined || end > stream.length) break;
      types.push((stream[at] as number) >> 4);
      at = end;
    }
    this.rest = stream.slice(at);
    return types;
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
