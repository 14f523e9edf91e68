import type { Socket } from "node:net";
import { KEPT_OF_UNREADABLE_bytes } from "../intake/intake";

/** What is told of a packet that is larger than allowed. */
export interface OversizedPacket {
  /** Its size as the sender announced it. */
  size_bytes: number;
  /** The first bytes of its payload, after the topic. */
  beginning: Buffer;
}

/** The topic comes before the payload; those of kits are far shorter than 1 kB. */
const TOPIC_bytes = 1024;
/** How long to wait for the first bytes of an oversized packet. */
const PATIENCE_ms = 2000;
/** Good packets that came just before are given this long to be dealt with. */
const GRACE_ms = 100;

/** Gathers the beginning of a packet that is too large, tells it, and destroys the socket. */
export class OversizedGathering {
  private readonly parts: Buffer[] = [];
  private length = 0;
  private isFinished = false;
  private timer = setTimeout(() => this.finish(), PATIENCE_ms);

  constructor(
    private readonly socket: Socket,
    private readonly packet: { size_bytes: number; isPublish: boolean },
    private readonly onOversized: (packet: OversizedPacket) => void,
  ) {}

  add(chunk: Buffer): void {
    if (this.isComplete()) return;
    this.parts.push(chunk);
    this.length += chunk.length;
    if (!this.isComplete()) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.finish(), GRACE_ms);
  }

  /** Tells what there is, once. */
  finish(): void {
    clearTimeout(this.timer);
    if (this.isFinished) return;
    this.isFinished = true;
    const { size_bytes, isPublish } = this.packet;
    const bytes = Buffer.concat(this.parts);
    const start = isPublish && bytes.length >= 2 ? 2 + bytes.readUInt16BE(0) : 0;
    this.onOversized({ size_bytes, beginning: bytes.subarray(start, start + KEPT_OF_UNREADABLE_bytes) });
    this.socket.destroy();
  }

  private isComplete(): boolean {
    return this.length >= KEPT_OF_UNREADABLE_bytes + TOPIC_bytes || this.length >= this.packet.size_bytes;
  }
}
