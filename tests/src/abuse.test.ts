import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { open, packetOf, signIn, signInAndListen } from "@yeelen/ingest/broker/testClient";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AttackedService, startAttacked } from "./harness/attackedService";
import { goodKit } from "./harness/goodKit";
import { GROWTH_bytes } from "./harness/memory";
import type { RegisteredKit } from "./harness/service";
import { survived } from "./harness/survived";

const MB = 1e6;
const LONG_ms = 180_000;

let service: AttackedService;
let sockets: Socket[];
beforeEach(async () => {
  service = await startAttacked(60);
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await service.stop();
});

const refused = async () => (await service.status()).refused;
const kit = (i: number) => service.kits[i] as RegisteredKit;

/** A kit that was not there before comes in and is served. */
async function anotherIsServed(i: number): Promise<void> {
  const other = await goodKit(service.port, kit(i));
  await other.goesOn(5);
  await other.stop();
}

describe("good kits are served on, memory stays flat, and it is counted:", () => {
  it(
    "a subscriber that reads nothing",
    async () => {
      const frozen = await signInAndListen(service.port, kit(0));
      sockets.push(frozen);
      frozen.pause();
      // an acknowledgement names each range: 900 of them make several kilobytes
      const readings = Array.from({ length: 400 }, (_, i) => ({ sequence: i * 2, uptime_s: i + 1 }));
      const report = packetOf.publish("kits/kit-0/report/json", JSON.stringify({ version: "1.0", readings }));
      const sending = setInterval(() => {
        if (frozen.writableLength === 0) frozen.write(report);
      }, 1);
      await service.good.goesOn(50);
      await expect.poll(async () => (await refused())["not-drained"], { timeout: 60_000 }).toBe(1);
      clearInterval(sending);
      await service.good.goesOn(20);
      await anotherIsServed(1);
    },
    LONG_ms,
  );

  it(
    "hundreds that send their first bytes one by one",
    async () => {
      const before_bytes = service.memory_bytes();
      const connect = packetOf.connect(kit(0));
      sockets = Array.from({ length: 700 }, () => open(service.port));
      let at = 0;
      const dribbling = setInterval(() => {
        for (const socket of sockets) if (!socket.destroyed) socket.write(connect.subarray(at, at + 1));
        at = Math.min(at + 1, connect.length - 2);
      }, 200);
      await sleep(500);
      // he has to wait until those who came first give way
      await anotherIsServed(1);
      await service.good.goesOn(20);
      clearInterval(dribbling);
      expect((await refused())["sign-in-too-slow"]).toBeGreaterThanOrEqual(201);
      expect(service.memory_bytes() - before_bytes).toBeLessThan(GROWTH_bytes);
    },
    LONG_ms,
  );

  it(
    "10,000 connections as fast as they can be made, with a wrong secret",
    async () => {
      const before_bytes = service.memory_bytes();
      let made = 0;
      const lane = async () => {
        while (made < 10_000) {
          const from = `127.0.1.${1 + (made++ % 5)}`;
          const socket = open(service.port, from);
          socket.once("connect", () => socket.write(packetOf.connect({ ...kit(0), secret: "wrong" })));
          const timer = setTimeout(() => socket.destroy(), 500);
          socket.resume();
          await new Promise((resolve) => socket.once("close", resolve));
          clearTimeout(timer);
        }
      };
      const attack = Promise.all(Array.from({ length: 300 }, lane));
      await anotherIsServed(1);
      await attack;
      await service.good.goesOn(20);
      await anotherIsServed(2);
      const counts = await refused();
      // five addresses with a thousand failures each, and two hundred a second
      expect(counts["wrong-password"]).toBeGreaterThanOrEqual(5000);
      expect(service.memory_bytes() - before_bytes).toBeLessThan(GROWTH_bytes);
    },
    LONG_ms,
  );

  it(
    "packets of 256 MB, from many at once",
    async () => {
      sockets = await Promise.all(service.kits.slice(0, 50).map(async (one) => await signIn(service.port, one)));
      const before_bytes = service.memory_bytes();
      const megabyte = Buffer.alloc(MB, "abcd");
      for (const [i, socket] of sockets.entries()) {
        const topic = Buffer.from(`kits/kit-${i}/report`);
        socket.write(Buffer.concat([Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0, topic.length]), topic]));
        for (let part = 0; part < 10; part += 1) socket.write(megabyte);
      }
      await Promise.all(
        sockets.map(async (socket) => socket.closed || (await once(socket, "close").catch(() => null))),
      );
      expect((await refused())["too-large"]).toBe(50);
      expect(service.memory_bytes() - before_bytes).toBeLessThan(GROWTH_bytes);
      await service.good.goesOn(20);
      const kept = await service.quarantine();
      expect(
        kept.map(({ reason, content }) => [reason, Buffer.from(content, "base64").subarray(0, 4).toString()]),
      ).toEqual(kept.map(() => ["too-large", "abcd"]));
    },
    LONG_ms,
  );

  it(
    "reports of 16 kB from all, as fast as they go",
    async () => {
      sockets = await Promise.all(service.kits.map(async (one) => await signIn(service.port, one)));
      const before_bytes = service.memory_bytes();
      for (let round = 0; round < 10; round += 1) {
        for (const [i, socket] of sockets.entries()) {
          socket.resume();
          socket.write(packetOf.publish(`kits/kit-${i}/report`, Buffer.alloc(16_384, round)));
        }
      }
      await expect.poll(async () => (await service.status()).intake.quarantined, { timeout: 60_000 }).toBe(600);
      await service.good.goesOn(20);
      expect(service.memory_bytes() - before_bytes).toBeLessThan(GROWTH_bytes);
    },
    LONG_ms,
  );

  it(
    "a kit whose reports are all nonsense, and all different",
    async () => {
      const mad = await signInAndListen(service.port, kit(0));
      sockets.push(mad);
      mad.resume();
      for (let i = 0; i < 3000; i += 1) mad.write(packetOf.publish("kits/kit-0/report/json", `nonsense ${i}`));
      await expect.poll(async () => (await service.status()).intake.quarantined, { timeout: 60_000 }).toBe(3000);
      await service.good.goesOn(20);
      const kept = (await service.quarantine()).filter((entry) => entry.kit === "kit-0");
      expect(kept.length).toBe(201);
      expect(kept[0]).toMatchObject({ reason: "undecodable", times: 2800, content: "" });
    },
    LONG_ms,
  );
});

it("nothing that 30,000 sessions with mistakes in them say stops the service", async () => {
  const { growth_bytes, acknowledged } = await survived(service, { seed: 1, sessions: 30_000 });
  expect(growth_bytes).toBeLessThan(GROWTH_bytes);
  expect(acknowledged).toBeGreaterThan(20);
  // some mistakes are none to the service: a report comes through, or what is wrong with it is kept
  expect((await service.status()).intake.quarantined).toBeGreaterThan(1000);
  await anotherIsServed(0);
}, 600_000);
