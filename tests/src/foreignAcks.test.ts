import { setTimeout as sleep } from "node:timers/promises";
import { DeferredAcks, type Settle } from "@yeelen/ingest/foreign/deferredAcks";
import mqtt, { type IClientOptions, type IPublishPacket, MqttClient } from "mqtt";
import { afterEach, beforeEach, expect, it } from "vitest";
import ingest from "../../ingest/package.json" with { type: "json" };
import { type Mosquitto, startMosquitto } from "yeelen/servers/mosquitto";
import { describeWith } from "./servers/programs";

const MOST = 50;

it("mqtt.js is the version whose inside is used, exactly", () => {
  expect(ingest.dependencies.mqtt).toMatch(/^\d+\.\d+\.\d+$/);
  expect(MqttClient.VERSION).toBe(ingest.dependencies.mqtt);
});

/** A client with a session that lasts, and what was done with its messages. */
interface Subject {
  client: MqttClient;
  acks: DeferredAcks;
  /** Messages by their text, in the order in which they came; `settle` settles one. */
  taken: { text: string; isAgain: boolean; settle: Settle }[];
  /** Texts of the messages whose PUBACK went out on the present connection, in order. */
  acknowledged: string[];
  failures: number;
}

describeWith(["mosquitto"], "acknowledgements of an mqtt.js client that are sent later", () => {
  let broker: Mosquitto;
  let publisher: MqttClient;
  const clients: MqttClient[] = [];

  beforeEach(async () => {
    broker = await startMosquitto();
    publisher = await mqtt.connectAsync(broker.url);
    clients.push(publisher);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.endAsync(true);
    await broker.stop();
  });

  async function subscribed(options: IClientOptions = {}): Promise<Subject> {
    const client = mqtt.connect(broker.url, {
      clientId: "subject",
      clean: false,
      protocolVersion: 5,
      properties: { sessionExpiryInterval: 600, receiveMaximum: 2 * MOST },
      reconnectPeriod: 100,
      ...options,
    });
    clients.push(client);
    const subject: Subject = {
      client,
      taken: [],
      acknowledged: [],
      failures: 0,
      acks: null as unknown as DeferredAcks,
    };
    let texts = new Map<number, string>();
    client.on("packetreceive", (packet) => {
      if (packet.cmd === "connack") {
        texts = new Map();
        subject.acknowledged = [];
      } else if (packet.cmd === "publish" && packet.messageId !== undefined) {
        texts.set(packet.messageId, packet.payload.toString());
      }
    });
    client.on("packetsend", (packet) => {
      if (packet.cmd === "puback") subject.acknowledged.push(texts.get(packet.messageId as number) ?? "unknown");
    });
    const take = ({ payload, dup }: IPublishPacket, settle: Settle) => {
      subject.taken.push({ text: payload.toString(), isAgain: dup, settle });
    };
    subject.acks = new DeferredAcks(client, MOST, take, () => {
      subject.failures += 1;
    });
    await connected(client);
    await client.subscribeAsync("reports/#", { qos: 1 });
    return subject;
  }

  const send = async (texts: string[], qos: 0 | 1 = 1) => {
    await Promise.all(texts.map(async (text) => await publisher.publishAsync("reports/a", text, { qos })));
  };
  const taken = (subject: Subject) => subject.taken.map(({ text }) => text);
  const settle = (subject: Subject, i: number, isDone = true) => subject.taken[i]?.settle(isDone);
  const untilTaken = async (subject: Subject, count: number) =>
    await expect.poll(() => subject.taken.length, { timeout: 10_000 }).toBe(count);
  /** Settles what comes until so many messages have come. */
  const settleAll = async (subject: Subject, count: number) => {
    for (let i = 0; i < count; i++) {
      while (subject.taken.length <= i) await sleep(5);
      expect(subject.acks.unsettledMessages()).toBeLessThanOrEqual(MOST);
      settle(subject, i);
    }
  };
  const connected = async (client: MqttClient) =>
    await new Promise<void>((resolve) => client.once("connect", () => resolve()));
  const cut = async ({ client }: Subject) =>
    await new Promise<void>((resolve) => {
      client.once("close", () => resolve());
      client.stream.destroy();
    });
  /** Waits until the broker has dealt with everything that was sent to it. */
  const heard = async ({ client }: Subject) => await client.publishAsync("elsewhere", "", { qos: 1 });

  it("leave in the order in which the messages came, whatever the order in which they are settled", async () => {
    const subject = await subscribed();
    await send(["1", "2", "3", "4"]);
    await untilTaken(subject, 4);
    expect(subject.acknowledged).toEqual([]);
    for (const [settled, acknowledged] of [
      [2, []],
      [1, []],
      [0, ["1", "2", "3"]],
      [3, ["1", "2", "3", "4"]],
    ] as const) {
      settle(subject, settled);
      expect(subject.acknowledged).toEqual(acknowledged);
    }
  });

  it.each<[string, IClientOptions, number]>([
    ["as many as we said, of a broker of MQTT 5", {}, MOST],
    ["as many as the broker allows, of MQTT 3.1.1 (Mosquitto: 20)", { protocolVersion: 4, properties: {} }, 20],
  ])("may be owed for many messages at once: %s", async (_, options, count) => {
    const subject = await subscribed(options);
    const texts = Array.from({ length: 2 * MOST }, (_, i) => `${i}`);
    await send(texts);
    await untilTaken(subject, count);
    await sleep(200);
    expect(taken(subject)).toEqual(texts.slice(0, count));
    await settleAll(subject, texts.length);
    expect(subject.acknowledged).toEqual(texts);
  });

  it("are missing where nothing was settled: those messages come again, and no others", async () => {
    const subject = await subscribed();
    await send(["1", "2", "3"]);
    await untilTaken(subject, 3);
    settle(subject, 0);
    settle(subject, 2);
    expect(subject.acknowledged).toEqual(["1"]);
    await heard(subject);
    await cut(subject);
    await untilTaken(subject, 5);
    expect(subject.taken.slice(3)).toMatchObject([
      { text: "2", isAgain: true },
      { text: "3", isAgain: true },
    ]);
  });

  it("are not sent on another connection than the message came by, where the id may mean another message", async () => {
    const subject = await subscribed();
    await send(["1", "2"]);
    await untilTaken(subject, 2);
    await cut(subject);
    // mqtt.js keeps a packet that it is given now, and sends it on the next connection
    settle(subject, 0);
    await connected(subject.client);
    settle(subject, 1);
    await untilTaken(subject, 4);
    await sleep(100);
    expect(subject.acknowledged).toEqual([]);
    settle(subject, 2);
    settle(subject, 3);
    expect(subject.acknowledged).toEqual(["1", "2"]);
  });

  it("stop at a message that failed; it and what came after it come again once the connection was dropped", async () => {
    const subject = await subscribed();
    await send(["1", "2", "3"]);
    await untilTaken(subject, 3);
    for (const [i, isDone] of [true, false, true].entries()) settle(subject, i, isDone);
    expect(subject.failures).toBe(1);
    await send(["4"]);
    await untilTaken(subject, 4);
    settle(subject, 3, false);
    expect(subject.failures).toBe(1);
    expect(subject.acknowledged).toEqual(["1"]);
    await heard(subject);
    expect(subject.acks.dropFailed()).toBe(true);
    await untilTaken(subject, 7);
    expect(taken(subject).slice(4)).toEqual(["2", "3", "4"]);
    for (const i of [4, 5, 6]) settle(subject, i);
    expect(subject.acknowledged).toEqual(["2", "3", "4"]);
    expect(subject.acks.dropFailed()).toBe(false);
    expect(subject.client.connected).toBe(true);
  });

  it("bound what is taken, though messages of QoS 0 have none", async () => {
    const subject = await subscribed();
    await send(
      Array.from({ length: 4 * MOST }, (_, i) => `${i}`),
      0,
    );
    await untilTaken(subject, MOST);
    await sleep(200);
    expect(subject.taken).toHaveLength(MOST);
    await settleAll(subject, 4 * MOST);
    expect(subject.acks.unsettledMessages()).toBe(0);
  });

  it("are waited for when it stops, and what comes then is for the next one", async () => {
    const subject = await subscribed();
    await send(["1", "2"]);
    await untilTaken(subject, 2);
    let isOver = false;
    const stop = async () => {
      await subject.acks.stop();
      isOver = true;
    };
    const over = stop();
    await send(["3"]);
    settle(subject, 0);
    await sleep(100);
    expect(isOver).toBe(false);
    settle(subject, 1);
    await over;
    expect(subject.acknowledged).toEqual(["1", "2"]);
    await subject.client.endAsync();
    const next = await subscribed();
    await untilTaken(next, 1);
    expect(taken(next)).toEqual(["3"]);
  });
});
