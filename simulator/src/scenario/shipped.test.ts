import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { faultKinds, type HappeningKind, lookalikeKinds, siteKinds } from "../happenings/kinds";
import { layOut } from "./layOut";
import { loadScenario } from "./load";
import type { FleetPlan } from "./plan";

const folder = fileURLToPath(new URL("../../scenarios/", import.meta.url));
const DAY_ms = 86_400_000;

function shipped(name: string) {
  return loadScenario(`${folder}${name}.yaml`);
}

function count({ happenings }: FleetPlan, kind: HappeningKind): number {
  return happenings.filter((happening) => happening.kind === kind).length;
}

function countFaults(plan: FleetPlan): number {
  return faultKinds.reduce((sum, kind) => sum + count(plan, kind), 0);
}

describe("the scenarios that come with Yeelen", () => {
  it("are all in this table", () => {
    expect(readdirSync(folder).toSorted()).toEqual(["demo.yaml", "enriched.yaml", "programme.yaml", "stress.yaml"]);
  });

  it.each([
    ["programme", 400, 180, { mopti: 300, kayes: 100 }],
    ["enriched", 400, 180, { mopti: 300, kayes: 100 }],
    ["demo", 12, 12, { mopti: 8, kayes: 4 }],
    ["stress", 10_000, 1, { mopti: 7000, kayes: 3000 }],
  ])("%s: %i kits for %i days", (name, kits, days, regions) => {
    const plan = layOut(shipped(name), { seed: 1 });
    expect(plan).toMatchObject({ name, days });
    expect(plan.kits.length).toBe(kits);
    const regionOf = new Map(plan.sites.map(({ slug, region }) => [slug, region]));
    for (const [region, expected] of Object.entries(regions)) {
      expect(plan.kits.filter(({ site }) => regionOf.get(site) === region).length).toBe(expected);
    }
    const until_ms = plan.start_ms + plan.days * DAY_ms;
    const outside = plan.happenings.filter(({ onset_ms }) => onset_ms < plan.start_ms || onset_ms >= until_ms);
    expect(outside).toEqual([]);
    const slugs = new Set(plan.sites.map(({ slug }) => slug));
    expect(plan.happenings.every(({ site }) => slugs.has(site))).toBe(true);
  });

  it("programme: has about 0.8 faults a kit and year", () => {
    const faults = [1, 2, 3, 4, 5].map((seed) => countFaults(layOut(shipped("programme"), { seed })));
    const mean_perYear = faults.reduce((sum, each) => sum + each, 0) / 5 / 400 / (180 / 365.25);
    expect(mean_perYear).toBeGreaterThan(0.7);
    expect(mean_perYear).toBeLessThan(0.9);
  });

  it.each([1, 2, 3, 41, 1_000_003])("enriched: has a hundred of each with seed %i", (seed) => {
    const plan = layOut(shipped("enriched"), { seed });
    const perKit = [...faultKinds, ...lookalikeKinds].filter((kind) => !siteKinds.includes(kind));
    expect(perKit.map((kind) => [kind, count(plan, kind)])).toEqual(perKit.map((kind) => [kind, 100]));
    expect(count(plan, "cloudy-fortnight")).toBe(15);
  });

  it.each([
    [1, 180, 1],
    [12, 180, 3],
    [100, 180, 25],
    [400, 60, 34],
    [20, 14, 1],
    [400, 2, 2],
  ])("enriched: %i kits for %i days have %i stolen panels", (kits, days, stolen) => {
    const plan = layOut(shipped("enriched"), { seed: 3, kits, days });
    expect(count(plan, "panel-stolen")).toBe(stolen);
    expect(count(plan, "overuse")).toBe(stolen);
  });

  it("demo: a cell dies before the eyes of whoever looks", () => {
    const plan = layOut(shipped("demo"), { seed: 1 });
    expect(count(plan, "battery-cell-dead")).toBe(1);
    expect((plan.days * 24) / 60).toBeLessThan(5);
  });
});
