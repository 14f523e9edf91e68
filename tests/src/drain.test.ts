import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { Journal } from "@yeelen/ingest/journal/journal";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect } from "./harness/mqttKit";
import { addKit } from "./harness/service";
import { silentServer } from "./harness/silentServer";
import { serve, type ServeProcess, yeelen } from "./harness/yeelen";

let data: string;
let service: ServeProcess | undefined;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "yeelen-drain-"));
});
afterEach(async () => {
  await service?.kill();
  service = undefined;
  rmSync(data, { recursive: true, force: true });
});

const report = (sequence: number) =>
  JSON.stringify({ version: "1.0", report: sequence, readings: [{ sequence, uptime_s: sequence }] });

describe("a service that is asked to end", () => {
  it.each<NodeJS.Signals>(["SIGTERM", "SIGINT", "SIGHUP"])("by %s has kept what it acknowledged", async (signal) => {
    const kit = addKit(data, "busy");
    const running = await serve(data);
    service = running;
    const client = await connect(running.mqttPort, kit);
    const acknowledged = new Set<number>();
    // the end of the connection leaves the last ones without an answer
    for (let sequence = 0; sequence < 1000; sequence++) {
      client.publishAsync(`kits/${kit.id}/report/json`, report(sequence), { qos: 1 }).then(
        () => acknowledged.add(sequence),
        () => undefined,
      );
    }
    await expect.poll(() => acknowledged.size, { timeout: 10_000 }).toBeGreaterThan(100);
    expect(await running.stop(signal)).toBe(0);
    await client.endAsync(true);
    const journal = Journal.open(data);
    const kept = new Set(journal.readings.after(0, 10_000).readings.map(({ sequence }) => sequence));
    journal.close();
    expect([...acknowledged].filter((sequence) => !kept.has(sequence))).toEqual([]);
  });

  it("does not wait for an InfluxDB that never answers", async () => {
    const influxdb = await silentServer();
    const kit = addKit(data, "one");
    service = await serve(data, { INFLUX_URL: influxdb.url });
    const client = await connect(service.mqttPort, kit);
    await client.publishAsync(`kits/${kit.id}/report/json`, report(1), { qos: 1 });
    expect(await service.stop()).toBe(0);
    await client.endAsync(true);
    influxdb.close();
  });

  it("takes the two signals that Ctrl-C makes of itself below npx for one", async () => {
    service = await serve(data, { YEELEN_LOG: "info" });
    service.signal("SIGINT");
    expect(await service.stop("SIGINT")).toBe(0);
    expect(service.log().at(-1)).toContain('"stopped"');
  });

  it("ends at once when it is asked again, by whatever signal", async () => {
    const influxdb = await silentServer();
    const kit = addKit(data, "one");
    const running = await serve(data, { INFLUX_URL: influxdb.url, YEELEN_LOG: "info" });
    service = running;
    const client = await connect(running.mqttPort, kit);
    await client.publishAsync(`kits/${kit.id}/report/json`, report(1), { qos: 1 });
    running.signal("SIGTERM");
    const impatience = setInterval(() => running.signal("SIGINT"), 200);
    // by the signal: there is no exit status, and it did not say that it stopped
    expect(await running.stop()).toBeNull();
    clearInterval(impatience);
    expect(running.log().join("\n")).not.toContain('"stopped"');
    await client.endAsync(true);
    influxdb.close();
  });
});

it("a data directory that would hang the service is named, with the reason", async () => {
  const { status, stderr } = await yeelen(["serve", "--data", "/proc/yeelen", "--mqtt-port", "0", "--http-port", "0"]);
  expect(stderr).toMatch(/\/proc keeps no files/);
  expect(status).toBe(1);
});

describe("what a busy service leaves behind", () => {
  /** An address that kits come from, and that nothing else here has. */
  const address = "127.83.12.7";

  /** A port of this process, behind which everything comes to `port` from that address. */
  async function comingFrom(port: number): Promise<{ port: number; close: () => void }> {
    const relay = createServer((socket) => {
      const onward = createConnection({ port, host: "127.0.0.1", localAddress: address });
      pipeline(socket, onward, socket, () => undefined);
    }).listen(0, "127.0.0.1");
    await once(relay, "listening");
    return { port: (relay.address() as AddressInfo).port, close: () => relay.close() };
  }

  it("holds a few lines of log for a thousand messages, and the address of nobody", async () => {
    const kits = Array.from({ length: 10 }, (_, i) => addKit(data, `busy-${i}`));
    const running = await serve(data, { YEELEN_LOG: "info" });
    service = running;
    const mqtt = await comingFrom(running.mqttPort);
    const http = await comingFrom(Number(new URL(running.url).port));
    for (let i = 0; i < 20; i++) {
      const stranger = { id: `+2237012345${i}`, secret: "secret" };
      await expect(connect(mqtt.port, stranger)).rejects.toThrow(/refused/i);
      await expect(connect(mqtt.port, { id: "busy-0", secret: "wrong" })).rejects.toThrow(/refused/i);
    }
    for (const kit of kits) {
      const client = await connect(mqtt.port, kit);
      const topic = `kits/${kit.id}/report/json`;
      const sent = Array.from({ length: 100 }, (_, i) => client.publishAsync(topic, report(i), { qos: 1 }));
      const bad = Array.from({ length: 20 }, (_, i) => client.publishAsync(topic, `{ nonsense ${i}`, { qos: 1 }));
      await Promise.all([...sent, ...bad]);
      await client.endAsync(true);
    }
    for (const path of ["", "api/v1/kits", "api/v1/none", "metrics", "health/ready"]) {
      await (await fetch(`http://127.0.0.1:${http.port}/${path}`)).text();
    }
    mqtt.close();
    http.close();
    expect(await running.stop()).toBe(0);
    const lines = running.log();
    // listening, two kinds of refusal, stopped
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      "listening",
      "refused",
      "refused",
      "stopped",
    ]);
    const left = [lines.join("\n"), ...readdirSync(data).map((name) => readFileSync(join(data, name), "latin1"))];
    for (const text of left) expect(text).not.toMatch(/127\.83\.12\.7|7012345/);
    expect(left.join("").length, "that is where reports are kept").toBeGreaterThan(10_000);
  });
});
