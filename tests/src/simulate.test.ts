import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Column } from "@yeelen/shared/wire/columns";
import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { readRecording } from "@yeelen/simulator/run/recordingFile";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { journalled, quarantined } from "./harness/journalled";
import { bin, serve, yeelen, yeelenJson } from "./harness/yeelen";
import { startMosquitto } from "yeelen/servers/mosquitto";
import { describeWith } from "./servers/programs";

let directory: string;
const file = (name: string) => join(directory, name);
const hashOf = (name: string) =>
  createHash("sha256")
    .update(readFileSync(file(name)))
    .digest("hex");

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-simulate-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Result {
  kits: number;
  days: number;
  reports: number;
  happenings: number;
}

describe("yeelen simulate", () => {
  it("writes the same bytes for the same seed, on any number of threads, and others for another seed", async () => {
    const run = async (out: string, seed: string, threads: string) =>
      await yeelenJson<Result>([
        "simulate",
        "--scenario=programme",
        "--kits=10",
        "--days=3",
        `--seed=${seed}`,
        `--threads=${threads}`,
        `--out=${file(out)}`,
        "--no-report",
      ]);
    const result = await run("one.jsonl", "7", "1");
    expect(result).toMatchObject({ kits: 10, days: 3 });
    await run("two.jsonl", "7", "2");
    await run("other.jsonl", "8", "1");
    expect(hashOf("two.jsonl")).toBe(hashOf("one.jsonl"));
    expect(hashOf("other.jsonl")).not.toBe(hashOf("one.jsonl"));
    let reports = 0;
    for await (const line of readRecording(file("one.jsonl"))) if ("report" in line) reports += 1;
    expect(reports).toBe(result.reports);
    expect(reports).toBeGreaterThan(50);
  }, 60_000);

  it("leaves a picture book that needs nothing from anywhere", async () => {
    const { status, stdout } = await yeelen([
      "simulate",
      "--scenario=demo",
      "--days=4",
      `--report=${file("book.html")}`,
    ]);
    expect([status, stdout]).toEqual([0, expect.stringContaining("12 kits lived through 4 days")]);
    const html = readFileSync(file("book.html"), "utf8");
    for (const words of ["Fleet days", "mopti-5", "Mopti", "What happened", "What it cost"])
      expect(html).toContain(words);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  }, 60_000);

  it("reports over MQTT to a running service: all that the kits hold is there once, native or from bytecode", async () => {
    const data = file("data");
    const service = await serve(data);
    const result = await yeelenJson<Result>([
      "simulate",
      "--scenario=demo",
      "--kits=4",
      "--days=2",
      "--firmware=mopti-2",
      `--into=${data}`,
      "--no-report",
    ]);
    expect(result).toMatchObject({ kits: 4, days: 2 });
    await service.stop();
    expect(quarantined(data)).toBe(0);
    const byKit = new Map<string, number[]>();
    for (const key of journalled(data).keys()) {
      const [kit, , sequence] = key.split(" ") as [string, string, string];
      byKit.set(kit, [...(byKit.get(kit) ?? []), Number(sequence)]);
    }
    expect([...byKit.keys()].toSorted()).toEqual(["kayes-1", "mopti-1", "mopti-2", "mopti-3"]);
    // two days at a quarter of an hour, but for what the last hour has not sent yet
    for (const sequences of byKit.values()) {
      expect(sequences.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 188 }, (_, i) => i));
    }
  }, 60_000);

  it("waits for a broker that is not there, says so, and leaves at once when it is asked to", async () => {
    writeFileSync(file("secrets.json"), JSON.stringify({ kits: [{ kit: "mopti-1", secret: "x" }] }));
    const simulation = spawn(process.execPath, [
      bin,
      "simulate",
      "--scenario=demo",
      "--kits=1",
      "--broker=127.0.0.1:1",
      `--credentials=${file("secrets.json")}`,
    ]);
    let said = "";
    simulation.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await expect.poll(() => said, { timeout: 20_000 }).toContain("waiting for the broker at 127.0.0.1:1");
    const ended = once(simulation, "close");
    simulation.kill("SIGINT");
    expect((await ended)[0]).toBe(130);
  }, 40_000);

  it("lets a fault happen and repairs it when it is told to, at the console and over HTTP", async () => {
    const simulation = spawn(process.execPath, [
      bin,
      "simulate",
      "--scenario=demo",
      "--console",
      "--control",
      `--out=${file("told.jsonl")}`,
      "--no-report",
    ]);
    let said = "";
    simulation.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
    simulation.stdin.write("break mopti-2 lamp-open lamp2\n");
    await expect.poll(() => said).toContain("mopti-2: lamp-open");
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] as string;
    const repaired = await fetch(`${url}/repairs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ kit: "mopti-2", kind: "lamp-open" }),
    });
    expect([repaired.status, await repaired.json()]).toEqual([
      200,
      { ended: [expect.objectContaining({ kit: "mopti-2", kind: "lamp-open", part: "lamp2" })] },
    ]);
    const ended = once(simulation, "close");
    simulation.stdin.write("quit\n");
    expect((await ended)[0]).toBe(0);
    const labels: unknown[] = [];
    for await (const line of readRecording(file("told.jsonl"))) {
      if ("label" in line && line.label === "lamp-open" && line.kit === "mopti-2") labels.push(line);
    }
    expect(labels.at(-1)).toMatchObject({ part: "lamp2", end: expect.stringMatching(/^2026-03-02T/) as string });
  }, 60_000);

  it("never takes the place of a real kit", async () => {
    const data = file("real");
    const service = await serve(data);
    const before = await yeelenJson(["kits", "add", "mopti-2", "--site=Koro", `--data=${data}`]);
    expect(before).toMatchObject({ kits: [{ kit: "mopti-2" }] });
    const { status, stderr } = await yeelen(["simulate", "--scenario=demo", `--into=${data}`, "--no-report"]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/kit mopti-2 is registered already.*not replaced/)]);
    const { kits } = await yeelenJson<{ kits: { code: string; site: string }[] }>(["kits", `--data=${data}`]);
    expect(kits).toMatchObject([{ site: "Koro" }]);
    await service.stop();
  }, 30_000);

  it("pins what it is told to, with a label, and the readings show it", async () => {
    writeFileSync(
      file("theft.yaml"),
      `
name: theft
start: 2026-02-01
days: 4
phones: always
sites:
  - { name: Gao, region: gao, latitude: 16.27, longitude: -0.04, kits: 2 }
pinned:
  - { kit: gao-2, kind: panel-stolen, at: day 3 02:00 }
`,
    );
    await yeelenJson<Result>([
      "simulate",
      `--scenario=${file("theft.yaml")}`,
      `--out=${file("theft.jsonl.gz")}`,
      "--no-report",
    ]);
    const panel_mA = new Map<string, number>();
    for await (const line of readRecording(file("theft.jsonl.gz"))) {
      if ("label" in line) {
        expect(line).toMatchObject({ label: "panel-stolen", kit: "gao-2", onset: "2026-02-03T02:00:00.000Z" });
      }
      if (!("report" in line)) continue;
      for (const { rows, anchorUptime_s } of decodeReport(Buffer.from(line.report, "base64")).frame.groups) {
        for (const row of rows) {
          // a kit in its first boot, which began at midnight of the first day
          expect(anchorUptime_s).toBeLessThan(4 * 86_400);
          const day = 1 + Math.floor(((row[Column.Time] as number) - 1) / 86_400);
          const key = `${line.kit} day ${day}`;
          panel_mA.set(key, Math.max(panel_mA.get(key) ?? 0, row[Column.PanelCurrent_mA] as number));
        }
      }
    }
    for (const [key, most_mA] of panel_mA) {
      const isStolen = key === "gao-2 day 3" || key === "gao-2 day 4";
      expect([key, most_mA > 300]).toEqual([key, !isStolen]);
    }
    expect(panel_mA.size).toBe(8);
  }, 60_000);

  it.each([
    ["no scenario of that name", ["--scenario", "harmattan"], /no scenario harmattan.*programme/s],
    ["a seed that is no number", ["--scenario", "demo", "--seed", "x"], /--seed takes a whole number/],
    ["half a kit", ["--scenario", "demo", "--kits", "0.5"], /--kits takes a whole number/],
    ["no days", ["--scenario", "demo", "--days", "0"], /--days takes a number above 0/],
    ["a day that is none", ["--scenario", "demo", "--start", "yesterday"], /--start takes a day such as/],
    ["firmware for a kit that is not there", ["--scenario", "demo", "--firmware", "koro-1"], /there is no kit koro-1/],
    ["a broker without secrets", ["--scenario", "demo", "--broker", "127.0.0.1:1"], /--credentials/],
    ["a directory where no service runs", ["--scenario", "demo", "--into", "/nowhere"], /no service is running/],
    [
      "a file that cannot be written",
      ["--scenario", "demo", "--days", "1", "--no-report", "--out", "/nowhere/x.jsonl"],
      /ENOENT.*\/nowhere\/x\.jsonl/,
    ],
  ])("refuses %s", async (_what, args, message) => {
    const { status, stdout, stderr } = await yeelen(["simulate", ...args]);
    expect(stderr).toMatch(message);
    expect([status === 0, stdout]).toEqual([false, ""]);
  });

  it("says every mistake of a scenario at once, with its place", async () => {
    writeFileSync(file("wrong.yaml"), "name: wrong\nstart: tomorrow\ndays: 3\nsites:\n  - { name: Koro, kit: 3 }\n");
    const { status, stderr } = await yeelen(["simulate", "--scenario", file("wrong.yaml")]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/wrong\.yaml:2:\d+.*start/);
    expect(stderr).toMatch(/wrong\.yaml:5:\d+.*kit.*did you mean.*kits/);
  });
});

describeWith(["mosquitto"], "yeelen simulate into another broker", () => {
  it("goes on without a service behind the broker where receipts count, and takes a broker's word only then", async () => {
    const mosquitto = await startMosquitto();
    // a report whose receipt got lost is sent again
    const heard = new Map<string, Set<number>>();
    const listener = await mqtt.connectAsync(mosquitto.url);
    listener.on("message", (topic, payload) => {
      const rows = decodeReport(payload).frame.groups.flatMap((group) => group.rows);
      const sequences = rows.map((row) => row[Column.Sequence] as number);
      heard.set(topic, new Set([...(heard.get(topic) ?? []), ...sequences]));
    });
    await listener.subscribeAsync("kits/+/report");
    const broker = `--broker=127.0.0.1:${mosquitto.port}`;
    const run = ["simulate", "--scenario=demo", "--kits=2", "--days=1", broker, "--no-report"];
    expect(await yeelenJson<Result>([...run, "--receipts"])).toMatchObject({ kits: 2, days: 1 });
    await expect
      .poll(() => Object.fromEntries([...heard].map(([topic, sequences]) => [topic, sequences.size])))
      .toEqual({ "kits/kayes-1/report": 92, "kits/mopti-1/report": 92 });
    const refused = await yeelen([...run, "--receipts", "--firmware"]);
    expect(refused.stderr).toContain("a kit waits for an acknowledgement");
    await listener.endAsync();
    await mosquitto.stop();
  }, 60_000);
});
