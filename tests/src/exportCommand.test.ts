import { afterEach, beforeEach, expect, it } from "vitest";
import { type Influxdb, startInfluxdb } from "yeelen/servers/influxdb";
import { startVictoriaMetrics } from "yeelen/servers/victoriaMetrics";
import { ExportRig } from "./harness/exportRig";
import { serve, yeelen, yeelenJson } from "./harness/yeelen";
import { describeWith } from "./servers/programs";

interface Exported {
  points: number;
  tooOld: number;
  refused: number;
}

let rig: ExportRig;
beforeEach(async () => {
  rig = new ExportRig();
  // a fortnight from the first of June on
  rig.feed(56);
});
afterEach(async () => await rig.stop());

const exported = async (url: string, ...args: string[]) =>
  await yeelenJson<Exported>(["export", "--data", rig.data, "--url", url, ...args]);

describeWith(["influxd"], "yeelen export into InfluxDB", () => {
  let influx: Influxdb;
  beforeEach(async () => {
    influx = await startInfluxdb();
  });
  afterEach(async () => await influx.stop());

  const count = async (database = "yeelen") =>
    Number((await influx.query(database, `SELECT count("sequence") FROM "reading"`))[0]?.count ?? 0);

  it("writes the whole journal, whatever was exported before, and twice is once", async () => {
    for (let time = 0; time < 2; time++) {
      expect(await exported(influx.url)).toMatchObject({ points: rig.readings, tooOld: 0, refused: 0 });
      expect(await count()).toBe(rig.readings);
    }
  });

  it("does so while the service runs, and leaves the service's own export alone", async () => {
    const service = await serve(rig.data, { INFLUX_URL: influx.url, INFLUX_DATABASE: "live" });
    expect(await exported(influx.url, "--database", "again")).toMatchObject({ points: rig.readings });
    expect(await count("again")).toBe(rig.readings);
    await expect.poll(async () => await count("live"), { timeout: 20_000 }).toBe(rig.readings);
    expect(await service.stop()).toBe(0);
  });

  it("writes only the days that are asked for", async () => {
    const days = ["--from", "2026-06-03", "--to", "2026-06-05"];
    expect(await exported(influx.url, ...days)).toMatchObject({ points: 4 * 2 * 96 });
    const [row] = await influx.query("yeelen", `SELECT first("sequence") FROM "reading"`);
    expect(row?.time).toMatch(/^2026-06-03T00:00:00/);
  });

  it("counts what the database drops because it is too old", async () => {
    await influx.query("yeelen", `CREATE DATABASE "yeelen" WITH DURATION 7d`);
    const { points, tooOld } = await exported(influx.url);
    expect(points + tooOld).toBe(rig.readings);
    expect(await count()).toBe(points);
    expect(tooOld).toBeGreaterThan(0);
  });

  it("ends with a message where the server does not answer", async () => {
    influx.kill();
    const { status, stdout, stderr } = await yeelen(["export", "--data", rig.data, "--url", influx.url, "--json"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`${influx.url} does not take points`);
  });
});

it("says what is missing", async () => {
  const { status, stderr } = await yeelen(["export", "--data", rig.data], { INFLUX_URL: "" });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "yeelen: say where to:  yeelen export --url http://127.0.0.1:8086\n",
  });
});

describeWith(["victoria-metrics"], "yeelen export into VictoriaMetrics", () => {
  it("writes the whole journal", async () => {
    const victoria = await startVictoriaMetrics();
    expect(await exported(victoria.url)).toMatchObject({ points: rig.readings });
    expect(await victoria.countSamples("reading_sequence")).toBe(rig.readings);
    await victoria.stop();
  });
});
