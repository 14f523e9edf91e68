import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configSchema, type InfluxSettings } from "../config/config";
import { Intake } from "../intake/intake";
import { Journal } from "../journal/journal";
import type { KitRecord } from "../journal/kits";
import { Exporter } from "./exporter";

const log = pino({ level: "silent" });
const READINGS = 40;

let directory: string;
let journal: Journal;
let exporter: Exporter | undefined;
let server: Server;
let stored: string[];
/** What the server answers to each write, from the first on; afterwards it takes everything. */
let answers: ((lines: string[]) => number)[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-export-"));
  journal = Journal.open(directory);
  journal.kits.add(
    { code: "kit1", site: "Mopti", clock: "sender", battery: "lifepo4-4s", secretHash: Buffer.alloc(32) },
    0,
  );
  const intake = new Intake(journal, Date.now, log, () => undefined);
  for (let sequence = 0; sequence < READINGS; sequence++) {
    const report = { version: "1.0", readings: [{ sequence, time: new Date(1.7e12 + sequence * 9e5).toISOString() }] };
    await intake.receive(journal.kits.find("kit1") as KitRecord, "json", Buffer.from(JSON.stringify(report)));
  }
  stored = [];
  answers = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (!request.url?.startsWith("/api/v2/write")) return response.writeHead(204).end();
      const body = Buffer.concat(chunks);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
      const lines = text.split("\n");
      const status = answers.shift()?.(lines) ?? 204;
      if (status === 204) stored.push(...lines);
      if (status === 0) return request.socket.destroy();
      return response
        .writeHead(status, { "Content-Type": "application/json" })
        .end(status === 204 ? "" : '{"message":"no"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await exporter?.stop();
  exporter = undefined;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  journal.close();
  rmSync(directory, { recursive: true });
});

function settings(): InfluxSettings {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return configSchema.parse({ influx: { url } }).influx as InfluxSettings;
}

function start(): Exporter {
  exporter = new Exporter(journal, settings(), log);
  exporter.start();
  return exporter;
}

const sequences = () => stored.map((line) => Number(/sequence=(\d+)i/.exec(line)?.[1])).toSorted((a, b) => a - b);
const everyReading = Array.from({ length: READINGS }, (_, i) => i);

describe("the exporter", () => {
  it.each<[string, number[]]>([
    ["takes everything", []],
    ["is overloaded at first", [503, 503, 500]],
    ["is not signed in to at first", [401]],
    ["closes the connection", [0, 0]],
  ])("brings every reading to a server that %s", async (_, statuses) => {
    answers = statuses.map((status) => () => status);
    const running = start();
    await expect.poll(sequences, { timeout: 10_000 }).toEqual(everyReading);
    await expect.poll(() => running.status().position).toBe(READINGS);
    expect(running.status().error).toBeNull();
  });

  it("does not move its cursor while the server refuses, and says so", async () => {
    answers = Array.from({ length: 1000 }, () => () => 503);
    const running = start();
    await expect.poll(() => running.status().error).not.toBeNull();
    await running.stop();
    expect(running.status()).toMatchObject({ position: 0, points: 0 });
    expect(stored).toEqual([]);
  });

  it("takes a server that refuses everything for the one at fault: readings wait, none is quarantined", async () => {
    answers = Array.from({ length: 5000 }, () => () => 400);
    const running = start();
    await expect.poll(() => running.status().error).not.toBeNull();
    expect(running.status().position).toBe(0);
    expect(journal.quarantine.count()).toBe(0);
    answers = [];
    await expect.poll(sequences, { timeout: 10_000 }).toEqual(everyReading);
  });

  it("is not hurried by new reports while the server is away", async () => {
    answers = Array.from({ length: 1000 }, () => () => 503);
    const running = start();
    await expect.poll(() => running.status().error).not.toBeNull();
    const before = answers.length;
    for (let i = 0; i < 50; i++) {
      running.wake();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(before - answers.length).toBeLessThanOrEqual(3);
  });

  it("goes on after a restart where it was", async () => {
    await expect.poll(() => start().status().position).toBe(READINGS);
    await exporter?.stop();
    stored = [];
    start();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stored).toEqual([]);
  });

  it("quarantines what the server will never take, and only that", async () => {
    const refuses = (lines: string[]) => (lines.some((line) => line.includes("sequence=17i")) ? 400 : 204);
    answers = Array.from({ length: 100 }, () => refuses);
    const running = start();
    await expect.poll(() => running.status().position, { timeout: 10_000 }).toBe(READINGS);
    expect(sequences()).toEqual(everyReading.filter((sequence) => sequence !== 17));
    expect(journal.quarantine.list(10)).toMatchObject([{ kit: "kit1", reason: "export-refused" }]);
  });
});
