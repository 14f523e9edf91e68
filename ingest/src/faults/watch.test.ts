import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Intake } from "../intake/intake";
import { Journal } from "../journal/journal";
import type { Clock, KitRecord } from "../journal/kits";
import { HOUR_ms } from "./testReadings";
import { FaultWatch } from "./watch";

const START_ms = Date.UTC(2026, 0, 1);
const silentLog = pino({ level: "silent" });

let directory: string;
let journal: Journal;
let now_ms: number;
let intake: Intake;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-watch-"));
  journal = Journal.open(directory);
  now_ms = START_ms;
  intake = new Intake(journal, silentLog);
});

afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

const at = (hours: number) => {
  now_ms = START_ms + hours * HOUR_ms;
};

function aKit(code: string, clock: Clock = "server", site = "Mopti"): KitRecord {
  journal.kits.add({ code, site, clock, battery: "lifepo4-4s", secretHash: Buffer.alloc(32) }, now_ms);
  return journal.kits.find(code) as KitRecord;
}

/**
 * A kit reports its first lamp, each reading an hour after the one before, the last one now: lit (l), or broken (x).
 *
 * @param sequence of the first of these readings
 */
async function reports(kit: KitRecord, sequence: number, lamp: string, before_h = 0): Promise<void> {
  const uptime_s = 1_000_000;
  const readings = lamp.split("").map((state, i) => ({
    sequence: sequence + i,
    uptime_s: uptime_s - (before_h + lamp.length - 1 - i) * 3600,
    battery: { voltage_mV: 12_400 },
    lamps: [
      state === "l"
        ? { commanded_pct: 100, current_mA: 180, condition: "ok" }
        : { commanded_pct: 100, current_mA: 0, condition: "open" },
    ],
  }));
  const ack = intake.receive(
    kit,
    "json",
    Buffer.from(JSON.stringify({ version: "1.0", uptime_s, boots: [{ readings }] })),
    now_ms,
  );
  expect(ack.accepted).toBeDefined();
}

const faults = async () =>
  (await new FaultWatch(journal, () => now_ms).faults()).map(({ kit, kind }) => `${kit} ${kind}`);

describe("a silent kit", () => {
  beforeEach(() => journal.listening.alive(START_ms, START_ms));
  const listensUntil = (hours: number) => {
    at(hours);
    journal.listening.alive(START_ms, now_ms);
  };

  it("is a fault after a day without a report, until the next one", async () => {
    const kit = aKit("k1-a");
    aKit("never-handed-out");
    listensUntil(1);
    await reports(kit, 0, "l");
    listensUntil(24.9);
    expect(await faults()).toEqual([]);
    listensUntil(25);
    expect(await faults()).toEqual(["k1-a kit-silent"]);
    await reports(kit, 1, "l");
    expect(await faults()).toEqual([]);
  });

  it("is none while the service itself was away", async () => {
    await reports(aKit("k1-a"), 0, "l");
    listensUntil(10);
    at(100);
    journal.listening.alive(now_ms, now_ms);
    expect(await faults()).toEqual([]);
    at(113.9);
    journal.listening.alive(START_ms + 100 * HOUR_ms, now_ms);
    expect(await faults()).toEqual([]);
    at(114);
    journal.listening.alive(START_ms + 100 * HOUR_ms, now_ms);
    expect(await faults()).toEqual(["k1-a kit-silent"]);
  });

  it("is none where the kit stamps its own time: its now is its newest reading", async () => {
    await reports(aKit("k1-a", "sender"), 0, "l");
    listensUntil(1000);
    expect(await faults()).toEqual([]);
  });

  it("says how many others of its site are silent, and what it said last", async () => {
    await reports(aKit("k1-a"), 0, "l");
    await reports(aKit("k1-b"), 0, "l");
    const other = aKit("k1-c");
    aKit("k2-a", "server", "Kayes");
    listensUntil(30);
    await reports(other, 0, "l");
    const [fault] = await new FaultWatch(journal, () => now_ms).faults();
    expect(fault?.evidence).toMatchObject({
      silent_h: 30,
      listened_h: 30,
      promised_h: 6,
      lastBattery_V: 12.4,
      lastStateOfCharge_pct: null,
      siteSilent: 2,
      siteKits: 3,
      likely_cause: "phone-away",
      site_kits_heard: 1,
    });
  });
});

describe("late readings", () => {
  it("raise nothing by coming late: the state at the newest reading counts", async () => {
    const kit = aKit("k1-a");
    const watch = new FaultWatch(journal, () => now_ms);
    at(48);
    await reports(kit, 10, "l");
    expect(await watch.faults()).toEqual([]);
    await reports(kit, 0, "xxxx", 5);
    expect(await watch.faults()).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it("complete the history of what is still so", async () => {
    const kit = aKit("k1-a");
    const watch = new FaultWatch(journal, () => now_ms);
    at(48);
    await reports(kit, 10, "x");
    expect(await watch.faults()).toEqual([]);
    await reports(kit, 8, "xx", 1);
    const [fault] = await watch.faults();
    expect(fault).toMatchObject({ kind: "lamp-open", since: "2026-01-02T22:00:00.000Z" });
  });

  it("in any order and repetition end in the same faults, with a restart or without", async () => {
    const chunks: [number, string, number][] = [
      [0, "lll", 9],
      [3, "lxl", 6],
      [6, "lxx", 3],
      [9, "xxx", 0],
    ];
    const orders = [
      [0, 1, 2, 3],
      [3, 0, 1, 2],
      [3, 2, 1, 0],
      [1, 3, 1, 0, 3, 2, 2],
      [2, 0, 3, 1],
    ];
    const results = [];
    at(48);
    for (const [i, order] of orders.entries()) {
      const kit = aKit(`kit-${i}`, "server", `site-${i}`);
      const watch = new FaultWatch(journal, () => now_ms);
      for (const chunk of order) {
        const [sequence, lamp, before_h] = chunks[chunk] as [number, string, number];
        await reports(kit, sequence, lamp, before_h);
        await watch.faults();
      }
      const mine = (list: Awaited<ReturnType<typeof watch.faults>>) =>
        list.filter((fault) => fault.kit === kit.code).map(({ kit: _kit, site: _site, ...rest }) => rest);
      results.push(mine(await watch.faults()), mine(await new FaultWatch(journal, () => now_ms).faults()));
    }
    expect(results[0]).toHaveLength(1);
    for (const result of results) expect(result).toEqual(results[0]);
  });
});
