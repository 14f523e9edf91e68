/** The little of MQTT 3.1.1 that a client of the load speaks. Numbers in brackets are sections of the standard. */

/** First bytes of packets without their flags (2.2.1). */
export const enum Packet {
  ConnectAck = 0x20,
  Publish = 0x30,
  PublishAck = 0x40,
  SubscribeAck = 0x90,
}

/** No session of the load is idle for longer (3.1.2.10). */
const KEEP_ALIVE_s = 120;
/** User name, password, clean session (3.1.2.3). */
const CONNECT_FLAGS = 0xc2;

/** Signs a kit in. */
export function connectPacket(id: string, secret: string): Buffer {
  const head = Buffer.from([0, 4, 0x4d, 0x51, 0x54, 0x54, 4, CONNECT_FLAGS, 0, KEEP_ALIVE_s]);
  return packet(0x10, [head, text(id), text(id), text(secret)]);
}

/** Subscribes to one topic with QoS 0. */
export function subscribePacket(topic: string): Buffer {
  return packet(0x82, [Buffer.from([0, 1]), text(topic), Buffer.from([0])]);
}

/** Publishes with QoS 1. */
export function publishPacket(topic: string, messageId: number, payload: Buffer): Buffer {
  return packet(0x32, [text(topic), Buffer.from([messageId >> 8, messageId & 255]), payload]);
}

/** Cuts what arrives into packets. */
export class PacketReader {
  private rest: Buffer = Buffer.alloc(0);

  /** @param onPacket gets the first byte without its flags, and what follows the length */
  constructor(private readonly onPacket: (kind: number, body: Buffer) => void) {}

  take(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    for (;;) {
      let size = 0;
      let at = 1;
      for (; at <= 4; at++) {
        const byte = this.rest[at];
        if (byte === undefined) return;
        size |= (byte & 127) << (7 * (at - 1));
        if (byte < 128) break;
      }
      const end = at + 1 + size;
      if (this.rest.length < end) return;
      const body = this.rest.subarray(at + 1, end);
      const kind = (this.rest[0] as number) & 0xf0;
      this.rest = this.rest.subarray(end);
      this.onPacket(kind, body);
    }
  }
}

/** What a QoS 0 message carries, behind its topic (3.3.2). */
export function payloadOfPublish(body: Buffer): Buffer {
  return body.subarray(2 + body.readUInt16BE(0));
}

function packet(first: number, parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = [first];
  for (let size = body.length; ; size >>= 7) {
    head.push(size > 127 ? (size & 127) | 128 : size);
    if (size <= 127) break;
  }
  return Buffer.concat([Buffer.from(head), body]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}
