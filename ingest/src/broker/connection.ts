import type { Socket } from "node:net";
import { REPORT_LIMIT_bytes } from "@yeelen/shared/topics";
import type { KitRecord } from "../journal/kits";
import { type OwnTopics, ownTopics } from "./access";
import type { Backlog } from "./backlog";
import type { Arrival } from "./door";
import { Framing } from "./framing";
import { type OversizedPacket, OversizedGathering } from "./oversized";
import { answerPacket } from "./packets";
import type { BrokerRefusal } from "./refusals";

/** Topic and packet id of a report beside its payload. */
const PACKET_OVERHEAD_bytes = 128;
/** A sign-in holds a kit's id twice and its secret; this leaves room for a will, which is not taken. */
const FIRST_PACKET_LIMIT_bytes = 2048;
/** As many messages of a connection wait at a time; the rest waits in its socket. Chosen: as Aedes does by default. */
const UNANSWERED_LIMIT = 100;
/** Before a sign-in is answered Aedes queues 42 packets and lets a client go that sends more. */
const UNANSWERED_LIMIT_BEFORE_SIGN_IN = 20;
/** A packet that has begun has this long to end: 16 kB at 2.2 kbit/s. */
const PACKET_PATIENCE_watches = 60;
/** A client that does not take what is sent to it is let go after this long. */
const DRAIN_PATIENCE_watches = 2;

const NOTHING = Buffer.alloc(0);

/**
 * One connection: how its bytes reach the broker, and how an answer leaves.
 *
 * The broker pulls bytes with `socket.read()`; that is where this looks at their framing and holds them
 * back: a packet that is too large never gets there (it may announce 256 MB: MQTT 3.1.1, section 2.2.3), nor
 * does anything while too much is unanswered, or while the client does not take its answers.
 */
export class Connection {
  /** Who it is, once it has signed in. */
  kit: KitRecord | undefined;
  topics: OwnTopics | undefined;
  /** Whether it has subscribed to its acknowledgements. */
  listens = false;
  private unanswered = 0;
  private readonly framing = new Framing();
  private readonly read: (size?: number) => Buffer | null;
  private oversized: OversizedGathering | undefined;
  private packetsWatched = 0;
  private watchesWithinPacket = 0;
  private watchesUndrained = 0;
  private waitsForDrain = false;

  constructor(
    readonly socket: Socket,
    readonly arrival: Arrival,
    private readonly backlog: Backlog,
    private readonly onOversized: (packet: OversizedPacket) => void,
  ) {
    this.read = socket.read.bind(socket) as (size?: number) => Buffer | null;
    // Node itself asks for 0 bytes to have more read from the network
    socket.read = (size?: number) => (size === 0 ? this.read(0) : this.pull());
    socket.once("close", () => {
      this.oversized?.finish();
      backlog.forget(this);
    });
  }

  signedIn(kit: KitRecord): void {
    this.kit = kit;
    this.topics = ownTopics(kit.code);
  }

  /** A message is handed to the intake. */
  took(bytes: number): void {
    this.unanswered += 1;
    this.backlog.add(bytes);
  }

  /** A message is answered, or never will be. To be called before the broker is told, which then pulls more. */
  settled(bytes: number): void {
    this.unanswered -= 1;
    this.backlog.remove(bytes);
  }

  /**
   * Sends the answers to a message in one write.
   *
   * @param packetId to confirm with a PUBACK; 0 for none
   * @param acknowledgement to publish to the kit, or undefined for none
   */
  answer(packetId: number, acknowledgement: Buffer | undefined): void {
    if (!this.topics || !this.socket.writable) return;
    this.socket.write(answerPacket(packetId, this.topics.ackField, acknowledgement));
  }

  /** Reads on after it was held back. */
  resume(): void {
    if (!this.socket.destroyed) this.socket.emit("readable");
  }

  /** To be called every second. Returns why the connection is to be let go, if it is. */
  watch(): BrokerRefusal | undefined {
    const { framing } = this;
    const waitsForUs = this.unanswered > 0 || this.socket.readableLength > 0;
    const stuck = framing.isWithinPacket() && framing.packets === this.packetsWatched && !waitsForUs;
    this.packetsWatched = framing.packets;
    this.watchesWithinPacket = stuck ? this.watchesWithinPacket + 1 : 0;
    this.watchesUndrained = this.socket.writableNeedDrain ? this.watchesUndrained + 1 : 0;
    if (this.watchesWithinPacket > PACKET_PATIENCE_watches) return "half-packet";
    if (this.watchesUndrained > DRAIN_PATIENCE_watches) return "not-drained";
    return undefined;
  }

  private pull(): Buffer | null {
    if (this.oversized) {
      const chunk = this.read();
      if (chunk) this.oversized.add(chunk);
      return null;
    }
    // what is answered lets the broker pull again
    if (this.unanswered >= (this.kit ? UNANSWERED_LIMIT : UNANSWERED_LIMIT_BEFORE_SIGN_IN)) return null;
    if (this.socket.writableNeedDrain) return this.afterDrain();
    if (this.backlog.holdsBack(this)) return null;
    const chunk = this.read();
    return chunk && this.passedOf(chunk);
  }

  /** What of a chunk the broker may have now. */
  private passedOf(chunk: Buffer): Buffer | null {
    const most = (this.kit ? UNANSWERED_LIMIT : UNANSWERED_LIMIT_BEFORE_SIGN_IN) - this.unanswered;
    const limit_bytes =
      this.framing.packets === 0 ? FIRST_PACKET_LIMIT_bytes : REPORT_LIMIT_bytes + PACKET_OVERHEAD_bytes;
    const { passed, oversized } = this.framing.scan(chunk, limit_bytes, most);
    if (passed === chunk.length) return chunk;
    if (oversized && this.framing.packets === 0) {
      // nobody has said who he is: nothing is kept
      this.onOversized({ size_bytes: oversized.size_bytes, beginning: NOTHING });
      this.socket.destroy();
    } else if (oversized) {
      this.oversized = new OversizedGathering(this.socket, oversized, this.onOversized);
      this.oversized.add(chunk.subarray(oversized.body));
    } else {
      // not kept here: a socket whose other end has closed tells so only once everything was read
      this.socket.unshift(chunk.subarray(passed));
    }
    return passed > 0 ? chunk.subarray(0, passed) : null;
  }

  private afterDrain(): null {
    if (!this.waitsForDrain) {
      this.waitsForDrain = true;
      this.socket.once("drain", () => {
        this.waitsForDrain = false;
        this.resume();
      });
    }
    return null;
  }
}
