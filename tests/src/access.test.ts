import { connect as connectSocket, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { QuarantineView } from "@yeelen/shared/answers";
import { closed, packetOf, signIn } from "@yeelen/ingest/broker/testClient";
import type { ServiceStatus } from "@yeelen/shared/answers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect, connectAndListen } from "./harness/mqttKit";
import { type RegisteredKit, startService, type TestService } from "./harness/service";

let service: TestService;
let kit: RegisteredKit;
beforeEach(async () => {
  service = await startService();
  kit = service.addKit("kit-a");
  service.addKit("kit-b");
});
afterEach(async () => await service.stop());

const status = async () => (await service.get("status")) as unknown as ServiceStatus;
const refusalsLogged = () => service.log.filter((line) => line.msg === "refused");
const report = { version: "1.0", readings: [{ sequence: 1, uptime_s: 1 }] };

describe("who may not connect", () => {
  it.each<[string, object, string]>([
    ["a wrong password", { password: "wrong" }, "wrong-password"],
    ["the hash of nothing", { password: "0".repeat(32) }, "wrong-password"],
    ["no password", { password: undefined }, "no-credentials"],
    ["an empty password", { password: "" }, "no-credentials"],
    ["no user name", { username: undefined, password: undefined }, "no-credentials"],
    ["an unknown kit", { username: "kit-z", clientId: "kit-z" }, "unknown-kit"],
    ["another kit's id as client id", { clientId: "kit-b" }, "client-id-differs"],
    ["an empty client id", { clientId: "" }, "client-id-differs"],
    ["SQL for a name", { username: "' OR 1=1 --", clientId: "' OR 1=1 --" }, "unknown-kit"],
  ])("%s: refused, counted, logged once", async (_, options, reason) => {
    for (let i = 0; i < 3; i++) await expect(connect(service.port, kit, options)).rejects.toThrow(/refused|Not auth/i);
    expect((await status()).refused).toEqual({ [reason]: 3 });
    expect(refusalsLogged()).toMatchObject([{ reason }]);
    expect(JSON.stringify(refusalsLogged())).not.toMatch(/kit-z|OR 1=1|127\.0/);
  });

  it("MQTT 5 and what is not MQTT at all", async () => {
    await expect(connect(service.port, kit, { protocolVersion: 5 })).rejects.toThrow();
    const socket = connectSocket(service.port, "127.0.0.1");
    socket.write("GET / HTTP/1.1\r\n\r\n");
    await closed(socket);
    await expect.poll(async () => (await status()).refused["not-mqtt"]).toBeGreaterThanOrEqual(1);
    const good = await connectAndListen(service.port, kit);
    expect((await good.send(report)).accepted).toEqual([[1, 1]]);
    await good.stop();
  });
});

describe("what a kit may not do", () => {
  it.each([
    "kits/kit-b/report",
    "kits/kit-b/report/json",
    "kits/kit-a/ack",
    "kits/kit-b/ack",
    "kits/kit-a/report/xml",
    "kits/kit-a/report/json/more",
    "kits//report",
    "$SYS/uptime",
    "/kits/kit-a/report",
  ])("publish to %s: refused, counted, logged once, nothing stored", async (topic) => {
    for (let i = 0; i < 2; i++) {
      const client = await connect(service.port, kit);
      const gone = new Promise<void>((resolve) => client.once("close", () => resolve()));
      client.publish(topic, JSON.stringify(report));
      await gone;
    }
    expect((await status()).refused).toEqual({ "foreign-topic": 2 });
    expect(refusalsLogged()).toMatchObject([{ reason: "foreign-topic", kit: "kit-a" }]);
    expect((await status()).intake.reports).toBe(0);
  });

  it.each([
    "#",
    "kits/#",
    "kits/+/report",
    "kits/+/ack",
    "kits/kit-b/ack",
    "kits/kit-a/report",
    "kits/kit-a/#",
    "$SYS/#",
    "$share/g/kits/kit-a/ack",
    "+/+/+",
  ])("subscribe to %s: refused, counted, logged once", async (filter) => {
    const client = await connect(service.port, kit);
    for (let i = 0; i < 2; i++) await expect(client.subscribeAsync(filter)).rejects.toThrow(/Unspecified error|128/);
    expect((await status()).refused).toEqual({ "foreign-subscription": 2 });
    expect(refusalsLogged()).toMatchObject([{ reason: "foreign-subscription", kit: "kit-a" }]);
    const heard: string[] = [];
    client.on("message", (topic) => heard.push(topic));
    const other = await connectAndListen(service.port, service.addKit("kit-c"));
    await other.send(report);
    await sleep(50);
    expect(heard).toEqual([]);
    await other.stop();
    await client.endAsync(true);
  });

  it("leave a will or a retained message behind", async () => {
    const will = { topic: "kits/kit-b/ack", payload: Buffer.from("x"), qos: 0 as const, retain: true };
    const client = await connect(service.port, kit, { will });
    client.publish("kits/kit-a/report/json", JSON.stringify(report), { retain: true });
    await expect.poll(async () => (await status()).intake.reports).toBe(1);
    client.stream.destroy();
    await sleep(50);
    expect((await status()).refused).toEqual({ "will-not-taken": 1, "retained-message": 1 });
  });
});

describe("a message of more than 16 kB", () => {
  it.each<[string, (socket: Socket, packet: Buffer) => void]>([
    ["in one write", (socket, packet) => socket.write(packet)],
    [
      "byte by byte at first",
      (socket, packet) => [0, 1, 2, 3, 4].forEach((i) => socket.write(packet.subarray(i, i === 4 ? undefined : i + 1))),
    ],
    [
      "after a good report in the same write",
      (socket, packet) => socket.write(Buffer.concat([publishPacket(JSON.stringify(report)), packet])),
    ],
  ])("%s: disconnected, counted, the first 4 kB kept, good reports go on", async (name, write) => {
    const socket = await signIn(service.port, kit);
    const payload = Buffer.alloc(20_000, "abcdefghij");
    const gone = closed(socket);
    write(socket, publishPacket(payload));
    await gone;
    await expect.poll(async () => (await status()).intake.quarantined).toBe(1);
    expect((await status()).refused).toEqual({ "too-large": 1 });
    const [entry] = (await service.get("quarantine")).quarantine as QuarantineView[];
    expect(entry).toMatchObject({ kit: "kit-a", reason: "too-large" });
    expect(entry?.bytes).toBeGreaterThan(20_000);
    expect(Buffer.from(entry?.content ?? "", "base64").equals(payload.subarray(0, 4096))).toBe(true);
    if (name.startsWith("after")) await expect.poll(async () => (await status()).intake.readings).toBe(1);
    const good = await connectAndListen(service.port, service.addKit("kit-c"));
    expect((await good.send(report)).accepted).toEqual([[1, 1]]);
    await good.stop();
  });

  it("that announces 256 MB and sends little is not waited for", async () => {
    const socket = await signIn(service.port, kit);
    const gone = closed(socket);
    socket.write(Buffer.concat([Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(100)]));
    await gone;
    expect((await status()).refused).toEqual({ "too-large": 1 });
  });

  it("of a stranger is counted and not kept", async () => {
    const socket = connectSocket(service.port, "127.0.0.1");
    socket.write(publishPacket(Buffer.alloc(20_000)));
    await closed(socket);
    expect((await status()).refused["too-large"]).toBe(1);
    expect((await service.get("quarantine")).quarantine).toEqual([]);
  });

  it.each([1, 100, 128, 129])("that is %i bytes over is too large as well", async (over) => {
    const socket = await signIn(service.port, kit);
    const gone = closed(socket);
    socket.write(publishPacket(JSON.stringify(report).padEnd(16 * 1024 + over)));
    await gone;
    await expect.poll(async () => (await status()).intake.quarantined).toBe(1);
    expect(await status()).toMatchObject({ refused: { "too-large": 1 }, intake: { readings: 0 } });
  });

  it("exactly 16 kB are read like any other", async () => {
    const client = await connectAndListen(service.port, kit);
    const ack = await client.send(JSON.stringify(report).padEnd(16 * 1024));
    expect(ack.accepted).toEqual([[1, 1]]);
    await client.stop();
  });
});

describe("the same kit connecting twice", () => {
  it("the newer connection wins, and works", async () => {
    const older = await connect(service.port, kit);
    const gone = new Promise<void>((resolve) => older.once("close", () => resolve()));
    const newer = await connectAndListen(service.port, kit);
    await gone;
    expect((await newer.send(report)).accepted).toEqual([[1, 1]]);
    expect((await status()).mqtt.connections).toBe(1);
    await newer.stop();
  });

  it("an acknowledgement that the older one did not live to hear waits for the newer", async () => {
    const older = await connect(service.port, kit);
    await older.publishAsync("kits/kit-a/report/json", JSON.stringify({ ...report, report: 55 }), { qos: 1 });
    await older.endAsync(true);
    const newer = await connect(service.port, kit);
    const heard = new Promise<string>((resolve) =>
      newer.once("message", (_topic, payload) => resolve(payload.toString())),
    );
    await newer.subscribeAsync("kits/kit-a/ack");
    expect(JSON.parse(await heard)).toMatchObject({ report: 55, accepted: [[1, 1]] });
    await newer.endAsync(true);
  });
});

function publishPacket(payload: Buffer | string): Buffer {
  return packetOf.publish("kits/kit-a/report/json", payload);
}
