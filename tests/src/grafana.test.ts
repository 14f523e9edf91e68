import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fields, MEASUREMENT, TAGS } from "@yeelen/ingest/export/fields";
import { Lines, type States } from "@yeelen/ingest/export/lines";
import { Column } from "@yeelen/shared/wire/columns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { request } from "yeelen/servers/http";
import { type Influxdb, startInfluxdb } from "yeelen/servers/influxdb";
import { startVictoriaMetrics, type VictoriaMetrics } from "yeelen/servers/victoriaMetrics";
import { describeWith } from "./servers/programs";

interface Target {
  refId: string;
  query?: string;
  expr?: string;
}

interface Dashboard {
  uid: string;
  title: string;
  panels: {
    id: number;
    title: string;
    gridPos: { x: number; y: number; w: number; h: number };
    targets: Target[];
  }[];
}

const directory = fileURLToPath(new URL("../../deploy/grafana/dashboards", import.meta.url));
const files = readdirSync(directory);
const dashboards = files.map((file) => JSON.parse(readFileSync(join(directory, file), "utf8")) as Dashboard);

/** Every query of the dashboards in a language, with where it stands. */
const queries = (language: "query" | "expr") =>
  dashboards.flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      panel.targets.flatMap((target) => {
        const text = target[language];
        return text === undefined ? [] : [[`${title}: ${panel.title} ${target.refId}`, text] as const];
      }),
    ),
  );

const START_ms = Date.UTC(2026, 5, 1);
const HOURS = 48;

/** Two days of three kits at two sites, in which every field occurs. */
function someLines(states: States): string {
  const lines = new Lines(states);
  for (let hour = 0; hour < HOURS; hour++) {
    for (const [kit, site] of [
      ["kit-a", "Gao, nord"],
      ["kit-b", "Gao, nord"],
      ["kit-c", "Mopti"],
    ] as const) {
      const row = Array.from({ length: Column.Count }, (_, column) => 1 + (column % 2));
      row[Column.Off] = 0x111111;
      const time_ms = START_ms + hour * 3600_000;
      lines.add({
        kit,
        site,
        incarnation: 1,
        sequence: hour,
        time_ms,
        estimated: hour % 2 === 0,
        late: hour % 2 === 1,
        row,
      });
    }
  }
  return lines.text();
}

describe("the dashboards for Grafana", () => {
  it("are four, and none is another's", () => {
    expect(files).toEqual(["influxql-fleet.json", "influxql-kit.json", "promql-fleet.json", "promql-kit.json"]);
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(4);
    expect([queries("query").length, queries("expr").length].every((count) => count > 20)).toBe(true);
  });

  it.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))(
    "%s: no panel lies on another",
    (_, { panels }) => {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, i) => `${x + (i % w)} ${y + Math.floor(i / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
    },
  );

  const known = new Set<string>([...fields.map(({ name }) => name), ...TAGS, MEASUREMENT]);

  it.each(queries("query"))("%s names only what there is", (_, text) => {
    const own = new Set([...text.matchAll(/AS "([^"]+)"/g)].map(([, name]) => name));
    const names = [...text.matchAll(/"([^"]+)"/g)].map(([, name]) => name as string);
    expect(names.filter((name) => !known.has(name) && !own.has(name))).toEqual([]);
  });

  it.each(queries("expr"))("%s names only what there is", (_, text) => {
    const names = [...text.matchAll(/\breading_(\w+)/g)].map(([, name]) => name as string);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});

/** What Grafana puts in place of its variables. */
function filledIn(text: string): string {
  return text
    .replaceAll("$timeFilter", `time >= '${new Date(START_ms).toISOString()}' AND time < '2026-06-03T00:00:00Z'`)
    .replaceAll("$__interval", "3h")
    .replaceAll("$__range", "2d")
    .replaceAll("${site:regex}", "(Gao, nord|Mopti)")
    .replaceAll("$kit", "kit-a");
}

describeWith(["influxd"], "InfluxDB answers every query of the dashboards", () => {
  let influx: Influxdb;
  beforeAll(async () => {
    influx = await startInfluxdb();
    await influx.query("yeelen", `CREATE DATABASE "yeelen"`);
    await influx.write("yeelen", someLines("names"));
  });
  afterAll(async () => await influx.stop());

  it.each(queries("query"))("%s", async (_, text) => {
    const rows = await influx.query("yeelen", filledIn(text));
    expect(rows.length).toBeGreaterThan(0);
    const values = rows.flatMap((row) => Object.entries(row).filter(([name]) => !["time", ...TAGS].includes(name)));
    expect(values.some(([, value]) => value !== null && value !== 0)).toBe(true);
  });
});

describeWith(["victoria-metrics"], "VictoriaMetrics answers every query of the dashboards", () => {
  let victoria: VictoriaMetrics;
  beforeAll(async () => {
    victoria = await startVictoriaMetrics();
    await victoria.write(someLines("numbers"));
    await request(`${victoria.url}/internal/force_flush`);
  });
  afterAll(async () => await victoria.stop());

  it.each(queries("expr"))("%s", async (_, text) => {
    const query = new URLSearchParams({ query: filledIn(text), time: String(START_ms / 1000 + (HOURS - 1) * 3600) });
    const answer = await request(`${victoria.url}/api/v1/query?${query.toString()}`);
    const { data } = JSON.parse(answer) as { data: { result: { value: [number, string] }[] } };
    expect(data.result.length).toBeGreaterThan(0);
    expect(data.result.every(({ value }) => Number.isFinite(Number(value[1])))).toBe(true);
  });
});
