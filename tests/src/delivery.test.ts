import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kit } from "@yeelen/firmware/kit/kit";
import { Intake } from "@yeelen/ingest/intake/intake";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import { encodeAnswer } from "@yeelen/ingest/intake/answer";
import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { Flash, keepFlash } from "@yeelen/simulator/kit/flash";
import { settingsOfKit } from "@yeelen/simulator/kit/settings";
import { randomOf } from "@yeelen/simulator/random";
import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";

const TIMELINES = 60;
const EVENTS = 120;
/** What a power cut may cost. */
const LOST_ms = 3_600_000;
const log = pino({ level: "silent" });

let directory: string;
let journal: Journal;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-delivery-"));
  journal = Journal.open(directory);
});
afterAll(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

/** Lives through a generated timeline of one kit and a bad network. Returns what was taken, and what power cuts may have cost. */
async function liveThrough(seed: number, record: KitRecord) {
  const random = randomOf(seed, record.code);
  let now_ms = Date.UTC(2026, 0, 1) + seed;
  let bootedAt_ms = now_ms;
  const intake = new Intake(journal, log);
  const taken = new Map<string, number>();
  const lost = new Set<string>();
  const flash = new Flash();
  let kit: Kit | undefined;
  const late: Buffer[] = [];

  const uptime_s = () => Math.floor((now_ms - bootedAt_ms) / 1000);
  const boot = () => {
    for (const [key, time_ms] of taken) if (now_ms - time_ms <= LOST_ms) lost.add(key);
    bootedAt_ms = now_ms;
    const settings = { clock_s: 0, interval_s: 900, uploadInterval_s: 0, battery: "lifepo4-4s" as const };
    kit = new Kit({
      ...settingsOfKit({ ...settings, flash: flash.records(), random: random() }),
      readingsPerReport: 6,
    });
    keepFlash(kit, 0, flash);
  };
  const take = () => {
    if (!kit) return;
    const row = emptyRow();
    row[Column.BatteryVoltage_mV] = 12_000 + Math.floor(1500 * random());
    row[Column.Lamp2Current_mA] = Math.floor(200 * random());
    if (random() < 0.3) row[Column.PanelCurrent_mA] = Math.floor(900 * random());
    const sequence = kit.nextSequence();
    const key = `${kit["store"].ring.incarnation} ${sequence}`;
    kit.take(row, uptime_s());
    keepFlash(kit, uptime_s(), flash);
    taken.set(key, bootedAt_ms + uptime_s() * 1000);
  };
  /** Sends what the kit wants to send; the network does with report and answer as it likes. */
  const send = async (network: "good" | "report lost" | "answer lost" | "answer late" | "report twice") => {
    const next = kit?.nextReport(uptime_s(), NOT_MEASURED);
    if (!next) return;
    const report = Buffer.from(next);
    if (network === "report lost") return;
    if (network === "report twice") intake.receive(record, "binary", report, now_ms);
    const ack = encodeAnswer("binary", intake.receive(record, "binary", report, now_ms));
    if (network === "answer lost") return;
    if (network === "answer late") late.push(ack);
    else kit?.receive(ack, uptime_s());
  };

  boot();
  for (let i = 0; i < EVENTS; i++) {
    now_ms += 1000 * Math.floor(900 * random());
    const dice = random();
    if (dice < 0.45) take();
    else if (dice < 0.6) await send("good");
    else if (dice < 0.68) await send("report lost");
    else if (dice < 0.76) await send("answer lost");
    else if (dice < 0.84) await send("answer late");
    else if (dice < 0.9) await send("report twice");
    else if (dice < 0.94 && late.length > 0) kit?.receive(late.shift() as Buffer, uptime_s());
    else if (dice < 0.97) kit?.disconnected();
    else boot();
  }
  for (let i = 0; i < 100 && (kit?.held() ?? 0) > 0; i++) {
    now_ms += 60_000;
    await send("good");
  }
  expect(kit?.held(), `seed ${seed}: the kit gets rid of everything in the end`).toBe(0);
  return { taken, lost };
}

it(`every reading that a kit takes is stored once and in its place, through ${TIMELINES} bad networks`, async () => {
  let stored = 0;
  let placed = 0;
  for (let seed = 1; seed <= TIMELINES; seed++) {
    const code = `kit-${seed}`;
    journal.kits.add({ code, site: "Mopti", clock: "server", battery: "lifepo4-4s", secretHash: Buffer.alloc(32) }, 0);
    const record = journal.kits.find(code) as KitRecord;
    const { taken, lost } = await liveThrough(seed, record);
    const readings = journal.readings.ofKitBetween(record.id, 0, Number.MAX_SAFE_INTEGER);
    const keys = readings.map(({ incarnation, sequence }) => `${incarnation} ${sequence}`);
    expect(new Set(keys).size, `seed ${seed}: none twice`).toBe(keys.length);
    const missing = [...taken.keys()].filter((key) => !keys.includes(key) && !lost.has(key));
    expect(missing, `seed ${seed}: none missing`).toEqual([]);
    for (const { incarnation, sequence, time_ms, estimated } of readings) {
      // of a boot in which the kit was never answered, nobody knows when it was
      if (estimated) continue;
      placed += 1;
      const off_ms = time_ms - (taken.get(`${incarnation} ${sequence}`) as number);
      expect(Math.abs(off_ms), `seed ${seed}: sequence ${sequence} in its place`).toBeLessThanOrEqual(1000);
    }
    stored += keys.length;
  }
  expect(journal.quarantine.count()).toBe(0);
  expect(stored).toBeGreaterThan(TIMELINES * 20);
  expect(placed).toBeGreaterThan(0.8 * stored);
}, 120_000);
