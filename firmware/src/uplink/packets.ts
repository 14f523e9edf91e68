import { Writer } from "../../../shared/src/wire/writer";

/**
 * The little of MQTT 3.1.1 that a kit speaks; numbers in brackets are sections of the standard. Portable.
 */

/** What a broker sends: the first byte of a packet without its flags (2.2.1). */
export const enum Incoming {
  ConnectAck = 0x20,
  Publish = 0x30,
  SubscribeAck = 0x90,
}

/** A session lasts seconds; a broker forgets one that died after one and a half times this (3.1.2.10). */
const KEEP_ALIVE_s = 120;
/** User name, password, clean session (3.1.2.3). */
const CONNECT_FLAGS = 0xc2;
/** With the longest kit id (32) and password (127) there are 308. */
const LONGEST_HEAD_bytes = 320;
/** No acknowledgement comes near it; a stream that gathers more than this is none of ours. */
const LARGEST_PACKET_bytes = 4096;

/**
 * What a kit writes to bring a report: one buffer, so that it leaves in one TLS record and as few
 * segments as it fills. The first one of a connection signs in and subscribes to the answers as
 * well: a client need not wait for the broker's welcome (3.1.4).
 *
 * @param kit ASCII, as is the secret
 */
export function reportPackets(kit: string, secret: string, report: Buffer, isFirst: boolean): Buffer {
  const writer = new Writer(Buffer.alloc(LONGEST_HEAD_bytes));
  if (isFirst) {
    writer.byte(0x10);
    writer.unsigned(16 + 2 * kit.length + secret.length);
    writeText(writer, "MQTT");
    writer.byte(4);
    writer.byte(CONNECT_FLAGS);
    writer.byte(0);
    writer.byte(KEEP_ALIVE_s);
    writeText(writer, kit);
    writeText(writer, kit);
    writeText(writer, secret);
    const answers = ackTopic(kit);
    writer.byte(0x82);
    writer.unsigned(5 + answers.length);
    writer.byte(0);
    writer.byte(1);
    writeText(writer, answers);
    writer.byte(0);
  }
  const topic = "kits/" + kit + "/report";
  writer.byte(0x30);
  writer.unsigned(2 + topic.length + report.length);
  writeText(writer, topic);
  const head = writer.finish();
  const packets = Buffer.alloc(head.length + report.length);
  packets.set(head, 0);
  packets.set(report, head.length);
  return packets;
}

/** Where the answers to a kit's reports come. */
export function ackTopic(kit: string): string {
  return "kits/" + kit + "/ack";
}

/** Text of at most 127 characters with its length before it, in two bytes (1.5.3). */
function writeText(writer: Writer, value: string): void {
  writer.byte(0);
  writer.text(value);
}

/** Cuts what a broker sends into packets, in whatever pieces it comes. */
export class PacketStream {
  /** The packet that `next` found: its first byte without its flags, and what follows its length. */
  kind = 0;
  body = Buffer.alloc(0);
  private flags = 0;
  private rest = Buffer.alloc(0);

  /** Returns false where too much has gathered that is no whole packet: then there is no use in going on. */
  add(bytes: Buffer): boolean {
    const { rest } = this;
    const size = rest.length + bytes.length;
    if (size > LARGEST_PACKET_bytes) return false;
    const joined = Buffer.alloc(size);
    joined.set(rest, 0);
    joined.set(bytes, rest.length);
    this.rest = joined;
    return true;
  }

  /** Takes the next packet out. Returns false where none is there as a whole. */
  next(): boolean {
    const { rest } = this;
    let size = 0;
    let at = 0;
    let scale = 1;
    for (;;) {
      at = at + 1;
      // a length has four bytes at most (2.2.3); a fifth one is noise, which waits here until it is too much
      if (at >= rest.length || at > 4) return false;
      const byte = rest[at] as number;
      size = size + (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale = scale * 128;
    }
    const start = at + 1;
    if (start + size > rest.length) return false;
    this.flags = (rest[0] as number) & 0x0f;
    this.kind = (rest[0] as number) - this.flags;
    this.body = rest.slice(start, start + size);
    this.rest = rest.slice(start + size);
    return true;
  }

  /** The message of a PUBLISH packet, or undefined where it is not for this topic. */
  messageTo(topic: string): Buffer | undefined {
    const { body } = this;
    const start = 2 + topic.length;
    if (body[0] !== 0 || body[1] !== topic.length || body.slice(2, start).toString() !== topic) return undefined;
    // above QoS 0 the packet has a number (3.3.2.2); a clean session that ends soon need not receipt it
    return body.slice((this.flags & 6) === 0 ? start : start + 2);
  }
}
