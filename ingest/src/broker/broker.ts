import { createServer, type Server, type Socket } from "node:net";
import { REPORT_LIMIT_bytes, topics } from "@yeelen/shared/topics";
import { Aedes, type AuthenticateError, type Client, type PublishPacket } from "aedes";
import type { Logger } from "pino";
import { KEPT_OF_UNREADABLE_bytes } from "../intake/intake";
import type { Form, Receiver } from "../intake/receiver";
import type { KitRecord, KitRegister } from "../journal/kits";
import { maySubscribe, reportFormOf, signIn } from "./access";
import { limitPackets } from "./packetLimit";
import type { Refusals } from "./refusals";

/** Topic, packet id and header of a report beside its payload. */
const PACKET_OVERHEAD_bytes = 128;
/** A client that does not take what is sent to it is let go after this long, before it holds up others. */
const DRAIN_TIMEOUT_ms = 2000;
/** An acknowledgement waits this long for a kit that left before it came. */
const ACK_KEPT_ms = 15 * 60_000;

export interface BrokerOptions {
  host: string;
  port: number;
  register: KitRegister;
  key: Buffer;
  intake: Receiver;
  refusals: Refusals;
  log: Logger;
  now: () => number;
}

/**
 * The MQTT side of the service: who may connect, which topics, and the answer to each report.
 * A QoS 1 report gets its PUBACK, like its acknowledgement, only once it is on the disk.
 */
export class Broker {
  private aedes: Aedes | undefined;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private readonly kitOf = new WeakMap<Client, KitRecord>();
  private readonly listening = new Map<string, Client>();
  /** The last acknowledgement that a kit was not there to hear, by kit. */
  private readonly unheard = new Map<string, { packet: PublishPacket; since_ms: number }>();
  private readonly working = new Set<Promise<void>>();

  constructor(private readonly options: BrokerOptions) {}

  /** @throws Error where the port cannot be had */
  async start(): Promise<void> {
    const aedes = await Aedes.createBroker({
      drainTimeout: DRAIN_TIMEOUT_ms,
      preConnect: (_client, packet, done) => {
        if (packet.will) {
          // nobody is told when a kit leaves: a will has no reader here
          this.options.refusals.note("will-not-taken");
          delete packet.will;
        }
        done(null, true);
      },
      authenticate: (client, userName, password, done) => {
        const { register, key, refusals } = this.options;
        const result = signIn(register, key, client.id, userName, password);
        if ("kit" in result) {
          this.kitOf.set(client, result.kit);
          done(null, true);
          return;
        }
        refusals.note(result.refused, result.kitCode);
        const error: AuthenticateError = Object.assign(new Error(result.refused), { returnCode: 4 });
        done(error, null);
      },
      authorizeSubscribe: (client, subscription, done) => {
        const kit = this.kitOf.get(client);
        if (kit && maySubscribe(kit.code, subscription.topic)) {
          done(null, subscription);
          return;
        }
        this.options.refusals.note("foreign-subscription", kit?.code);
        done(null, null);
      },
      authorizePublish: (client, packet, done) => this.authorizePublish(client, packet, done),
    });
    aedes.on("subscribe", (subscriptions, client) => {
      const kit = this.kitOf.get(client);
      if (kit && subscriptions.some(({ topic }) => topic === topics.ack(kit.code))) this.hears(kit.code, client);
    });
    aedes.on("clientReady", (client) => {
      // a session that was kept over a disconnect has its subscription already
      const kit = this.kitOf.get(client);
      const kept = (client as Client & { subscriptions?: Record<string, unknown> }).subscriptions ?? {};
      if (kit && topics.ack(kit.code) in kept) this.hears(kit.code, client);
    });
    aedes.on("clientDisconnect", (client) => {
      if (this.listening.get(client.id) === client) this.listening.delete(client.id);
    });
    aedes.on("connectionError", (client) => {
      if (!this.kitOf.has(client)) this.options.refusals.note("not-mqtt");
    });
    this.aedes = aedes;
    this.server = createServer((socket) => this.accept(aedes, socket));
    const { host, port } = this.options;
    await new Promise<void>((resolve, reject) => {
      this.server?.once("error", reject).listen(port, host, resolve);
    });
  }

  /** The port that is listened on. */
  port(): number {
    const address = this.server?.address();
    if (!address || typeof address === "string") throw new Error("the broker is not started");
    return address.port;
  }

  connections(): number {
    return this.aedes?.connectedClients ?? 0;
  }

  /** Takes no more connections, answers what has come in, and closes. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
    await Promise.allSettled(this.working);
    await new Promise<void>((resolve) => (this.aedes ? this.aedes.close(() => resolve()) : resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private accept(aedes: Aedes, socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.sockets.delete(socket));
    const limit_bytes = REPORT_LIMIT_bytes + PACKET_OVERHEAD_bytes;
    limitPackets(socket, limit_bytes, KEPT_OF_UNREADABLE_bytes, ({ beginning, size_bytes }) => {
      this.refuseTooLarge(this.kitOf.get(client), beginning, size_bytes);
    });
    const client = aedes.handle(socket);
  }

  private authorizePublish(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const kit = client && this.kitOf.get(client);
    // the broker's own heartbeat has no client
    if (!client) return done(packet.topic.startsWith("$SYS/") ? null : new Error("not a kit"));
    const form = kit && reportFormOf(kit.code, packet.topic);
    if (!kit || !form) {
      this.options.refusals.note("foreign-topic", kit?.code);
      return done(new Error("foreign topic"));
    }
    const payload = Buffer.from(packet.payload);
    if (payload.length > REPORT_LIMIT_bytes) {
      this.refuseTooLarge(kit, payload, payload.length);
      return done(new Error("too large"));
    }
    if (packet.retain) {
      this.options.refusals.note("retained-message", kit.code);
      packet.retain = false;
    }
    this.track(this.take(kit, form, payload, done));
  }

  /** Counts a message that is too large, and keeps its beginning where a registered kit sent it. */
  private refuseTooLarge(kit: KitRecord | undefined, beginning: Buffer, size_bytes: number): void {
    const { intake, refusals } = this.options;
    refusals.note("too-large", kit?.code);
    if (kit) intake.tooLarge(kit.code, beginning, size_bytes);
  }

  private async take(kit: KitRecord, form: Form, payload: Buffer, done: (error?: Error | null) => void): Promise<void> {
    return await new Promise((resolve) => {
      this.options.intake.take(kit, form, payload, (error, acknowledgement) => {
        if (acknowledgement) {
          this.answer(kit.code, acknowledgement);
          done(null);
        } else {
          // no answer and no PUBACK: the kit keeps its readings and sends again
          this.options.log.error({ error, kit: kit.code }, "report not committed");
          done(new Error("not committed"));
        }
        resolve();
      });
    });
  }

  private answer(kit: string, payload: Buffer): void {
    const packet: PublishPacket = {
      cmd: "publish",
      topic: topics.ack(kit),
      payload,
      qos: 0,
      retain: false,
      dup: false,
    };
    const client = this.listening.get(kit);
    if (client && !client.closed) client.publish(packet, () => undefined);
    else this.unheard.set(kit, { packet, since_ms: this.options.now() });
  }

  /** A kit listens for acknowledgements from now on; it gets the one that it missed. */
  private hears(kit: string, client: Client): void {
    this.listening.set(kit, client);
    const missed = this.unheard.get(kit);
    this.unheard.delete(kit);
    if (missed && this.options.now() - missed.since_ms <= ACK_KEPT_ms) client.publish(missed.packet, () => undefined);
  }

  private track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.working.delete(tracked));
    this.working.add(tracked);
  }
}
