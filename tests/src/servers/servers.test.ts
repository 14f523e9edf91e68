import fs from "node:fs";
import { afterEach, expect, it } from "vitest";
import { startInfluxdb } from "yeelen/servers/influxdb";
import { startMosquitto } from "yeelen/servers/mosquitto";
import { mosquittoPub, mosquittoRr, mosquittoSub } from "./mosquittoClients";
import { missing } from "yeelen/servers/programs";
import { describeWith } from "./programs";
import type { TestServer } from "yeelen/servers/serverProcess";
import { startVictoriaMetrics } from "yeelen/servers/victoriaMetrics";

const point = "reading,kit=a voltage_V=12.5 1564617600000000001\n";
const oneMillisecondLater = "reading,kit=a voltage_V=12.6 1564617600001000001\n";
let started: TestServer[] = [];

afterEach(async () => {
  for (const server of started) await server.stop();
  started = [];
});

async function start<T extends TestServer>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  started.push(server);
  return server;
}

describeWith(["influxd"], "InfluxDB", () => {
  it("counts a point that is written twice once, and tells its time to the nanosecond", async () => {
    const influxdb = await start(startInfluxdb());
    await influxdb.query("", "CREATE DATABASE yeelen");
    await influxdb.write("yeelen", point);
    await influxdb.write("yeelen", point);
    expect(await influxdb.query("yeelen", "SELECT * FROM reading GROUP BY kit")).toEqual([
      { time: "2019-08-01T00:00:00.000000001Z", kit: "a", voltage_V: 12.5 },
    ]);
  });

  it("still has after a kill what it acknowledged before, on the same port", async () => {
    const influxdb = await start(startInfluxdb());
    await influxdb.query("", "CREATE DATABASE yeelen");
    await influxdb.write("yeelen", point);
    const { pid, url } = influxdb;
    influxdb.kill();
    await influxdb.restart();
    expect(influxdb.pid).not.toBe(pid);
    expect(influxdb.url).toBe(url);
    expect(await influxdb.query("yeelen", "SELECT count(voltage_V) FROM reading")).toMatchObject([{ count: 1 }]);
  });

  it("refuses what it does not understand", async () => {
    const influxdb = await start(startInfluxdb());
    await expect(influxdb.query("", "SELEKT")).rejects.toThrow("error parsing query");
    await expect(influxdb.query("nowhere", "SELECT * FROM reading")).rejects.toThrow("database not found");
  });
});

describeWith(["victoria-metrics"], "VictoriaMetrics", () => {
  it("counts a point that is written twice once, with deduplication", async () => {
    const metrics = await start(startVictoriaMetrics());
    await metrics.write(point);
    await metrics.write(point);
    await metrics.write(oneMillisecondLater);
    expect(await metrics.countSamples("reading_voltage_V")).toBe(2);
    expect(await metrics.countSamples('reading_voltage_V{kit="b"}')).toBe(0);
  });

  it("keeps its data through an orderly restart", async () => {
    const metrics = await start(startVictoriaMetrics());
    await metrics.write(point);
    await metrics.restart();
    expect(await metrics.countSamples("reading_voltage_V")).toBe(1);
  });
});

describeWith(["mosquitto", "mosquitto_pub", "mosquitto_sub", "mosquitto_rr"], "Mosquitto", () => {
  it("takes a message from mosquitto_pub and gives it to mosquitto_sub, also after a kill and a restart", async () => {
    const broker = await start(startMosquitto());
    broker.kill();
    await broker.restart();
    const sent = await mosquittoPub(broker, ["-t", "kits/a", "-m", "good day", "-r", "-q", "1"]);
    expect(sent).toEqual({ status: 0, stdout: "", stderr: "" });
    const received = await mosquittoSub(broker, ["-t", "kits/#", "-C", "1", "-v"]);
    expect(received).toEqual({ status: 0, stdout: "kits/a good day\n", stderr: "" });
  });

  it("answers mosquitto_rr, and clients are killed at their limit", async () => {
    const broker = await start(startMosquitto());
    const echo = await mosquittoRr(broker, ["-t", "same", "-e", "same", "-m", "echo"]);
    expect(echo).toMatchObject({ status: 0, stdout: "echo\n" });
    expect((await mosquittoSub(broker, ["-t", "nothing"], 500)).status).toBeNull();
  });

  it("refuses strangers where its configuration says so", async () => {
    const broker = await start(startMosquitto({ config: ["allow_anonymous false"] }));
    const { status, stderr } = await mosquittoPub(broker, ["-t", "kits/a", "-m", "x"]);
    expect(status).not.toBe(0);
    expect(stderr).toContain("not authorised");
  });
});

describeWith(["mosquitto"], "Any server", () => {
  it("leaves no process and no directory behind when it is stopped, even after a kill", async () => {
    const [stopped, killed] = await Promise.all([startMosquitto(), startMosquitto()]);
    killed.kill();
    await Promise.all([stopped.stop(), killed.stop()]);
    for (const server of [stopped, killed]) {
      expect(fs.existsSync(server.directory)).toBe(false);
      expect(() => process.kill(server.pid, 0)).toThrow("ESRCH");
    }
  });

  it("says what the server said when it does not start", async () => {
    await expect(startMosquitto({ config: ["no_such_option true"] })).rejects.toThrow("Unknown configuration variable");
  });
});

it("says which program is missing and where it comes from", () => {
  expect(missing("sh")).toBeUndefined();
  expect(missing("sh", "no-such-program")).toBe("not installed: no-such-program");
});
