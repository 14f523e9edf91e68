import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enrol } from "@yeelen/ingest/enrolment";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../../deploy/yeelen/doctor/finding";
import { checkOpenFiles } from "../../deploy/yeelen/doctor/openFiles";
import { examined, troubles } from "./harness/examined";
import { connectAndListen } from "./harness/mqttKit";
import { startService } from "./harness/service";
import { noSmallDisk, smallDisk } from "./harness/smallDisk";
import { yeelen } from "./harness/yeelen";
import { freePort } from "yeelen/servers/freePort";

const isRoot = process.getuid?.() === 0;

let data: string;
let clean: (() => void | Promise<void>)[];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "yeelen-doctor-"));
  clean = [() => rmSync(data, { recursive: true, force: true })];
});
afterEach(async () => {
  for (const undo of clean.toReversed()) await undo();
});

/** A data directory as a service that has ended leaves it. */
function makeData(kits = 200): void {
  const entries = Array.from(
    { length: kits },
    (_, i) => ({ code: `kit-${i}`, site: "Mopti", clock: "server", battery: "lifepo4-4s" }) as const,
  );
  enrol(data, entries);
  const database = new Database(join(data, "journal.sqlite"));
  database.pragma("wal_checkpoint(TRUNCATE)");
  database.close();
}

describe("yeelen doctor, of a data directory", () => {
  const journal = () => join(data, "journal.sqlite");
  const key = () => join(data, "secret.key");
  const overwrite = (from: number, size: number) => {
    const bytes = readFileSync(journal());
    bytes.fill(0x5a, from, from + size);
    writeFileSync(journal(), bytes);
  };

  it.each<[string, () => void, string, Finding["state"], RegExp, RegExp]>([
    ["whose key others may read", () => chmodSync(key(), 0o644), "secret.key", "fail", /others may read/, /chmod 600/],
    ["whose key is gone", () => rmSync(key()), "secret.key", "fail", /gone/, /backup/],
    ["whose key is cut off", () => writeFileSync(key(), "short"), "secret.key", "fail", /5 bytes/, /backup/],
    ["that others may look into", () => chmodSync(data, 0o755), "data", "warn", /open to other users/, /chmod 700/],
    [
      "whose journal others may read",
      () => chmodSync(journal(), 0o644),
      "data",
      "warn",
      /open to other users/,
      /chmod 600/,
    ],
    ["that has a page of nonsense in its journal", () => overwrite(8192, 4096), "journal", "fail", /damaged/, /backup/],
    [
      "whose journal begins with nonsense",
      () => overwrite(0, 100),
      "journal",
      "fail",
      /damaged|not a database/,
      /backup/,
    ],
    [
      "whose journal is cut off",
      () => writeFileSync(journal(), readFileSync(journal()).subarray(0, 20_000)),
      "journal",
      "fail",
      /damaged/,
      /backup/,
    ],
    ["of a newer version", () => setVersion(99), "journal", "fail", /version 99/, /newer/],
    [
      "that was written tomorrow",
      () => utimesSync(journal(), new Date(), new Date(Date.now() + 86_400_000)),
      "clock",
      "fail",
      /was written at/,
      /NTP/,
    ],
  ])("%s", async (_, harm, check, state, found, advice) => {
    makeData();
    const before = await examined(data);
    expect(
      troubles(before, check).filter(({ check: name }) => name !== "clock"),
      "unharmed",
    ).toEqual([]);
    harm();
    const [trouble] = troubles(await examined(data), check);
    expect(trouble).toMatchObject({
      state,
      found: expect.stringMatching(found),
      advice: expect.stringMatching(advice),
    });
  });

  function setVersion(version: number): void {
    const database = new Database(journal());
    database.pragma(`user_version = ${version}`);
    database.close();
  }

  it.skipIf(!isRoot)("that belongs to somebody else", async () => {
    makeData();
    chownSync(journal(), 12345, 12345);
    expect(troubles(await examined(data), "data")).toMatchObject([
      { state: "warn", found: expect.stringContaining("another user") },
    ]);
  });

  it("that can hold no files", async () => {
    expect(troubles(await examined("/proc/yeelen"), "data")).toMatchObject([{ state: "fail" }]);
  });

  it.skipIf(noSmallDisk)(`on a disk that is nearly full ${noSmallDisk ?? ""}`, async () => {
    const disk = smallDisk(4);
    clean.push(() => disk.remove());
    expect(troubles(await examined(join(disk.directory, "data")), "space")).toMatchObject([
      { state: "fail", advice: expect.stringContaining("make room") },
    ]);
  });
});

describe("yeelen doctor, of ports and addresses", () => {
  it("names the program that has a port", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    clean.push(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(troubles(await examined(data, { "mqtt.port": port }), "port mqtt")).toMatchObject([
      { state: "fail", found: expect.stringContaining(`(process ${process.pid})`) },
    ]);
  });

  it("knows an address that is not of this machine", async () => {
    const findings = await examined(data, { "mqtt.host": "203.0.113.9", "mqtt.port": 21883 });
    expect(troubles(findings, "port mqtt")).toMatchObject([
      { state: "fail", found: expect.stringContaining("no such address") },
    ]);
  });

  it.each([
    [{}, []],
    [{ "mqtt.host": "0.0.0.0" }, ["warn"]],
    [{ "http.host": "::" }, ["warn"]],
    [{ "mqtt.host": "0.0.0.0", "http.host": "0.0.0.0" }, ["warn", "warn"]],
  ])("says what strangers reach with %j", async (settings, states) => {
    expect(troubles(await examined(data, settings), "exposure").map(({ state }) => state)).toEqual(states);
  });
});

describe("yeelen doctor, of open files", () => {
  it("says where there are too few for the connections that are allowed", () => {
    expect(checkOpenFiles(10)).toMatchObject([{ state: "ok" }]);
    expect(checkOpenFiles(1e9)).toMatchObject([{ state: "warn", advice: expect.stringContaining("1000000200") }]);
  });
});

describe("yeelen doctor, of a service that runs", () => {
  it("finds nothing that fails, and leaves everything as it was", async () => {
    const service = await startService();
    clean.push(() => service.stop());
    const findings = await examined(service.data, { "mqtt.port": 1, "http.port": 1 });
    expect(findings.filter(({ state }) => state === "fail")).toEqual([]);
    const texts = findings.map(({ check, found }) => `${check}: ${found}`);
    expect(texts).toContainEqual(`port mqtt: 127.0.0.1:${service.port}, our service (process ${process.pid})`);
    expect(texts).toContainEqual(`service: process ${process.pid} at ${service.url} serves kits`);
  });

  it("tells what waits for an InfluxDB that is away", async () => {
    const influx = { "influx.url": `http://127.0.0.1:${await freePort()}` };
    const service = await startService(influx);
    clean.push(() => service.stop());
    const kit = await connectAndListen(service.port, service.addKit("one"));
    await kit.send({ version: "1.0", readings: [{ sequence: 0, uptime_s: 5 }] });
    await kit.stop();
    const ready = async () => await (await fetch(`${service.url}/health/ready`)).text();
    await expect.poll(ready, { timeout: 10_000 }).not.toContain('"influxdb":null');
    const findings = await examined(service.data, influx);
    expect(troubles(findings, "influxdb")).toMatchObject([
      { state: "fail", found: expect.stringContaining("ECONNREFUSED") },
    ]);
    expect(troubles(findings, "export")).toMatchObject([
      { state: "fail", found: expect.stringContaining("1 reports wait") },
    ]);
  });
});

describe("yeelen doctor, as a command", () => {
  const ports = ["--mqtt-port", "0", "--http-port", "0"];

  it("ends with 0 where nothing fails, and prints one JSON object", async () => {
    const { status, stdout } = await yeelen(["doctor", "--json", "--data", data, ...ports]);
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
    expect(findings.filter(({ state }) => state === "fail")).toEqual([]);
    expect({ ok, status }).toEqual({ ok: true, status: 0 });
  });

  it("ends with 1 where something fails, and says what to do", async () => {
    makeData(1);
    rmSync(join(data, "secret.key"));
    const { status, stdout } = await yeelen(["doctor", "--data", data, ...ports]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/fail +secret\.key .*gone/);
    expect(stdout).toMatch(/→ restore/);
    expect(stdout).toContain("1 thing fails.");
  });

  it("takes wrong settings for a finding", async () => {
    const { status, stdout } = await yeelen(["doctor", "--json", "--data", data, "--mqtt-port", "99999"]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, findings: [{ check: "configuration", state: "fail" }] });
  });
});
