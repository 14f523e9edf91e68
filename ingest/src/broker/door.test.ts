import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addressKey, Allowance } from "./allowance";
import { type Arrival, Door, type DoorLimits } from "./door";
import { Refusals } from "./refusals";
import { open } from "./testClient";

const limits: DoorLimits = {
  connections: 12,
  signingIn: 5,
  signingInPerAddress: 3,
  patience_ms: 20_000,
  givesWayAfter_ms: 5000,
  longestWait_ms: 30_000,
};
const [HERE, THERE] = ["127.0.0.1", "127.0.0.2"] as const;

let now_ms: number;
let door: Door;
let refusals: Refusals;
let server: Server;
let admitted: Arrival[];
let sockets: Socket[];
beforeEach(async () => {
  now_ms = 1_000_000;
  admitted = [];
  sockets = [];
  refusals = new Refusals(pino({ level: "silent" }), Date.now);
  door = new Door(limits, refusals, () => now_ms);
  server = createServer({ pauseOnConnect: true }, (socket) => door.arrive(socket, (arrival) => admitted.push(arrival)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  door.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

async function come(count: number, from: string): Promise<void> {
  const { port } = server.address() as { port: number };
  for (let i = 0; i < count; i += 1) {
    const socket = open(port, from);
    sockets.push(socket);
    await new Promise((resolve) => socket.once("connect", resolve));
  }
}

const inside = () => admitted.map(({ socket }) => socket.remoteAddress);
const stillOpen = () => admitted.filter(({ socket }) => !socket.destroyed).length;

/** Waits until the door has looked again. */
const looked = async () => await sleep(250);

describe("connections that have not signed in", () => {
  it("come in by turns: one address has no more than its part, and the next comes when one has signed in", async () => {
    await come(4, HERE);
    await come(4, THERE);
    await expect.poll(inside).toEqual([HERE, HERE, HERE, THERE, THERE]);
    await looked();
    expect(inside().length).toBe(5);
    door.signedIn(admitted[0] as Arrival, false);
    await expect.poll(inside).toEqual([HERE, HERE, HERE, THERE, THERE, HERE]);
    // the place of one that leaves is taken as well
    admitted[3]?.socket.destroy();
    await expect.poll(() => inside().slice(6)).toEqual([THERE]);
    expect(refusals.counts).toEqual({});
  });

  it("are let go when they take too long: sooner where others wait", async () => {
    await come(3, HERE);
    now_ms += 6000;
    await looked();
    expect(stillOpen()).toBe(3);
    await come(1, HERE);
    await expect.poll(inside).toHaveLength(4);
    expect([stillOpen(), refusals.counts]).toEqual([3, { "sign-in-too-slow": 1 }]);
    now_ms += 21_000;
    await expect.poll(stillOpen).toBe(0);
    expect(refusals.counts).toEqual({ "sign-in-too-slow": 4 });
  });

  it("wait no longer than a client would", async () => {
    await come(3, HERE);
    for (const arrival of admitted.slice()) door.signedIn(arrival, false);
    admitted.length = 0;
    await come(5, HERE);
    await expect.poll(inside).toHaveLength(3);
    now_ms += 4000;
    await looked();
    expect(inside()).toHaveLength(3);
    door.signedIn(admitted[0] as Arrival, false);
    await expect.poll(inside).toHaveLength(4);
    now_ms += 31_000;
    await expect.poll(() => refusals.counts["too-many-sign-ins"]).toBe(1);
  });

  it("give way to another address when too many wait", async () => {
    await come(9, THERE);
    await expect.poll(inside).toHaveLength(3);
    await come(1, HERE);
    await expect.poll(inside).toContain(HERE);
    expect(refusals.counts).toEqual({ "too-many-sign-ins": 1 });
  });
});

it("no more connections are open than may be, and a place that is free is given again", async () => {
  for (const address of [HERE, THERE, "127.0.0.3", "127.0.0.4"]) {
    await come(3, address);
    await expect.poll(() => admitted.at(-1)?.socket.remoteAddress).toBe(address);
    await expect.poll(() => admitted.length % 3).toBe(0);
    for (const arrival of admitted) door.signedIn(arrival, false);
  }
  await come(2, HERE);
  await expect.poll(() => refusals.counts).toEqual({ "too-many-connections": 2 });
  admitted[0]?.socket.destroy();
  await sleep(50);
  await come(1, HERE);
  await expect.poll(inside).toHaveLength(13);
});

describe("sign-ins that fail", () => {
  it("use up an address's allowance; those that succeed do not", () => {
    const allowance = new Allowance(0);
    for (let i = 0; i < 1000; i += 1) allowance.spend(0);
    expect([allowance.has(0), allowance.has(5), allowance.isFull(4999), allowance.isFull(5000)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it("make an address wait, and no other", async () => {
    for (let i = 0; i < 334; i += 1) {
      const before = admitted.length;
      await come(3, THERE);
      await expect.poll(() => admitted.length, { interval: 1 }).toBe(before + 3);
      for (const { socket } of admitted.slice(before)) socket.destroy();
    }
    const before = admitted.length;
    await come(1, THERE);
    await come(1, HERE);
    await expect.poll(inside).toHaveLength(before + 1);
    await looked();
    expect(inside().slice(before)).toEqual([HERE]);
    now_ms += 100;
    await expect.poll(() => inside().slice(before)).toEqual([HERE, THERE]);
  });
});

it.each([
  ["10.1.2.3", "10.1.2.3"],
  ["::ffff:10.1.2.3", "::ffff:10.1.2.3"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8:1:2::6", "2001:db8:1:2"],
  ["2001:db8::6", "2001:db8"],
  [undefined, ""],
])("%s counts as %s", (address, key) => expect(addressKey(address)).toBe(key));
