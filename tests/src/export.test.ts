import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fields } from "@yeelen/ingest/export/fields";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Influxdb, startInfluxdb } from "yeelen/servers/influxdb";
import { startVictoriaMetrics, type VictoriaMetrics } from "yeelen/servers/victoriaMetrics";
import { ExportRig } from "./harness/exportRig";
import { describeWith } from "./servers/programs";

/** A week of a kit is 28 reports. */
const WEEK_reports = 28;

let rig: ExportRig;
beforeEach(() => {
  rig = new ExportRig();
});
afterEach(async () => await rig.stop());

const eventually = <T>(found: () => T) => expect.poll(found, { timeout: 60_000, interval: 200 });

describeWith(["influxd"], "InfluxDB 1.x", () => {
  let influx: Influxdb;
  beforeEach(async () => {
    influx = await startInfluxdb();
  });
  afterEach(async () => await influx.stop());

  const count = async (): Promise<number> => {
    try {
      const [row] = await influx.query("yeelen", `SELECT count("sequence") FROM "reading"`);
      return Number(row?.count ?? 0);
    } catch {
      return -1;
    }
  };

  it("has every reading once though it is killed again and again while readings come in", async () => {
    rig.startExport({ url: influx.url });
    for (let round = 0; round < 3; round++) {
      rig.feed(20);
      await eventually(rig.points.bind(rig)).toBeGreaterThan(0);
      influx.kill();
      rig.feed(20);
      await influx.restart();
      rig.feed(5);
    }
    await eventually(count).toBe(rig.readings);
    expect(rig.quarantined()).toBe(0);
  }, 120_000);

  it("has every reading once after it was down for a week", async () => {
    influx.kill();
    rig.startExport({ url: influx.url });
    await eventually(() => rig.said).toContain("InfluxDB does not take points; readings wait in the journal");
    for (let week = 0; week < 4; week++) rig.feed(WEEK_reports);
    await influx.restart();
    await eventually(count).toBe(rig.readings);
    expect(rig.said.filter((line) => line.startsWith("InfluxDB"))).toEqual([
      "InfluxDB does not take points; readings wait in the journal",
      "InfluxDB takes points again",
    ]);
  }, 120_000);

  it("keeps tags, fields and times as they are documented", async () => {
    rig.startExport({ url: influx.url });
    rig.feed(1);
    await eventually(count).toBe(rig.readings);
    const [row] = await influx.query("yeelen", `SELECT * FROM "reading" WHERE "kit" = 'kit-1' AND "sequence" = 5`);
    expect(row).toMatchObject({
      time: "2026-06-01T01:15:00.000000005Z",
      site: "Gao, nord",
      battery_voltage_V: 12.036,
      battery_current_A: -0.195,
      controller_chargeState: "absorption",
      lamp1_condition: "ok",
    });
    expect(row).not.toHaveProperty("battery_temperature_degC");
  });

  it("that keeps a week drops what is older, and that is no fault of the readings", async () => {
    await influx.query("yeelen", `CREATE DATABASE "yeelen" WITH DURATION 7d`);
    rig.startExport({ url: influx.url });
    rig.feed(1);
    await eventually(() => rig.said).toContain(
      "InfluxDB drops readings that are older than its retention policy keeps",
    );
    expect(rig.quarantined()).toBe(0);
  });
});

describeWith(["victoria-metrics"], "VictoriaMetrics", () => {
  let victoria: VictoriaMetrics;
  beforeEach(async () => {
    victoria = await startVictoriaMetrics();
  });
  afterEach(async () => await victoria.stop());

  const count = async () => await victoria.countSamples("reading_sequence").catch(() => -1);
  /** VictoriaMetrics tells the second of its start alone, and this machine may start it twice within one. */
  const startedAgain = async () => {
    await sleep(1100);
    await victoria.restart();
  };

  it("has every reading once though it is killed right after it took them", async () => {
    rig.startExport({ url: victoria.url });
    rig.feed(20);
    await eventually(rig.points.bind(rig)).toBe(rig.readings);
    victoria.kill();
    await startedAgain();
    await eventually(count).toBe(rig.readings);
    expect(rig.said).toContain("VictoriaMetrics was restarted: what it may have lost is sent again");
  }, 90_000);

  it("has every reading once though it was killed and started again while the service was down", async () => {
    rig.startExport({ url: victoria.url });
    rig.feed(20);
    await eventually(rig.points.bind(rig)).toBe(rig.readings);
    victoria.kill();
    await rig.stopExport();
    rig.feed(5);
    await startedAgain();
    rig.startExport({ url: victoria.url });
    await eventually(count).toBe(rig.readings);
    expect(rig.quarantined()).toBe(0);
  }, 90_000);

  it("has every reading once though it is killed again and again while readings come in", async () => {
    rig.startExport({ url: victoria.url });
    for (let round = 0; round < 3; round++) {
      rig.feed(20);
      await sleep(300);
      victoria.kill();
      rig.feed(5);
      await startedAgain();
    }
    await eventually(count).toBe(rig.readings);
    expect(rig.quarantined()).toBe(0);
  }, 120_000);

  it("is told states as numbers: it would keep 0 for any text", async () => {
    rig.startExport({ url: victoria.url });
    rig.feed(1);
    await eventually(count).toBe(rig.readings);
    const answer = await fetch(`${victoria.url}/api/v1/export?match[]=reading_controller_chargeState{kit="kit-1"}`);
    const series = (await answer.json()) as { metric: Record<string, string>; values: number[] };
    expect(series.metric).toMatchObject({ kit: "kit-1", site: "Gao, nord" });
    expect(series.values).toEqual(Array(24).fill(2));
  });
});

describe("docs/influxdb.md", () => {
  const document = readFileSync(new URL("../../docs/influxdb.md", import.meta.url), "utf8");

  it("lists every field, with the numbers that VictoriaMetrics has for names", () => {
    const rows = [...document.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| (?:integer|float|boolean|text) \| (.*) \|$/gm)];
    const listed = rows.flatMap(([, names, meaning]) =>
      [...(names as string).matchAll(/\w+/g)].map(([name]) => [name, meaning] as const),
    );
    expect(listed.map(([name]) => name).toSorted()).toEqual(fields.map(({ name }) => name));
    for (const field of fields) {
      if (!("names" in field)) continue;
      const meaning = listed.find(([name]) => name === field.name)?.[1];
      const first = field.kind === "reason" ? 1 : 0;
      for (const [i, name] of field.names.entries()) expect(meaning).toContain(`\`${name}\` ${first + i}`);
    }
  });

  describeWith(["influxd"], "with InfluxDB", () => {
    it("advises what InfluxDB does: daily means of what has come late, too", async () => {
      const influx = await startInfluxdb();
      rig.startExport({ url: influx.url });
      rig.feed(8);
      await expect.poll(rig.points.bind(rig), { timeout: 60_000 }).toBe(rig.readings);
      const statements = [...document.matchAll(/^```sql\n([^$]*?)\n```$/gm)].flatMap(([, sql]) =>
        (sql as string).split("\n"),
      );
      expect(statements).toHaveLength(3);
      // the readings of the test are older than 60 days, some day
      for (const sql of statements)
        await influx.query("yeelen", sql.replace("400d", "INF").replace("now() - 60d", "'2026-05-01'"));
      const rows = await influx.query("yeelen", `SELECT * FROM "yeelen"."daily"."reading"`);
      expect(rows).toHaveLength(4 * 2);
      expect(rows[0]).toMatchObject({ time: "2026-06-01T00:00:00Z", kit: "kit-0", site: "Gao, nord", readings: 96 });
      expect(rows[0]?.mean_battery_stateOfCharge_pct).toBe(76);
      await influx.stop();
    });
  });
});
