import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batteryProfile } from "@yeelen/firmware/kit/battery";
import { Kit } from "@yeelen/firmware/kit/kit";
import { firstSequence, nextBoot, SEQUENCE_BLOCK, type StoredNumbering } from "@yeelen/firmware/kit/numbering";
import { Intake } from "@yeelen/ingest/intake/intake";
import { Journal } from "@yeelen/ingest/journal/journal";
import type { KitRecord } from "@yeelen/ingest/journal/kits";
import { frameOfAcknowledgement } from "@yeelen/shared/acknowledgement";
import { encodeAck } from "@yeelen/shared/wire/acknowledgement";
import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { randomOf } from "@yeelen/simulator/random";
import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";

const TIMELINES = 60;
const EVENTS = 120;
const RING = 20;
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

/** Lives through a generated timeline of one kit and a bad network. Returns what was taken and what was lost by power cuts and a full ring. */
async function liveThrough(seed: number, record: KitRecord) {
  const random = randomOf(seed, record.code);
  let now_ms = Date.UTC(2026, 0, 1) + seed;
  let bootedAt_ms = now_ms;
  const intake = new Intake(
    journal,
    () => now_ms,
    log,
    () => undefined,
  );
  const taken = new Map<string, number>();
  const lost = new Set<string>();
  let stored: StoredNumbering = { incarnation: -1, reserved: -1, boot: -1 };
  let kit: Kit | undefined;
  const late: Buffer[] = [];

  const uptime_s = () => Math.floor((now_ms - bootedAt_ms) / 1000);
  /** What the kit holds only in RAM, oldest first. */
  const held = (): string[] => {
    const ring = kit?.["ring"];
    const rows = Array.from({ length: ring?.size() ?? 0 }, (_, i) => ring?.at(i) ?? []);
    return rows.map((row) => `${stored.incarnation} ${row[Column.Sequence]}`);
  };
  const boot = () => {
    for (const key of held()) lost.add(key);
    stored = nextBoot(stored, random());
    bootedAt_ms = now_ms;
    kit = new Kit({
      incarnation: stored.incarnation,
      firstSequence: firstSequence(stored),
      boot: stored.boot,
      resetCause: 0,
      firmware: "0.1.0",
      clock_s: 0,
      uploadInterval_s: 0,
      ringCapacity: RING,
      readingsPerReport: 6,
      battery: batteryProfile("lifepo4-4s"),
    });
  };
  const take = () => {
    if (!kit) return;
    const row = emptyRow();
    row[Column.BatteryVoltage_mV] = 12_000 + Math.floor(1500 * random());
    row[Column.Lamp2Current_mA] = Math.floor(200 * random());
    if (random() < 0.3) row[Column.PanelCurrent_mA] = Math.floor(900 * random());
    if (kit.nextSequence() >= stored.reserved) stored = { ...stored, reserved: stored.reserved + SEQUENCE_BLOCK };
    const key = `${stored.incarnation} ${kit.nextSequence()}`;
    if (kit.held() === RING) lost.add(held()[0] as string);
    kit.take(row, uptime_s());
    taken.set(key, bootedAt_ms + uptime_s() * 1000);
  };
  /** Sends what the kit wants to send; the network does with report and answer as it likes. */
  const send = async (network: "good" | "report lost" | "answer lost" | "answer late" | "report twice") => {
    const report = kit?.nextReport(uptime_s(), NOT_MEASURED);
    if (!report) return;
    if (network === "report lost") return;
    if (network === "report twice") await intake.receive(record, "binary", report);
    const ack = encodeAck(frameOfAcknowledgement(await intake.receive(record, "binary", report)), Buffer.alloc(4096));
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
  for (let i = 0; i < 100 && held().length > 0; i++) {
    now_ms += 60_000;
    await send("good");
  }
  expect(held(), `seed ${seed}: the kit gets rid of everything in the end`).toEqual([]);
  return { taken, lost };
}

it(`every reading that a kit takes is stored once and in its place, through ${TIMELINES} bad networks`, async () => {
  let stored = 0;
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
    for (const { incarnation, sequence, time_ms } of readings) {
      const off_ms = time_ms - (taken.get(`${incarnation} ${sequence}`) as number);
      expect(Math.abs(off_ms), `seed ${seed}: sequence ${sequence} in its place`).toBeLessThanOrEqual(1000);
    }
    stored += keys.length;
  }
  expect(journal.quarantine.count()).toBe(0);
  expect(stored).toBeGreaterThan(TIMELINES * 20);
}, 120_000);
