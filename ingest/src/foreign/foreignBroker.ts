import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceStatus } from "@yeelen/shared/answers";
import { REPORT_LIMIT_bytes, topics } from "@yeelen/shared/topics";
import mqtt, { type IPublishPacket, type MqttClient } from "mqtt";
import type { Logger } from "pino";
import type { Refusals } from "../broker/refusals";
import type { BrokerSettings } from "../config/config";
import type { Receiver } from "../intake/receiver";
import type { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import type { Quarantined } from "../journal/quarantine";
import { clientOptions, IN_FLIGHT } from "./clientOptions";
import { DeferredAcks, type Settle } from "./deferredAcks";
import { Hopeless } from "./hopeless";
import { Link } from "./link";
import { reportFilters, senderOf } from "./reportTopic";
import { Strangers } from "./strangers";

/** How long a connection with a message that could not be committed is left as it is. Chosen. */
const FAILED_PAUSE_ms = 1000;
/** The register of kits is asked again after this long. Chosen: a kit that was added is served at once, as it is not known yet. */
const KITS_REMEMBERED_ms = 10_000;
/** Acknowledgements that the broker does not take are dropped beyond this: the kits send again. Chosen. */
const UNSENT_LIMIT_bytes = 16 * 1024 * 1024;
/** How long `stop` waits for what is on its way, and then for the broker. Chosen. */
const DRAIN_ms = 3000;
const GOODBYE_ms = 1000;

export interface ForeignBrokerOptions {
  settings: BrokerSettings;
  journal: Journal;
  /** The key of the data directory. */
  key: Buffer;
  intake: Receiver;
  refusals: Refusals;
  log: Logger;
  now: () => number;
}

/**
 * A broker that somebody else runs, as a way in: reports that kits publish there are taken as a client of
 * it, and acknowledgements published back. The broker gets its PUBACK for a report only once that is on the disk;
 * until then it keeps it for us, over our restarts too. Who may publish as which kit is for the broker to see to.
 */
export class ForeignBroker {
  private client: MqttClient | undefined;
  private acks: DeferredAcks | undefined;
  private readonly link: Link;
  private readonly strangers: Strangers;
  private readonly hopeless = new Hopeless();
  private readonly kits = new Map<string, KitRecord>();
  private kitsForgotten_ms = 0;
  private isCommitting = true;
  private failing: NodeJS.Timeout | undefined;

  constructor(private readonly options: ForeignBrokerOptions) {
    const { log, now, settings } = options;
    this.link = new Link(settings.url, log, now);
    this.strangers = new Strangers((items) => this.quarantine(items), now);
  }

  /**
   * Begins to connect, and goes on trying until `stop`.
   *
   * @throws Error where the file of certificates cannot be read
   */
  start(): void {
    const { settings, key } = this.options;
    const client = mqtt.connect(settings.url, clientOptions(settings, key));
    this.client = client;
    this.acks = new DeferredAcks(
      client,
      IN_FLIGHT,
      (packet, settle) => this.take(packet, settle),
      () => this.dropAfterPause(),
    );
    this.link.follow(client);
    client.on("connect", () => this.subscribe(client));
  }

  status(): NonNullable<ServiceStatus["broker"]> {
    return this.link.status();
  }

  /** Takes no more, answers what has come in, and leaves; the broker keeps what comes meanwhile. */
  async stop(): Promise<void> {
    const { client } = this;
    clearTimeout(this.failing);
    await Promise.race([this.acks?.stop(), sleep(DRAIN_ms, undefined, { ref: false })]);
    this.strangers.flush();
    this.link.stop();
    if (!client) return;
    await Promise.race([client.endAsync(!client.connected), sleep(GOODBYE_ms, undefined, { ref: false })]);
    client.stream.destroy();
  }

  private subscribe(client: MqttClient): void {
    // rh 1: what was retained comes with a new subscription only (MQTT 5, section 3.8.3.1)
    client.subscribe(reportFilters(this.options.settings.group), { qos: 1, rh: 1 }, (error, granted) => {
      const isRefused = error !== null || granted?.some(({ qos }) => qos > 1);
      if (!isRefused || !client.connected) return;
      this.link.willEnd("the broker refuses the subscription to the reports of kits");
      client.stream.destroy();
    });
  }

  private take({ topic, payload }: IPublishPacket, settle: Settle): void {
    const { intake, refusals } = this.options;
    const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
    const sender = senderOf(topic);
    const kit = sender && this.kit(sender.kit);
    // what is wrong with these will be wrong again: the broker is not to send them for ever
    if (!sender) {
      refusals.note("foreign-topic");
      settle(true);
    } else if (!kit) {
      refusals.note("unknown-kit");
      this.strangers.note(sender.form, bytes);
      settle(true);
    } else if (bytes.length > REPORT_LIMIT_bytes) {
      refusals.note("too-large", kit.code);
      intake.tooLarge(kit.code, bytes, bytes.length);
      settle(true);
    } else {
      intake.take(kit, sender.form, bytes, (error, acknowledgement) => {
        if (acknowledgement) this.answer(kit.code, acknowledgement);
        if (error === null) this.hopeless.committed();
        const isGivenUp = error !== null && this.hopeless.isHopeless(topic, bytes) && this.giveUp(kit.code, bytes);
        if (!isGivenUp) this.noteCommit(error);
        settle(error === null || isGivenUp);
      });
    }
  }

  /** A registered kit. Looking into the register for every message would cost more than all else here. */
  private kit(code: string): KitRecord | undefined {
    const now_ms = this.options.now();
    if (Math.abs(now_ms - this.kitsForgotten_ms) >= KITS_REMEMBERED_ms) {
      this.kits.clear();
      this.kitsForgotten_ms = now_ms;
    }
    const known = this.kits.get(code) ?? this.options.journal.kits.find(code);
    if (known) this.kits.set(code, known);
    return known;
  }

  private answer(kit: string, acknowledgement: Buffer): void {
    const { client } = this;
    if (!client?.connected || client.stream.writableLength > UNSENT_LIMIT_bytes) return;
    client.publish(topics.ack(kit), acknowledgement, { qos: 0 });
  }

  /** Puts a report that cannot be committed into quarantine, all of it. Returns whether that is on the disk. */
  private giveUp(kit: string, bytes: Buffer): boolean {
    const detail = "the journal took other reports, and failed on this one again and again";
    const received_ms = this.options.now();
    const size_bytes = bytes.length;
    return this.quarantine([{ kit, received_ms, reason: "not-committed", detail, size_bytes, content: bytes }]);
  }

  private quarantine(items: readonly Quarantined[]): boolean {
    const { journal, log } = this.options;
    try {
      journal.transaction(() => items.forEach((item) => journal.quarantine.add(item)));
      return true;
    } catch (error) {
      log.error({ error }, "not quarantined");
      return false;
    }
  }

  /** Says once when commits begin to fail, and once when they work again. */
  private noteCommit(error: Error | null): void {
    if ((error === null) === this.isCommitting) return;
    this.isCommitting = error === null;
    if (error)
      this.options.log.error({ error }, "external broker: reports cannot be committed, and are not acknowledged");
    else this.options.log.info("external broker: reports are committed again");
  }

  private dropAfterPause(): void {
    clearTimeout(this.failing);
    this.failing = setTimeout(() => {
      if (this.acks?.dropFailed()) this.link.willEnd("a report could not be committed: the broker is to send it again");
    }, FAILED_PAUSE_ms);
  }
}
