import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ExportRig } from "./harness/exportRig";

/**
 * Against an InfluxDB 2 or 3 of your own: set these, and the readings of four kits with new codes are written into its
 * bucket (default `yeelen`, which has to exist and to keep a year).
 */
const {
  YEELEN_TEST_INFLUX_URL: url = "",
  YEELEN_TEST_INFLUX_TOKEN: token = "",
  YEELEN_TEST_INFLUX_ORG: org = "",
  YEELEN_TEST_INFLUX_BUCKET: database = "yeelen",
} = process.env;
const why = url && token ? "" : "[YEELEN_TEST_INFLUX_URL and YEELEN_TEST_INFLUX_TOKEN are not set] ";

/** Both answer InfluxQL at the address that InfluxDB 1.x has for it. */
async function ask(influxql: string): Promise<Record<string, unknown>[]> {
  const query = new URLSearchParams({ db: database, q: influxql });
  const response = await fetch(`${url}/query?${query.toString()}`, { headers: { authorization: `Token ${token}` } });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { results } = (await response.json()) as {
    results: { series?: { columns: string[]; values: unknown[][] }[] }[];
  };
  return results.flatMap(({ series = [] }) =>
    series.flatMap(({ columns, values }) =>
      values.map((cells) => Object.fromEntries(columns.map((name, i) => [name, cells[i]]))),
    ),
  );
}

describe.skipIf(why !== "")(`${why}InfluxDB 2 or 3`, () => {
  let rig: ExportRig;
  let prefix: string;
  beforeEach(() => {
    prefix = `test-${randomUUID()}`;
    rig = new ExportRig(4, prefix);
  });
  afterEach(async () => await rig.stop());

  const count = async () => {
    const [row] = await ask(`SELECT count("sequence") FROM "reading" WHERE "kit" =~ /^${prefix}/`);
    return Number(row?.count ?? 0);
  };

  it("has every reading once, also where all of them are sent again", async () => {
    rig.startExport({ url, token, org, database });
    rig.feed(28);
    await expect.poll(count, { timeout: 60_000, interval: 500 }).toBe(rig.readings);
    await rig.stopExport();
    // another address counts as another server
    rig.startExport({ url: `${url}/`, token, org, database });
    await expect.poll(() => rig.points(), { timeout: 60_000 }).toBe(rig.readings);
    expect(await count()).toBe(rig.readings);
    expect(rig.quarantined()).toBe(0);
  }, 120_000);

  it("keeps tags, fields and times as they are documented", async () => {
    rig.startExport({ url, token, org, database });
    rig.feed(1);
    await expect.poll(count, { timeout: 60_000, interval: 500 }).toBe(rig.readings);
    const [row] = await ask(`SELECT * FROM "reading" WHERE "kit" = '${prefix}-1' AND "sequence" = 5`);
    expect(row).toMatchObject({
      site: "Gao, nord",
      battery_voltage_V: 12.036,
      battery_current_A: -0.195,
      controller_chargeState: "absorption",
      lamp1_condition: "ok",
    });
    expect(String(row?.time)).toMatch(/^2026-06-01T01:15:00(\.000000005)?Z?$/);
  }, 90_000);
});
