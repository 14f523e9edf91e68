import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KitDetail, KitView } from "@yeelen/shared/answers";
import type { Fault } from "@yeelen/shared/faults";
import { loadMapping, parseMapping } from "@yeelen/simulator/replay/log/loadMapping";
import { readLog } from "@yeelen/simulator/replay/log/readLog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { historyOf } from "./harness/engineHistory";
import { lifeOfLoneKit, loggedOf, type MeasuredRow } from "./harness/siteLog";
import { serve, yeelen, yeelenJson } from "./harness/yeelen";

const shipped = (name: string) => fileURLToPath(new URL(`../../simulator/data/mappings/${name}.yaml`, import.meta.url));

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "yeelen-site-log-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** As an EPEVER logger writes it: every fifth row a line too early, every fiftieth twice. */
function epeverLog(rows: readonly MeasuredRow[]): string {
  const head =
    "Date;Time;PV voltage(V);PV current(A);Battery voltage(V);Battery current(A);Load current(A);Battery temperature(C);Device temperature(C)";
  const lines = rows.map((measured) => {
    const { pvVoltage, pvCurrent, batteryVoltage, batteryCurrent, loadCurrent, batteryTemperature } =
      loggedOf(measured);
    const [date = "", time = ""] = new Date(measured.time_ms).toISOString().split("T");
    const values = [pvVoltage, pvCurrent, batteryVoltage, batteryCurrent, loadCurrent, batteryTemperature];
    const cells = values.map((value) => value?.toFixed(2).replace(".", ",") ?? "--");
    return [date.split("-").toReversed().join("/"), time.slice(0, 8), ...cells, "--"].join(";");
  });
  const shuffled: string[] = [];
  for (const [i, line] of lines.entries()) {
    if (i % 5 === 4) shuffled.splice(-1, 0, line);
    else shuffled.push(line);
    if (i % 50 === 49) shuffled.push(line);
  }
  return [head, ...shuffled, ""].join("\r\n");
}

/** As VE.Direct has it, an object a line. */
function victronLog(rows: readonly MeasuredRow[]): string {
  return rows
    .map((measured) => {
      const {
        pvVoltage = 0,
        pvCurrent = 0,
        batteryVoltage = 0,
        batteryCurrent = 0,
        loadCurrent = 0,
      } = loggedOf(measured);
      return JSON.stringify({
        ts: measured.time_ms,
        device: "mppt1",
        V: batteryVoltage * 1000,
        I: Math.round(batteryCurrent * 1000),
        VPV: pvVoltage * 1000,
        PPV: Math.round(pvVoltage * pvCurrent),
        IL: Math.round(loadCurrent * 1000),
        CS: pvCurrent < 0.02 ? 0 : 3,
      });
    })
    .join("\n");
}

const leadAcid = { battery: "lead-acid-6s", controller: "pwm", battery_Ah: 12, panel_Wp: 30 } as const;

describe.each([300, 900, 3600])("seven weeks of a healthy lead-acid site alone, every %i s", (interval_s) => {
  const rows = lifeOfLoneKit({ days: 49, seed: 5, interval_s, kit_type: leadAcid });

  it("raise no fault, replayed from an EPEVER log", () => {
    const file = join(directory, `tracer-${interval_s}.csv`);
    writeFileSync(file, epeverLog(rows));
    const { recording, tally } = readLog(file, loadMapping(shipped("epever-tracer")));
    expect(tally).toMatchObject({ invalid: 0, cells: 0, gaps: 0, contradicting: 0 });
    expect(tally.outOfOrder).toBeGreaterThan(rows.length / 10);
    expect(recording.kits[0]?.rows).toHaveLength(rows.length);
    expect(historyOf(recording)).toEqual([]);
  });
});

it("seven weeks of a healthy LiFePO4 site alone raise no fault, replayed from a Victron log", () => {
  const rows = lifeOfLoneKit({ days: 49, seed: 6, interval_s: 300 });
  const file = join(directory, "victron.jsonl");
  writeFileSync(file, victronLog(rows));
  const { recording, tally } = readLog(file, loadMapping(shipped("victron-vedirect")));
  expect(tally).toMatchObject({ invalid: 0, cells: 0, outOfOrder: 0 });
  expect(recording.kits.map(({ kitId }) => kitId)).toEqual(["victron-mppt1"]);
  expect(historyOf(recording)).toEqual([]);
});

/** The table of typical weeks as logs of four sites, week after week: 10 minutes a row, two LiFePO4 cells, discharge positive. */
const bboxxMapping = `format: csv
site: Bboxx
kit_column: cluster_id
kit_prefix: bboxx-
battery: lifepo4-4s
nominal_V: 6
charging: negative
time: { columns: [at], format: epoch_s }
readings:
  battery_voltage: { column: battery_voltage_mean, unit: V }
  battery_current: { column: current_mean, unit: A }
  state_of_charge: { column: state_of_charge_percent_mean, unit: pct }
  battery_temperature: { column: temperature_mean, unit: degC }
`;

it("typical weeks of 200 systems in the field, without a panel's readings, raise no fault", () => {
  const table = fileURLToPath(
    new URL("../../simulator/data/bboxx-derived/bboxx_weekly_features_200dev.csv", import.meta.url),
  );
  const [head = "", ...weeks] = readFileSync(table, "utf8").trim().split("\n");
  const start_s = Date.UTC(2021, 1, 1) / 1000;
  const log = Array.from({ length: 8 }, (_, week) =>
    weeks.map((line) => `${start_s + (week * 1008 + Number(line.split(",", 1)[0])) * 600},${line}`),
  );
  const file = join(directory, "bboxx.csv");
  writeFileSync(file, [`at,${head}`, ...log.flat()].join("\n"));
  const { recording, tally } = readLog(file, parseMapping(bboxxMapping, "bboxx.yaml"));
  expect(tally).toMatchObject({ rows: 4 * 8 * 1008, invalid: 0, cells: 0, gaps: 0, repeated: 0 });
  // each by itself: they are of no one site
  expect(recording.kits.flatMap((kit) => historyOf({ site: kit.kitId, kits: [kit] }))).toEqual([]);
});

describe("yeelen replay --mapping", () => {
  it("fills a data directory without a service on it, and once more adds nothing, with one", async () => {
    const data = join(directory, "data");
    const file = join(directory, "fortnight.csv");
    const rows = lifeOfLoneKit({ days: 14, seed: 7, interval_s: 900, kit_type: leadAcid });
    // two days are missing
    writeFileSync(file, epeverLog(rows.filter((_, i) => i < 500 || i >= 692)));
    const replay = async () =>
      await yeelenJson<{ readings: number; log: { gaps: number } }>([
        "replay",
        file,
        "--mapping",
        shipped("epever-tracer"),
        "--data",
        data,
      ]);
    const readings = rows.length - 192;
    expect(await replay()).toMatchObject({ kits: 1, readings, log: { gaps: 1, longestGap_h: 48.3 } });
    const { kit } = await yeelenJson<{ kit: KitDetail }>(["kits", "show", "my-site-1", "--data", data]);
    expect(kit).toMatchObject({ readings, gaps: 1, battery: "lead-acid-6s", clock: "sender", site: "My Site" });
    const service = await serve(data);
    await replay();
    const { kits } = await yeelenJson<{ kits: KitView[] }>(["kits", "--data", data]);
    expect(kits).toMatchObject([{ readings, gaps: 1 }]);
    expect((await yeelenJson<{ faults: Fault[] }>(["faults", "--data", data])).faults).toEqual([]);
    expect(await service.stop()).toBe(0);
  }, 90_000);

  it.each<[string, string[], RegExp]>([
    ["without a mapping", [], /needs --mapping FILE/],
    ["with a mapping that is not there", ["--mapping", "none.yaml"], /none\.yaml/],
    ["through firmware", ["--mapping", shipped("epever-tracer"), "--firmware"], /goes without --firmware/],
  ])("says so: %s", async (_, args, problem) => {
    const { status, stderr } = await yeelen(["replay", "none.csv", ...args]);
    expect(status).toBe(1);
    expect(stderr).toMatch(problem);
  });
});
