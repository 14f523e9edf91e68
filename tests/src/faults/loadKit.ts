import { connect, type Socket } from "node:net";
import { topics } from "@yeelen/shared/topics";
import { decodeAck } from "@yeelen/shared/wire/acknowledgement";
import type { Random } from "@yeelen/simulator/random";
import { type LoadForm, payloadOf } from "./content";
import { type KitLedger, SequenceSet, sizeOf } from "./ledger";
import { connectPacket, Packet, PacketReader, payloadOfPublish, publishPacket, subscribePacket } from "./packets";

/**
 * Whom a client believes: our firmware frees a reading when the acknowledgement names it, any other MQTT client when
 * it has its PUBACK.
 */
export type Trusts = "acknowledgement" | "puback";

/** A kit of the load. */
export interface LoadKitSettings {
  id: string;
  secret: string;
  index: number;
  form: LoadForm;
  trusts: Trusts;
}

/** So many readings of 600 bytes in the JSON form stay below the largest report. */
const READINGS_PER_REPORT = 24;
/** A kit waits for its acknowledgement before it sends more; other clients have several messages on their way. */
const WINDOW_reports = { acknowledgement: 1, puback: 4 };
/** A client that lost its server tries again after so long, and up to twice that. */
const RECONNECT_ms = 100;

interface Sent {
  sequences: number[];
  hasPuback: boolean;
}

/** A client that keeps what it reads until it is told that it may forget it, over as many connections as that takes. */
export class LoadKit {
  connections = 0;
  reports = 0;
  private made = 0;
  private nextId = 1;
  /** What it has to keep and is not on its way, oldest first. */
  private waiting: number[] = [];
  /** Reports of this connection that it has not seen the end of, by message id. */
  private readonly sent = new Map<number, Sent>();
  private readonly pubacked = new SequenceSet();
  private readonly acknowledged = new SequenceSet();
  private readonly freed = new SequenceSet();
  private readonly refused: string[] = [];
  private socket: Socket | undefined;
  private isReady = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: LoadKitSettings,
    private readonly port: number,
    private readonly random: Random,
  ) {}

  /** Takes a reading, and sends it as soon as it may. */
  read(): void {
    this.waiting.push(this.made);
    this.made += 1;
    this.send();
  }

  /** How many readings it keeps. */
  held(): number {
    return this.made - sizeOf(this.freed.ranges);
  }

  ledger(): KitLedger {
    const { id, index, form } = this.settings;
    const { ranges: pubacked } = this.pubacked;
    const { ranges: acknowledged } = this.acknowledged;
    return { id, index, form, made: this.made, pubacked, acknowledged, refused: this.refused };
  }

  connect(): void {
    const { id, secret } = this.settings;
    const socket = connect({ port: this.port, host: "127.0.0.1", noDelay: true });
    this.socket = socket;
    const reader = new PacketReader((kind, body) => this.hear(kind, body));
    socket.once("connect", () =>
      socket.write(Buffer.concat([connectPacket(id, secret), subscribePacket(topics.ack(id))])),
    );
    socket.on("data", (chunk) => reader.take(chunk));
    // what went wrong is nothing to a client: it tries again
    socket.on("error", () => undefined);
    socket.once("close", () => this.lost());
  }

  stop(): void {
    clearTimeout(this.retry);
    this.socket?.removeAllListeners("close").destroy();
  }

  private hear(kind: number, body: Buffer): void {
    switch (kind) {
      case Packet.ConnectAck:
        if (body[1] !== 0) this.refused.push(`connection refused with ${body[1]}`);
        else this.connections += 1;
        break;
      case Packet.SubscribeAck:
        this.isReady = true;
        this.send();
        break;
      case Packet.PublishAck:
        this.takePuback(body.readUInt16BE(0));
        break;
      case Packet.Publish:
        this.takeAcknowledgement(payloadOfPublish(body));
        break;
      default:
    }
  }

  private takePuback(messageId: number): void {
    const sent = this.sent.get(messageId);
    if (!sent) return;
    sent.hasPuback = true;
    for (const sequence of sent.sequences) {
      this.pubacked.add(sequence, sequence);
      if (this.settings.trusts === "puback") this.freed.add(sequence, sequence);
    }
    this.forget();
    this.send();
  }

  /** An acknowledgement may be of a report of an earlier connection. */
  private takeAcknowledgement(payload: Buffer): void {
    const ack = this.settings.form === "binary" ? ofBinary(payload) : ofJson(payload);
    if (ack.refused) this.refused.push(ack.refused);
    for (const [first, last] of ack.accepted) this.acknowledged.add(first, last);
    if (this.settings.trusts === "acknowledgement") {
      for (const [first, last] of ack.accepted) this.freed.add(first, last);
      this.waiting = this.waiting.filter((sequence) => !this.freed.has(sequence));
    }
    this.forget();
    this.send();
  }

  private send(): void {
    const { id, index, form, trusts } = this.settings;
    while (this.isReady && this.waiting.length > 0 && this.underWay() < WINDOW_reports[trusts]) {
      const sequences = this.waiting.splice(0, READINGS_PER_REPORT);
      const messageId = 1 + (this.nextId % 65_535);
      const report = this.nextId;
      this.nextId += 1;
      this.sent.set(messageId, { sequences, hasPuback: false });
      const topic = form === "binary" ? topics.report(id) : topics.reportJson(id);
      this.socket?.write(publishPacket(topic, messageId, payloadOf(index, report, sequences, form)));
      this.reports += 1;
    }
  }

  /** Reports whose readings it still has to keep. One that is acknowledged and waits for its PUBACK is no burden. */
  private underWay(): number {
    return [...this.sent.values()].filter(({ sequences }) => this.mustKeep(sequences)).length;
  }

  private forget(): void {
    for (const [messageId, { sequences, hasPuback }] of this.sent) {
      if (hasPuback && !this.mustKeep(sequences)) this.sent.delete(messageId);
    }
  }

  private mustKeep(sequences: number[]): boolean {
    return sequences.some((sequence) => !this.freed.has(sequence));
  }

  private lost(): void {
    this.isReady = false;
    const unheard = [...this.sent.values()].flatMap(({ sequences }) => sequences);
    this.sent.clear();
    this.waiting = [...unheard.filter((sequence) => !this.freed.has(sequence)), ...this.waiting];
    this.retry = setTimeout(() => this.connect(), RECONNECT_ms * (1 + this.random()));
  }
}

interface Heard {
  accepted: [number, number][];
  refused: string | undefined;
}

function ofBinary(payload: Buffer): Heard {
  const { accepted, refused } = decodeAck(payload);
  const pairs: [number, number][] = [];
  for (let i = 0; i < accepted.length; i += 2) pairs.push([accepted[i] as number, accepted[i + 1] as number]);
  return { accepted: pairs, refused: refused || undefined };
}

function ofJson(payload: Buffer): Heard {
  const { accepted, refused } = JSON.parse(payload.toString()) as {
    accepted?: [number, number][];
    refused?: { reason: string; message: string };
  };
  return { accepted: accepted ?? [], refused: refused && `${refused.reason}: ${refused.message}` };
}
