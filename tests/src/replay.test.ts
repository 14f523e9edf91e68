import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { KitView } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kigemeLampHours } from "./harness/kigeme";
import { heedFile, type ServeProcess, serve, yeelen, yeelenJson } from "./harness/yeelen";
import { startInfluxdb } from "yeelen/servers/influxdb";
import { describeWith } from "./servers/programs";
import { startVictoriaMetrics } from "yeelen/servers/victoriaMetrics";

const KITS = 20;
const READINGS = KITS * 744;

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "yeelen-replay-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const replay = async (...args: string[]) => await yeelen(["replay", heedFile, "--as", "heed", "--data", data, ...args]);

async function expectAllInJournal(): Promise<void> {
  const { kits } = await yeelenJson<{ kits: KitView[] }>(["kits", "--data", data]);
  expect(kits).toHaveLength(KITS);
  expect(kits.map(({ readings, gaps }) => `${readings} ${gaps}`)).toEqual(Array(KITS).fill("744 0"));
}

/** Kills the service without warning once it has a part of the readings, and starts it again in its place. */
async function killHalfway(service: ServeProcess, environment: Record<string, string> = {}): Promise<ServeProcess> {
  const count = async () => {
    const { kits } = (await (await fetch(`${service.url}/api/v1/kits`)).json()) as { kits: KitView[] };
    return kits.reduce((sum, kit) => sum + kit.readings, 0);
  };
  while ((await count()) < READINGS / 3) await sleep(20);
  expect(await count()).toBeLessThan(READINGS);
  await service.kill();
  await sleep(500);
  return await serve(data, environment, service);
}

describe("a month of field data, replayed through a running service", () => {
  it("is in the journal to the last reading, once, and gives exactly the lamps that hardly worked", async () => {
    const service = await serve(data);
    expect(await replay()).toMatchObject({ status: 0, stdout: expect.stringContaining("14880 readings of 20 kits") });
    await expectAllInJournal();

    const hours = kigemeLampHours();
    expect(hours.size).toBe(60);
    const dark = [...hours].filter(([, worked]) => worked <= 6);
    expect(dark).toHaveLength(25);
    const { faults } = await yeelenJson<{ faults: Fault[] }>(["faults", "--data", data]);
    const found = faults.map(({ kit, part, evidence }) => [`${kit} ${part}`, evidence.worked_h]);
    expect(new Map(found as [string, number][])).toEqual(new Map(dark));
    for (const fault of faults) {
      expect(fault).toMatchObject({ kind: "lamp-hardly-used", severity: "notice", state: "raised", site: "Kigeme" });
      const others = [...hours].filter(([lamp]) => lamp !== `${fault.kit} ${fault.part}`).map(([, worked]) => worked);
      expect(fault.evidence).toMatchObject({ neighbours: 59, neighbours_h: others.toSorted((a, b) => a - b)[29] });
    }

    // a second replay adds nothing, and what runs without a service says the same
    expect((await replay()).status).toBe(0);
    await expectAllInJournal();
    expect(await service.stop()).toBe(0);
    await expectAllInJournal();
    expect((await yeelenJson<{ faults: Fault[] }>(["faults", "--data", data])).faults).toEqual(faults);
  });

  it("is there once after the service was killed in the middle and started again", async () => {
    const service = await serve(data);
    const running = replay();
    const again = await killHalfway(service);
    expect((await running).status).toBe(0);
    await expectAllInJournal();
    await again.stop();
  });
});

describeWith(["influxd"], "the same month in InfluxDB 1.x", () => {
  const count = async (influx: Awaited<ReturnType<typeof startInfluxdb>>) =>
    Number((await influx.query("yeelen", "SELECT count(sequence) AS points FROM reading"))[0]?.points ?? 0);

  it("has every reading once", async () => {
    const influx = await startInfluxdb();
    const service = await serve(data, { INFLUX_URL: influx.url });
    expect((await replay()).status).toBe(0);
    await expect.poll(async () => await count(influx), { timeout: 30_000, interval: 200 }).toBe(READINGS);
    await service.stop();
    await influx.stop();
  });

  it("has every reading once though it was down for the first half and the service was killed", async () => {
    const influx = await startInfluxdb();
    influx.kill();
    const environment = { INFLUX_URL: influx.url };
    const service = await serve(data, environment);
    const running = replay();
    const again = await killHalfway(service, environment);
    await influx.restart();
    expect((await running).status).toBe(0);
    await expectAllInJournal();
    await expect.poll(async () => await count(influx), { timeout: 45_000, interval: 500 }).toBe(READINGS);
    await sleep(1500);
    expect(await count(influx)).toBe(READINGS);
    await again.stop();
    await influx.stop();
  }, 120_000);
});

describeWith(["victoria-metrics"], "the same month in VictoriaMetrics with deduplication", () => {
  it("has every reading once though the service was killed", async () => {
    const victoria = await startVictoriaMetrics();
    const environment = { INFLUX_URL: victoria.url };
    const service = await serve(data, environment);
    const running = replay();
    const again = await killHalfway(service, environment);
    expect((await running).status).toBe(0);
    await expect
      .poll(async () => await victoria.countSamples("reading_sequence"), { timeout: 30_000, interval: 500 })
      .toBe(READINGS);
    await again.stop();
    await victoria.stop();
  }, 120_000);
});
