import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../../deploy/yeelen/doctor/finding";
import { examined, troubles } from "./harness/examined";
import { freePort } from "yeelen/servers/freePort";
import { answersAt } from "yeelen/servers/http";
import { startInfluxdb } from "yeelen/servers/influxdb";
import { describeWith } from "./servers/programs";
import { startServer } from "yeelen/servers/serverProcess";

let data: string;
let clean: (() => void | Promise<void>)[];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "yeelen-doctor-"));
  clean = [() => rmSync(data, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const undo of clean.toReversed()) await undo();
});

describeWith(["influxd"], "yeelen doctor, of InfluxDB 1.x", () => {
  it("says which database is missing, and is content once it is there", async () => {
    const influxdb = await startInfluxdb();
    clean.push(() => influxdb.stop());
    const settings = { "influx.url": influxdb.url, "influx.database": "solar" };
    expect(troubles(await examined(data, settings), "influxdb")).toMatchObject([
      { state: "warn", found: expect.stringMatching(/InfluxDB 1\..*no database solar/) },
    ]);
    await influxdb.query("", 'CREATE DATABASE "solar"');
    const findings = await examined(data, settings);
    expect(troubles(findings, "influxdb")).toEqual([]);
    // its clock is ours
    expect(troubles(findings, "clock")).toEqual([]);
  });
});

describeWith(["victoria-metrics"], "yeelen doctor, of VictoriaMetrics", () => {
  it.each([
    ["without deduplication", [], /counts twice/],
    ["that keeps one sample a minute", ["-dedup.minScrapeInterval=1m"], /closer together are lost/],
    ["as it should be", ["-dedup.minScrapeInterval=1ms"], undefined],
  ])("%s", async (_, flags, found) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = await startServer({
      program: "victoria-metrics",
      prepare: () => undefined,
      args: (directory) => [
        `-httpListenAddr=127.0.0.1:${port}`,
        `-storageDataPath=${join(directory, "data")}`,
        "-memory.allowedBytes=64MB",
        ...flags,
      ],
      answers: () => answersAt(`${url}/health`),
    });
    clean.push(() => server.stop());
    const findings = await examined(data, { "influx.url": url });
    expect(troubles(findings, "influxdb")).toEqual([]);
    const [trouble] = troubles(findings, "deduplication");
    if (found) expect(trouble).toMatchObject({ state: "fail", found: expect.stringMatching(found) });
    else expect(trouble).toBeUndefined();
  });
});

describe("yeelen doctor, of an InfluxDB 2 or 3", () => {
  it.each<[number, Finding["state"], RegExp]>([
    [204, "ok", /takes writes to yeelen/],
    [400, "ok", /takes writes to yeelen/],
    [401, "fail", /does not let us write/],
    [403, "fail", /does not let us write/],
    [404, "fail", /no bucket yeelen/],
    [503, "fail", /answered 503/],
  ])("that answers a write with %i", async (status, state, found) => {
    const server = createServer((request, response) => {
      const isPing = request.url === "/ping";
      if (isPing) response.setHeader("X-Influxdb-Version", "v2.7.0");
      const isWrite = request.url?.startsWith("/api/v2/write") && request.headers.authorization === "Token secret";
      response.writeHead(isPing ? 204 : isWrite ? status : 500).end();
    }).listen(0, "127.0.0.1");
    clean.push(() => void server.close());
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const findings = await examined(data, { "influx.url": url, "influx.token": "secret" });
    expect(findings.filter(({ check }) => check === "influxdb")).toMatchObject([
      { state, found: expect.stringMatching(found) },
    ]);
  });
});
