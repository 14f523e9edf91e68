import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
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
let answers: ((lines: string[]) => Answer | Promise<Answer>)[];

/** A status, with what is wrong; 0 closes the connection. */
type Answer = number | [status: number, message: string];

/** The sequence of the next reading. */
let next: number;

/** Puts more readings into the journal, in reports of at most 250. */
function intoJournal(count: number): void {
  const intake = new Intake(journal, log);
  const kit = journal.kits.find("kit1") as KitRecord;
  for (const end = next + count; next < end; ) {
    const readings = Array.from({ length: Math.min(250, end - next) }, () => {
      const sequence = next++;
      return { sequence, time: new Date(1.7e12 + sequence * 6e4).toISOString() };
    });
    intake.receive(kit, "json", Buffer.from(JSON.stringify({ version: "1.0", readings })), Date.now());
  }
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-export-"));
  journal = Journal.open(directory);
  journal.kits.add(
    { code: "kit1", site: "Mopti", clock: "sender", battery: "lifepo4-4s", secretHash: Buffer.alloc(32) },
    0,
  );
  next = 0;
  for (let i = 0; i < READINGS; i++) intoJournal(1);
  stored = [];
  answers = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => void answer(request, Buffer.concat(chunks), response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

async function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  if (request.url === "/metrics") return void response.writeHead(404).end();
  if (!request.url?.startsWith("/api/v2/write")) return void response.writeHead(204).end();
  const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
  const lines = text.split("\n");
  const said = (await answers.shift()?.(lines)) ?? 204;
  const [status, message] = typeof said === "number" ? [said, "no"] : said;
  if (status === 204) stored.push(...lines);
  if (status === 0) return void request.socket.destroy();
  response
    .writeHead(status, { "Content-Type": "application/json" })
    .end(status === 204 ? "" : JSON.stringify({ message }));
}

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

const until = <T>(found: () => T) => expect.poll(found, { timeout: 20_000 });

function start(): Exporter {
  exporter = new Exporter({ data: directory, settings: settings(), log });
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
    await until(sequences).toEqual(everyReading);
    await until(() => running.status().position).toBe(READINGS);
    expect(running.status().error).toBeNull();
  });

  it("does not move its cursor while the server refuses, and says so", async () => {
    answers = Array.from({ length: 1000 }, () => () => 503);
    const running = start();
    await until(() => running.status().error).not.toBeNull();
    await running.stop();
    expect(running.status()).toMatchObject({ position: 0, points: 0 });
    expect(stored).toEqual([]);
  });

  it("takes a server that refuses everything for the one at fault: readings wait, none is quarantined", async () => {
    answers = Array.from({ length: 5000 }, () => () => 400);
    const running = start();
    await until(() => running.status().error).not.toBeNull();
    expect(running.status().position).toBe(0);
    expect(journal.quarantine.count()).toBe(0);
    answers = [];
    await until(sequences).toEqual(everyReading);
  });

  it("is not hurried by new reports while the server is away", async () => {
    answers = Array.from({ length: 1000 }, () => () => 503);
    const running = start();
    await until(() => running.status().error).not.toBeNull();
    const before = answers.length;
    for (let i = 0; i < 50; i++) {
      running.wake();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(before - answers.length).toBeLessThanOrEqual(3);
  });

  it("goes on after a restart where it was", async () => {
    const running = start();
    await until(() => running.status().position).toBe(READINGS);
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
    await until(() => running.status().position).toBe(READINGS);
    expect(sequences()).toEqual(everyReading.filter((sequence) => sequence !== 17));
    expect(journal.quarantine.list(10)).toMatchObject([{ kit: "kit1", reason: "export-refused" }]);
  });

  it("takes for written what a server drops because it is older than it keeps", async () => {
    answers = [() => [400, "partial write: points beyond retention policy dropped=3"]];
    const running = start();
    await until(() => running.status()).toMatchObject({ position: READINGS, points: READINGS - 3, error: null });
    expect(journal.quarantine.count()).toBe(0);
  });

  it("waits for a server that answers slowly, with one write at a time and a bounded one", async () => {
    intoJournal(30_000);
    let underWay = 0;
    const seen = { most: 0, longest: 0 };
    answers = Array.from({ length: 4 }, () => async (lines: string[]) => {
      underWay += 1;
      seen.most = Math.max(seen.most, underWay);
      seen.longest = Math.max(seen.longest, lines.length);
      await new Promise((resolve) => setTimeout(resolve, 300));
      underWay -= 1;
      return 204;
    });
    const running = start();
    await until(() => running.status().points).toBe(READINGS + 30_000);
    expect(seen.most).toBe(1);
    // at most a stretch of reports more than is aimed at
    expect(seen.longest).toBeLessThan(5000 + 64 * 250);
    expect(new Set(sequences()).size).toBe(READINGS + 30_000);
  });

  it("stops though the server never answers, and sends again what was under way", async () => {
    let isAsked = false;
    answers = [
      async () => {
        isAsked = true;
        return await new Promise<number>(() => undefined);
      },
    ];
    const hanging = start();
    await until(() => isAsked).toBe(true);
    await hanging.stop();
    expect(hanging.status().position).toBe(0);
    start();
    await until(sequences).toEqual(everyReading);
  });

  it("is started again after it broke down, and says so", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "yeelen-broken-"));
    const said: string[] = [];
    const broken = pino({ level: "error" }, { write: (line) => said.push((JSON.parse(line) as { msg: string }).msg) });
    writeFileSync(join(elsewhere, "journal.sqlite"), "this is no journal, whatever it is called".repeat(100));
    exporter = new Exporter({ data: elsewhere, settings: settings(), log: broken });
    exporter.start();
    await until(() => said).toEqual(["the export to InfluxDB broke down; it is started again"]);
    expect(exporter.status().error).not.toBeNull();
    rmSync(join(elsewhere, "journal.sqlite"));
    cpSync(directory, elsewhere, { recursive: true });
    await until(sequences).toEqual(everyReading);
    await exporter.stop();
    rmSync(elsewhere, { recursive: true });
  });
});
