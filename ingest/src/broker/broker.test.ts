import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Answered, Receiver } from "../intake/receiver";
import type { KitRecord, KitRegister } from "../journal/kits";
import { Broker } from "./broker";
import { hashSecret } from "./credentials";
import { Refusals } from "./refusals";
import { closed, packetOf, signIn, signInAndListen } from "./testClient";

const key = Buffer.alloc(32, 1);
const log = pino({ level: "silent" });
const secret = "s".repeat(32);
const kit = { id: "kit-a", secret };
const topic = "kits/kit-a/report";
const PUBACK = (packetId: number) => Buffer.from([0x40, 2, packetId >> 8, packetId & 0xff]);
const ackOf = (payload: string) => packetOf.publish("kits/kit-a/ack", payload);

/** Takes what comes and answers when it is told to, as the disk does. */
class SlowReceiver implements Receiver {
  readonly taken: Buffer[] = [];
  /** What an acknowledgement is longer by. */
  padding = "";
  private readonly waiting: (() => void)[] = [];

  take(_kit: KitRecord, _form: string, bytes: Buffer, answered: Answered): void {
    this.taken.push(bytes);
    this.waiting.push(() => answered(null, Buffer.from(`ack of ${bytes.subarray(0, 8).toString()}${this.padding}`)));
  }

  tooLarge(): void {}

  answer(count = Number.POSITIVE_INFINITY): void {
    for (const answer of this.waiting.splice(0, count)) answer();
  }
}

let receiver: SlowReceiver;
let refusals: Refusals;
let broker: Broker;
let sockets: Socket[];
beforeEach(async () => {
  receiver = new SlowReceiver();
  refusals = new Refusals(log, Date.now);
  const register = {
    find: (code: string) => code.startsWith("kit-") && { id: 1, code, secretHash: hashSecret(key, secret) },
  } as unknown as KitRegister;
  const options = { host: "127.0.0.1", port: 0, maxConnections: 500, register, key, intake: receiver, refusals, log };
  broker = new Broker({ ...options, now: Date.now });
  await broker.start();
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  receiver.answer();
  const answering = setInterval(() => receiver.answer(), 5);
  await broker.stop();
  clearInterval(answering);
});

async function connected(id = kit.id): Promise<Socket> {
  const socket = await signInAndListen(broker.port(), { id, secret });
  sockets.push(socket);
  return socket;
}

/** Everything that a socket hears from now on. */
function hearing(socket: Socket): () => string {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("hex");
}

const hex = (...packets: Buffer[]) => Buffer.concat(packets).toString("hex");

describe("the answer to a report", () => {
  it.each<[string, number, Buffer[]]>([
    ["QoS 0: the acknowledgement", 0, [ackOf("ack of report 1")]],
    ["QoS 1: PUBACK and acknowledgement, in one piece", 1, [PUBACK(7), ackOf("ack of report 1")]],
    ["QoS 2: the acknowledgement and PUBREC", 2, [ackOf("ack of report 1"), Buffer.from([0x50, 2, 0, 7])]],
  ])("%s, and nothing before it is committed", async (_, qos, answer) => {
    const socket = await connected();
    const heard = hearing(socket);
    socket.write(packetOf.publish(topic, "report 1", { qos, packetId: 7 }));
    await expect.poll(() => receiver.taken.length).toBe(1);
    await sleep(30);
    expect(heard()).toBe("");
    const first = once(socket, "data");
    receiver.answer();
    await first;
    if (qos === 1) expect(heard()).toBe(hex(...answer));
    await expect.poll(heard).toBe(hex(...answer));
    await sleep(30);
    expect(heard()).toBe(hex(...answer));
  });

  it("comes in the order of the reports, each once", async () => {
    const socket = await connected();
    const heard = hearing(socket);
    const ids = Array.from({ length: 60 }, (_, i) => i + 1);
    socket.write(Buffer.concat(ids.map((id) => packetOf.publish(topic, `report ${id}`, { qos: 1, packetId: id }))));
    await expect.poll(() => receiver.taken.length).toBe(60);
    receiver.answer();
    const expected = ids.flatMap((id) => [PUBACK(id), ackOf(`ack of ${`report ${id}`.slice(0, 8)}`)]);
    await expect.poll(heard).toBe(hex(...expected));
  });

  it("is a PUBACK alone for a kit that does not listen, which is told when it does", async () => {
    const socket = await signIn(broker.port(), kit);
    sockets.push(socket);
    const heard = hearing(socket);
    socket.write(packetOf.publish(topic, "report 1", { qos: 1, packetId: 9 }));
    await expect.poll(() => receiver.taken.length).toBe(1);
    receiver.answer();
    await expect.poll(heard).toBe(hex(PUBACK(9)));
    socket.write(packetOf.subscribe("kits/kit-a/ack", 5));
    await expect.poll(heard).toBe(hex(PUBACK(9), Buffer.from([0x90, 3, 0, 5, 0]), ackOf("ack of report 1")));
    socket.write(Buffer.from([0xa2, 18, 0, 6, 0, 14, ...Buffer.from("kits/kit-a/ack")]));
    await expect.poll(heard).toMatch(/b0020006$/);
    socket.write(packetOf.publish(topic, "report 2", { qos: 1, packetId: 10 }));
    await expect.poll(() => receiver.taken.length).toBe(2);
    receiver.answer();
    await expect.poll(heard).toMatch(/b00200064002000a$/);
  });

  it("is written even for a report that is cut into single bytes", async () => {
    const socket = await connected();
    const heard = hearing(socket);
    for (const byte of packetOf.publish(topic, "x".repeat(300), { qos: 1, packetId: 3 })) {
      socket.write(Buffer.from([byte]));
      if (byte < 0x40) await sleep(1);
    }
    await expect.poll(() => receiver.taken.map(String)).toEqual(["x".repeat(300)]);
    receiver.answer();
    await expect.poll(heard).toBe(hex(PUBACK(3), ackOf(`ack of ${"x".repeat(8)}`)));
  });

  it("reaches everything that a client sent before it closed its side", async () => {
    const socket = await connected();
    const reports = Array.from({ length: 1000 }, (_, i) => packetOf.publish(topic, `report ${i}`));
    socket.end(Buffer.concat(reports));
    const answering = setInterval(() => receiver.answer(), 1);
    await expect.poll(() => receiver.taken.length, { timeout: 10_000 }).toBe(1000);
    clearInterval(answering);
  });
});

describe("while the disk is slow", () => {
  it("a connection has a hundred messages waiting, and the rest in its socket", async () => {
    const socket = await connected();
    for (let i = 0; i < 40; i += 1) {
      socket.write(Buffer.concat(Array.from({ length: 50 }, () => packetOf.publish(topic, "x".repeat(100)))));
    }
    await expect.poll(() => receiver.taken.length).toBe(100);
    await sleep(100);
    expect(receiver.taken.length).toBe(100);
    const answering = setInterval(() => receiver.answer(50), 1);
    await expect.poll(() => receiver.taken.length, { timeout: 10_000 }).toBe(2000);
    clearInterval(answering);
  });

  it("all connections together have a bound as well, and are read on when it is answered", async () => {
    const all = await Promise.all(Array.from({ length: 220 }, (_, i) => connected(`kit-${i}`)));
    for (const [i, socket] of all.entries()) {
      const report = packetOf.publish(`kits/kit-${i}/report`, `report of ${i}`, { qos: 1 });
      socket.write(Buffer.concat(Array.from({ length: 100 }, () => report)));
    }
    await expect.poll(() => receiver.taken.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(20_000);
    await sleep(200);
    // those that had been read already are taken, at most a hundred
    expect(receiver.taken.length).toBeLessThanOrEqual(20_100);
    expect(refusals.counts).toEqual({ "intake-behind": 1 });
    const answering = setInterval(() => receiver.answer(1000), 1);
    await expect.poll(() => receiver.taken.length, { timeout: 10_000 }).toBe(22_000);
    clearInterval(answering);
  });

  it("a service that ends takes nothing new and answers what it has", async () => {
    const socket = await connected();
    const heard = hearing(socket);
    socket.write(packetOf.publish(topic, "report 1", { qos: 1, packetId: 1 }));
    await expect.poll(() => receiver.taken.length).toBe(1);
    const stopped = broker.stop();
    socket.write(packetOf.publish(topic, "report 2", { qos: 1, packetId: 2 }));
    await sleep(50);
    receiver.answer();
    await stopped;
    await closed(socket);
    expect(receiver.taken.length).toBe(1);
    expect(heard()).toBe(hex(PUBACK(1), ackOf("ack of report 1")));
  });
});

describe("a client", () => {
  it("that takes none of its answers is let go, and others are served meanwhile", async () => {
    const frozen = await connected("kit-b");
    const good = await connected();
    frozen.pause();
    const answering = setInterval(() => receiver.answer(), 1);
    receiver.padding = " ".repeat(16_000);
    const flood = packetOf.publish("kits/kit-b/report", "report");
    const gone = new Promise((resolve) => frozen.once("close", resolve));
    const flooding = setInterval(() => {
      if (frozen.writableLength === 0) frozen.write(Buffer.concat(Array.from({ length: 100 }, () => flood)));
    }, 5);
    for (let i = 1; refusals.counts["not-drained"] === undefined; i += 1) {
      const answered = once(good, "data");
      good.write(packetOf.publish(topic, "report 1", { qos: 1, packetId: i }));
      await answered;
      await sleep(20);
    }
    clearInterval(flooding);
    frozen.resume();
    await gone;
    clearInterval(answering);
    expect(refusals.counts).toEqual({ "not-drained": 1 });
  }, 60_000);
});

it("a kit that signs in and out in a loop is turned away for a while, and no other kit", async () => {
  let wasIn = 0;
  for (let tries = 0; tries - wasIn < 20 && tries < 5000; tries += 1) {
    const socket = await signIn(broker.port(), kit).catch(() => undefined);
    if (!socket) continue;
    wasIn += 1;
    socket.end(packetOf.disconnect);
    await closed(socket);
  }
  expect(wasIn).toBeGreaterThanOrEqual(300);
  expect(refusals.counts).toEqual({ "signs-in-too-often": 20 });
  await connected("kit-b");
  // a moment later it may come again
  await sleep(200);
  await connected();
}, 60_000);
