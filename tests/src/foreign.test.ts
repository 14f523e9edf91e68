import { setTimeout as sleep } from "node:timers/promises";
import type { QuarantineView, ServiceStatus } from "@yeelen/shared/answers";
import mqtt, { type MqttClient } from "mqtt";
import { afterEach, beforeEach, expect, it } from "vitest";
import { reportBytes, reportOf } from "./foreign/reports";
import { journalled } from "./harness/journalled";
import { connectAndListen } from "./harness/mqttKit";
import { type RegisteredKit, startService, type TestService } from "./harness/service";
import { type Mosquitto, startMosquitto } from "yeelen/servers/mosquitto";
import { mosquittoSub } from "./servers/mosquittoClients";
import { describeWith } from "./servers/programs";

describeWith(["mosquitto", "mosquitto_sub"], "an external Mosquitto as the way in", () => {
  let broker: Mosquitto;
  let service: TestService;
  let kit: RegisteredKit;
  const clients: MqttClient[] = [];

  beforeEach(async () => {
    broker = await startMosquitto();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.endAsync(true);
    await service.stop();
    await broker.stop();
  });

  const start = async (settings: Record<string, unknown> = {}) => {
    service = await startService({ "broker.url": broker.url, ...settings });
    kit = service.addKit("kit-1");
  };
  const status = async () => (await service.get("status")) as unknown as ServiceStatus;
  const metric = async (name: string) =>
    new RegExp(`^${name} (.*)$`, "m").exec(await (await fetch(`${service.url}/metrics`)).text())?.[1];
  const untilConnected = async (is = true) =>
    await expect.poll(async () => (await status()).broker?.connected, { timeout: 10_000 }).toBe(is);
  /** Somebody who may publish whatever he likes. */
  const anybody = async () => {
    const client = await mqtt.connectAsync(broker.url);
    clients.push(client);
    return client;
  };
  const untilStored = async (count: number) =>
    await expect.poll(() => journalled(service.data).size, { timeout: 10_000 }).toBe(count);
  const logged = (text: string) => service.log.filter(({ msg }) => String(msg).includes(text));

  it.each([
    ["5", undefined],
    ["5", "intake"],
    ["3.1.1", undefined],
    ["3.1.1", "intake"],
  ])("acknowledges and stores both forms: MQTT %s, group %s", async (version, group) => {
    await start({ "broker.version": version, "broker.group": group });
    await untilConnected();
    const sender = await connectAndListen(broker.port, kit);
    clients.push(sender.client);
    expect(await sender.send(reportOf(1))).toMatchObject({ report: 1, accepted: [[1, 1]] });
    expect(await sender.sendBinary(reportBytes("binary", 2, 3))).toMatchObject({ report: 2, accepted: [2, 4] });
    expect([...journalled(service.data).keys()]).toEqual([1, 2, 3, 4].map((sequence) => `kit-1 1 ${sequence}`));
    expect((await status()).broker).toMatchObject({ url: broker.url, connected: true, error: null });
  });

  it("takes a report once, though it came by the own broker too", async () => {
    await start();
    await untilConnected();
    for (const port of [service.port, broker.port]) {
      const sender = await connectAndListen(port, kit);
      clients.push(sender.client);
      expect(await sender.send(reportOf(1))).toMatchObject({ report: 1, accepted: [[1, 1]] });
    }
    expect((await status()).intake).toMatchObject({ readings: 1, repeated: 1 });
  });

  it("gets what was published while it was away, and nothing twice", async () => {
    await start();
    await untilConnected();
    const publisher = await anybody();
    await publisher.publishAsync("kits/kit-1/report/json", reportBytes("json", 1), { qos: 1 });
    await untilStored(1);
    await service.service.stop();
    await publisher.publishAsync("kits/kit-1/report/json", reportBytes("json", 2), { qos: 1 });
    service = await startService({ "broker.url": broker.url, data: service.data });
    await untilStored(2);
    expect((await status()).intake).toMatchObject({ readings: 1, repeated: 0 });
  });

  it("is forgotten by the broker with the command of the documentation", async () => {
    await start();
    await untilConnected();
    const [{ clientId }] = logged("external broker: connected") as [{ clientId: string }];
    await service.service.stop();
    const publisher = await anybody();
    await publisher.publishAsync("kits/kit-1/report/json", reportBytes("json", 1), { qos: 1 });
    expect((await mosquittoSub(broker, ["-i", clientId, "-E", "-t", "x"])).status).toBe(0);
    service = await startService({ "broker.url": broker.url, data: service.data });
    await untilConnected();
    await publisher.publishAsync("kits/kit-1/report/json", reportBytes("json", 2), { qos: 1 });
    await untilStored(1);
    expect([...journalled(service.data).keys()]).toEqual(["kit-1 1 2"]);
  });

  it("says when the broker is away and when it is back, once each, and connects by itself", async () => {
    broker.kill();
    await start();
    await expect.poll(async () => (await status()).broker?.error).toBe("ECONNREFUSED");
    await broker.restart();
    await untilConnected();
    broker.kill();
    await untilConnected(false);
    expect((await status()).broker?.error).not.toBeNull();
    expect(await metric("yeelen_external_broker_connected")).toBe("0");
    await broker.restart();
    await untilConnected();
    expect(await metric("yeelen_external_broker_connected")).toBe("1");
    expect(logged("external broker: not connected")).toHaveLength(2);
    expect(logged("external broker: connected")).toHaveLength(2);
    const sender = await connectAndListen(broker.port, kit);
    clients.push(sender.client);
    expect(await sender.send(reportOf(1))).toMatchObject({ accepted: [[1, 1]] });
  });

  it("comes back after another client took its place", async () => {
    await start({ "broker.clientId": "the-service" });
    await untilConnected();
    clients.push(await mqtt.connectAsync(broker.url, { clientId: "the-service" }));
    await expect.poll(async () => (await status()).broker?.error).toContain("another client has the same client id");
    await untilConnected();
  });

  it("acknowledges, counts and quarantines what would be wrong for ever, and goes on", async () => {
    await start();
    await untilConnected();
    const phone = "22376543210";
    const publisher = await anybody();
    const wrong: [string, Buffer][] = [
      ["kits/kit-1/report", Buffer.from([1, 0, 255, 255, 255])],
      ["kits/kit-1/report/json", Buffer.from("no report")],
      ["kits/kit-1/report", Buffer.alloc(17 * 1024)],
      [`kits/${phone}/report`, reportBytes("binary", 1)],
      [`kits/${phone}/report/json`, Buffer.from(`{"phone":"${phone}"}`)],
      ["kits/-/report", reportBytes("binary", 1)],
    ];
    for (const [topic, payload] of wrong) await publisher.publishAsync(topic, payload, { qos: 1 });
    const quarantine = async () =>
      ((await service.get("quarantine")) as unknown as { quarantine: QuarantineView[] }).quarantine;
    await expect.poll(async () => (await quarantine()).length, { timeout: 10_000 }).toBe(5);
    // once the refusals have gone past: the sender is to hear its own acknowledgement
    const sender = await connectAndListen(broker.port, kit);
    clients.push(sender.client);
    expect(await sender.send(reportOf(1))).toMatchObject({ accepted: [[1, 1]] });

    expect((await quarantine()).map(({ kit, reason }) => `${kit} ${reason}`).toSorted()).toEqual([
      "(unknown) unknown-kit",
      "(unknown) unknown-kit",
      "kit-1 too-large",
      "kit-1 undecodable",
      "kit-1 undecodable",
    ]);
    expect((await status()).refused).toEqual({ "unknown-kit": 2, "foreign-topic": 1, "too-large": 1 });
    expect(JSON.stringify([await quarantine(), service.log])).not.toContain(phone);

    // the broker has nothing left to send
    await service.service.stop();
    service = await startService({ "broker.url": broker.url, data: service.data });
    await untilConnected();
    await publisher.publishAsync("kits/kit-1/report/json", reportBytes("json", 2), { qos: 1 });
    await untilStored(2);
    expect((await status()).refused).toEqual({});
    expect((await status()).intake).toMatchObject({ reports: 1, quarantined: 0 });
  });

  it("keeps sixty messages of strangers an hour, and counts all", async () => {
    await start();
    await untilConnected();
    const publisher = await anybody();
    const sent = Array.from(
      { length: 500 },
      async (_, i) => await publisher.publishAsync(`kits/stranger-${i}/report`, reportBytes("binary", i), { qos: 1 }),
    );
    await Promise.all(sent);
    await expect.poll(async () => (await status()).refused["unknown-kit"]).toBe(500);
    await sleep(1200);
    const { quarantine } = (await service.get("quarantine")) as unknown as { quarantine: QuarantineView[] };
    expect(quarantine.reduce((sum, { times }) => sum + times, 0)).toBe(60);
  });

  it("serves a kit from the moment it is registered", async () => {
    await start();
    await untilConnected();
    const late = { id: "kit-late", secret: "" };
    const sender = await connectAndListen(broker.port, { ...late, secret: "any" });
    clients.push(sender.client);
    await sender.client.publishAsync("kits/kit-late/report/json", reportBytes("json", 1), { qos: 1 });
    await expect.poll(async () => (await status()).refused["unknown-kit"]).toBe(1);
    service.addKit("kit-late");
    expect(await sender.send(reportOf(1))).toMatchObject({ accepted: [[1, 1]] });
  });
});
