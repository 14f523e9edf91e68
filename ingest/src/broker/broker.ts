import type { Socket } from "node:net";
import { REPORT_LIMIT_bytes } from "@yeelen/shared/topics";
import type { AuthenticateError, Client, ConnectPacket, PublishPacket, Subscription } from "aedes";
import type { Form, Receiver } from "../intake/receiver";
import type { KitRecord, KitRegister } from "../journal/kits";
import { maySubscribe, reportFormOf, signIn } from "./access";
import { Backlog } from "./backlog";
import { Connection } from "./connection";
import type { Arrival } from "./door";
import { KitAedes } from "./kitAedes";
import { type ListenerOptions, Listeners } from "./listeners";
import { MissedAcknowledgements } from "./missedAcknowledgements";
import { SignInRates } from "./signInRates";

/** A client that does not take what Aedes sends it is let go after this long. */
const DRAIN_TIMEOUT_ms = 2000;
/** A client that says nothing for one and a half times as long is let go, whatever keep-alive it asks for. Chosen. */
const KEEPALIVE_LIMIT_s = 3600;
/** So many messages of a client may stand between the two halves of QoS 2. Chosen: more than a kit can hold. */
const HALF_DELIVERED_LIMIT = 100;
/** How often all connections are looked at. */
const WATCH_EVERY_ms = 1000;
const NOTHING = Buffer.alloc(0);

export interface BrokerOptions extends ListenerOptions {
  register: KitRegister;
  key: Buffer;
  intake: Receiver;
  now: () => number;
}

type Done = (error?: Error | null) => void;

/**
 * The MQTT side of the service: who may connect, which topics, and the answer to each report.
 * A QoS 1 report gets its PUBACK, like its acknowledgement, only once it is on the disk.
 */
export class Broker {
  private readonly aedes: KitAedes;
  private readonly listeners: Listeners;
  private watching: NodeJS.Timeout | undefined;
  private readonly byClient = new Map<Client, Connection>();
  /** A kit's newest connection, by kit. */
  private readonly byKit = new Map<string, Connection>();
  private readonly rates = new SignInRates();
  private readonly missed: MissedAcknowledgements;
  private readonly backlog: Backlog;

  constructor(private readonly options: BrokerOptions) {
    this.missed = new MissedAcknowledgements(options.now);
    this.backlog = new Backlog(() => options.refusals.note("intake-behind"));
    this.listeners = new Listeners(options, (socket, arrival) => this.accept(socket, arrival));
    this.aedes = new KitAedes({
      drainTimeout: DRAIN_TIMEOUT_ms,
      maxInflightInbound: HALF_DELIVERED_LIMIT,
      preConnect: (_client, packet, done) => {
        this.bound(packet);
        done(null, true);
      },
      authenticate: (client, userName, password, done) => this.authenticate(client, userName, password, done),
      authorizeSubscribe: (client, subscription, done) => this.authorizeSubscribe(client, subscription, done),
      authorizePublish: (client, packet, done) => this.authorizePublish(client, packet, done),
    });
  }

  /** @throws Error where the port cannot be had */
  async start(): Promise<void> {
    const { aedes } = this;
    await aedes.listen();
    aedes.on("subscribe", (subscriptions, client) => this.subscribed(subscriptions, client));
    aedes.on("unsubscribe", (filters, client) => {
      const connection = this.byClient.get(client);
      if (connection?.topics && filters.includes(connection.topics.ack)) connection.listens = false;
    });
    aedes.on("connectionError", (client) => {
      if (!this.byClient.get(client)?.kit) this.options.refusals.note("not-mqtt");
    });
    await this.listeners.start();
    this.watching = setInterval(() => this.watch(), WATCH_EVERY_ms);
  }

  /** The port without TLS. */
  port(): number {
    return this.listeners.port();
  }

  /** The port with TLS, or null where there is none. */
  tlsPort(): number | null {
    return this.listeners.tlsPort();
  }

  connections(): number {
    return this.aedes.connectedClients ?? 0;
  }

  /** Takes no more connections, answers what has come in, and closes. */
  async stop(): Promise<void> {
    clearInterval(this.watching);
    const close = this.listeners.stop();
    await this.backlog.close();
    await new Promise<void>((resolve) => this.aedes.close(resolve));
    await close();
  }

  private accept(socket: Socket, arrival: Arrival): void {
    socket.on("error", () => socket.destroy());
    const connection = new Connection(socket, arrival, this.backlog, ({ beginning, size_bytes }) => {
      this.refuseTooLarge(connection.kit, beginning, size_bytes);
    });
    const client = this.aedes.handle(socket);
    this.byClient.set(client, connection);
    socket.once("close", () => {
      this.byClient.delete(client);
      const code = connection.kit?.code;
      if (code !== undefined && this.byKit.get(code) === connection) this.byKit.delete(code);
    });
  }

  /** Sets bounds to what a client asks for when it connects. */
  private bound(packet: ConnectPacket): void {
    if (packet.will) {
      // nobody is told when a kit leaves: a will has no reader here
      this.options.refusals.note("will-not-taken");
      delete packet.will;
    }
    // Nothing is kept over a disconnect but the last acknowledgement. A client is told so, and subscribes again.
    packet.clean = true;
    // MQTT 3.1.1, section 3.1.2.10: a server may let a silent client go at any time
    packet.keepalive = Math.min(packet.keepalive || KEEPALIVE_LIMIT_s, KEEPALIVE_LIMIT_s);
  }

  private authenticate(
    client: Client,
    userName: string | undefined,
    password: Buffer | undefined,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): void {
    const { register, key, refusals } = this.options;
    let result = signIn(register, key, client.id, userName, password);
    if ("kit" in result && !this.rates.spend(result.kit.code)) {
      result = { refused: "signs-in-too-often", kitCode: result.kit.code };
    }
    const connection = this.byClient.get(client);
    if (connection && "kit" in result) {
      const { kit } = result;
      connection.signedIn(kit);
      this.listeners.signedIn(connection.arrival, this.byKit.has(kit.code));
      this.byKit.set(kit.code, connection);
      done(null, true);
      return;
    }
    if ("refused" in result) refusals.note(result.refused, result.kitCode);
    const error: AuthenticateError = Object.assign(new Error("refused"), { returnCode: 4 });
    done(error, null);
  }

  private authorizeSubscribe(
    client: Client,
    subscription: Subscription,
    done: (error: Error | null, subscription?: Subscription | null) => void,
  ): void {
    const { kit, topics } = this.byClient.get(client) ?? {};
    if (topics && maySubscribe(topics, subscription.topic)) {
      done(null, subscription);
      return;
    }
    this.options.refusals.note("foreign-subscription", kit?.code);
    done(null, null);
  }

  /** A kit listens for acknowledgements from now on; it gets the one that it missed. */
  private subscribed(subscriptions: Subscription[], client: Client): void {
    const connection = this.byClient.get(client);
    const { kit, topics } = connection ?? {};
    if (!connection || !kit || !subscriptions.some(({ topic }) => topic === topics?.ack)) return;
    connection.listens = true;
    const missed = this.missed.take(kit.code);
    if (missed) connection.answer(0, missed);
  }

  private authorizePublish(client: Client | null, packet: PublishPacket, done: Done): void {
    const connection = client && this.byClient.get(client);
    const { kit, topics } = connection ?? {};
    const form = topics && reportFormOf(topics, packet.topic);
    if (!connection || !kit || !form) {
      this.options.refusals.note("foreign-topic", kit?.code);
      return done(new Error("foreign topic"));
    }
    const payload = packet.payload as Buffer;
    if (payload.length > REPORT_LIMIT_bytes) {
      this.refuseTooLarge(kit, payload, payload.length);
      return done(new Error("too large"));
    }
    if (packet.retain) {
      this.options.refusals.note("retained-message", kit.code);
      packet.retain = false;
    }
    this.take(connection, kit, form, packet, payload, done);
  }

  private take(
    connection: Connection,
    kit: KitRecord,
    form: Form,
    packet: PublishPacket,
    payload: Buffer,
    done: Done,
  ): void {
    connection.took(payload.length);
    this.options.intake.take(kit, form, payload, (_error, acknowledgement) => {
      connection.settled(payload.length);
      if (!acknowledgement) {
        // no answer and no PUBACK: the kit keeps its readings and sends again
        // and no line for each: who watches the journal says what is wrong
        this.options.refusals.note("not-committed");
        done(new Error("not committed"));
        return;
      }
      const packetId = packet.qos === 1 ? (packet.messageId ?? 0) : 0;
      const newest = this.byKit.get(kit.code);
      connection.answer(packetId, newest === connection && connection.listens ? acknowledgement : undefined);
      if (!newest?.listens) this.missed.put(kit.code, acknowledgement);
      else if (newest !== connection) newest.answer(0, acknowledgement);
      // the PUBACK has left, with the acknowledgement: Aedes has none to send
      if (packet.qos === 1) packet.qos = 0;
      // between the two halves of QoS 2 Aedes keeps the packet
      packet.payload = NOTHING;
      done(null);
    });
  }

  /** Counts a message that is too large, and keeps its beginning where a registered kit sent it. */
  private refuseTooLarge(kit: KitRecord | undefined, beginning: Buffer, size_bytes: number): void {
    const { intake, refusals } = this.options;
    refusals.note("too-large", kit?.code);
    if (kit) intake.tooLarge(kit.code, beginning, size_bytes);
  }

  private watch(): void {
    this.rates.forget();
    for (const connection of this.byClient.values()) {
      const reason = connection.watch();
      if (!reason) continue;
      this.options.refusals.note(reason, connection.kit?.code);
      connection.socket.destroy();
    }
  }
}
