import { connect as connectPlainly, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { topics } from "@yeelen/shared/topics";

/** Where a load goes. */
export interface LoadTarget {
  port: number;
  /** The certificate to trust, in PEM: then the connection is one of TLS. */
  ca?: string;
}

/** Who signs in. */
export interface LoadKit {
  kit: string;
  secret: string;
  /** Distinguishes it from the others: picks what it sends, and the loopback address that it comes from. */
  index: number;
}

/** Whoever decides what a connection sends. */
export interface LoadMaster {
  /** Whether a message is answered by an acknowledgement beside its PUBACK. */
  readonly isAcknowledged: boolean;
  /** The connection is signed in and hears its acknowledgements. */
  ready: (connection: LoadConnection) => void;
  /** An acknowledgement [from, to) came. */
  heard: (connection: LoadConnection, bytes: Buffer, from: number, to: number) => void;
  /** The message under way has got all its answers. */
  answered: (connection: LoadConnection) => void;
  /** The connection cannot go on. */
  failed: (connection: LoadConnection, error: Error) => void;
}

const enum Packet {
  Connect = 0x10,
  Connack = 0x20,
  Publish = 0x30,
  PublishQos1 = 0x32,
  Puback = 0x40,
  Subscribe = 0x82,
  Suback = 0x90,
  Disconnect = 0xe0,
}

/** A connection is left alone while others are measured: for so long at most. */
const KEEPALIVE_s = 600;
const HEADER_bytes = 3;
/** Kits come from so many addresses as a mobile operator would give them: each shares one with some hundred others. */
const KITS_AT_ADDRESS = 200;

/** All of this process read into it: what came is dealt with before the next read. */
const received = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * A kit's MQTT connection with as little work as there can be: one message under way, written from
 * a buffer that is used again once it is answered.
 */
export class LoadConnection {
  /** How many messages were answered, and when the one under way was sent (`performance.now()`). */
  sent = 0;
  sentAt_ms = 0;
  private readonly socket: Socket;
  private readonly packet: Buffer;
  private readonly payloadAt: number;
  /** The beginning of a packet whose rest has not come yet. */
  private pending: Buffer | undefined;
  /** Answers that the message under way still waits for. */
  private awaited = 0;
  private isClosing = false;

  constructor(
    target: LoadTarget,
    readonly kit: LoadKit,
    private readonly master: LoadMaster,
    topic: string,
    largest_bytes: number,
  ) {
    const name = Buffer.from(topic);
    this.packet = Buffer.alloc(HEADER_bytes + 2 + name.length + 2 + largest_bytes);
    this.packet[0] = Packet.PublishQos1;
    this.packet.writeUInt16BE(name.length, HEADER_bytes);
    name.copy(this.packet, HEADER_bytes + 2);
    this.payloadAt = HEADER_bytes + 2 + name.length + 2;
    const address = { host: "127.0.0.1", port: target.port, localAddress: addressOf(kit.index) };
    if (target.ca === undefined) {
      const onread = { buffer: received, callback: (length: number) => this.read(received, length) };
      this.socket = connectPlainly({ ...address, onread }, () => this.signIn());
    } else {
      // a certificate of a test is for this name
      const tls = { ...address, ca: target.ca, servername: "localhost" };
      this.socket = connectSecurely(tls, () => this.signIn());
      this.socket.on("data", (chunk: Buffer) => this.read(chunk, chunk.length));
    }
    this.socket.setNoDelay(true);
    this.socket.on("error", (error) => this.fail(error));
    this.socket.on("close", () => this.fail(new Error(`kit ${kit.kit}: the connection was closed`)));
  }

  /**
   * Sends a message.
   *
   * @param write puts it into a buffer and returns its length
   */
  send(write: (buffer: Buffer, at: number) => number): void {
    const { packet, payloadAt } = this;
    const end = payloadAt + write(packet, payloadAt);
    const length = end - HEADER_bytes;
    // in two bytes, even where one would do
    packet[1] = (length & 0x7f) | 0x80;
    packet[2] = length >> 7;
    packet.writeUInt16BE(1 + (this.sent % 0xffff), payloadAt - 2);
    this.awaited = this.master.isAcknowledged ? 2 : 1;
    this.sentAt_ms = performance.now();
    this.socket.write(packet.subarray(0, end));
  }

  /** Takes leave, as a kit does that has nothing more to say. */
  close(): void {
    this.isClosing = true;
    this.socket.end(Buffer.from([Packet.Disconnect, 0]));
  }

  private signIn(): void {
    const { kit, secret } = this.kit;
    const head = Buffer.from([0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0b1100_0010, KEEPALIVE_s >> 8, KEEPALIVE_s & 0xff]);
    this.socket.write(packetOf(Packet.Connect, head, textOf(kit), textOf(kit), textOf(secret)));
  }

  /** Deals with what stands in the first `length` bytes. Goes on reading. */
  private read(bytes: Buffer, length: number): boolean {
    let from = 0;
    let to = length;
    let buffer = bytes;
    if (this.pending) {
      buffer = Buffer.concat([this.pending, bytes.subarray(0, length)]);
      to = buffer.length;
      this.pending = undefined;
    }
    while (to - from >= 2) {
      let size = 0;
      let shift = 0;
      let at = from + 1;
      let byte = 0x80;
      while (byte >= 0x80 && at < to) {
        byte = buffer[at++] as number;
        size |= (byte & 0x7f) << shift;
        shift += 7;
      }
      if (byte >= 0x80 || at + size > to) break;
      this.take(buffer[from] as number, buffer, at, at + size);
      from = at + size;
    }
    if (from < to) this.pending = Buffer.from(buffer.subarray(from, to));
    return true;
  }

  private take(type: number, bytes: Buffer, from: number, to: number): void {
    if (type === Packet.Puback) this.answer();
    else if ((type & 0xf0) === Packet.Publish) {
      const topic_bytes = bytes.readUInt16BE(from);
      this.master.heard(this, bytes, from + 2 + topic_bytes, to);
      this.answer();
    } else if (type === Packet.Connack) {
      const code = bytes[from + 1];
      if (code !== 0) this.fail(new Error(`kit ${this.kit.kit} may not sign in: ${code}`));
      else if (this.master.isAcknowledged) {
        const filter = Buffer.concat([textOf(topics.ack(this.kit.kit)), Buffer.from([0])]);
        this.socket.write(packetOf(Packet.Subscribe, Buffer.from([0, 1]), filter));
      } else this.master.ready(this);
    } else if (type === Packet.Suback) {
      if (bytes[to - 1] === 0x80) this.fail(new Error(`kit ${this.kit.kit} may not hear its acknowledgements`));
      else this.master.ready(this);
    }
  }

  private answer(): void {
    // an answer that nobody waits for: an acknowledgement that came twice
    if (this.awaited === 0) return this.fail(new Error(`kit ${this.kit.kit} was answered without having asked`));
    this.awaited -= 1;
    if (this.awaited > 0) return;
    this.sent += 1;
    this.master.answered(this);
  }

  private fail(error: Error): void {
    if (this.isClosing) return;
    this.isClosing = true;
    this.socket.destroy();
    this.master.failed(this, error);
  }
}

function addressOf(index: number): string {
  const address = Math.floor(index / KITS_AT_ADDRESS);
  return `127.1.${address >> 8}.${1 + ((address & 0xff) % 254)}`;
}

function textOf(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text, "latin1")]);
}

function packetOf(type: Packet, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7];
  return Buffer.concat([Buffer.from([type, ...length]), body]);
}
