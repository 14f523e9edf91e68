import { describe, expect, it } from "vitest";
import { timeline } from "./timeline";

const MINUTE_ms = 60_000;
const HOUR_ms = 60 * MINUTE_ms;
const DAY_ms = 24 * HOUR_ms;
const start_ms = Date.UTC(2026, 2, 1);

describe("a story that is lived through", async () => {
  const told = timeline({
    start: "2026-03-01",
    sites: { koro: { region: "mopti", kits: 2 }, kita: { region: "kayes", kits: 1 } },
    seed: 7,
    phones: "always",
    upload_s: 3600,
  });
  const run = await told
    .at("day 3 09:00", told.kit("koro-1").loses("panel"))
    .at("day 5 06:00", told.kit("koro-1").repaired("panel"))
    .run({ days: 6 });
  const at = (day: number, hour: number) => start_ms + (day - 1) * DAY_ms + hour * HOUR_ms;
  /** In the morning no battery is full, so every panel charges. */
  const panelCurrents_mA = (kit: string, from_ms: number, until_ms: number) =>
    run
      .readings(kit)
      .filter(({ time_ms }) => time_ms > from_ms && time_ms <= until_ms)
      .map(({ panel }) => panel?.current_mA ?? 0);

  it("a stolen panel gives nothing from that minute on, and its neighbour's goes on", () => {
    const before = panelCurrents_mA("koro-1", at(3, 7.5), at(3, 9));
    const after = panelCurrents_mA("koro-1", at(3, 9), at(5, 6));
    const neighbour = panelCurrents_mA("koro-2", at(3, 8), at(3, 10));
    const repaired = panelCurrents_mA("koro-1", at(5, 7.5), at(5, 9));
    // what sensors show of nothing
    const nothing_mA = 5;
    expect(before).toHaveLength(6);
    expect(Math.min(...before)).toBeGreaterThan(50);
    expect(after).toHaveLength(4 * 45);
    expect(Math.max(...after)).toBeLessThan(nothing_mA);
    expect(Math.min(...neighbour)).toBeGreaterThan(50);
    expect(Math.min(...repaired)).toBeGreaterThan(50);
  });

  it("gives the labels, the plan and all reports in the order in which they arrived", () => {
    expect(run.labels).toMatchObject([{ kind: "panel-stolen", kit: "koro-1", onset_ms: at(3, 9) }]);
    expect(run.plan.kits.map(({ kit }) => kit)).toEqual(["koro-1", "koro-2", "kita-1"]);
    const times = run.reports.map(({ received_ms }) => received_ms);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(run.reports.map(({ kit }) => kit))).toEqual(new Set(["koro-1", "koro-2", "kita-1"]));
  });

  it("a reading stands at the minute in which it was taken, each once", () => {
    const readings = run.readings("kita-1");
    // the board starts at the end of the first minute and then takes one every quarter of an hour
    expect(readings[0]?.time_ms).toBe(start_ms + 16 * MINUTE_ms);
    const steps = readings.slice(1).map(({ time_ms }, i) => time_ms - (readings[i]?.time_ms ?? 0));
    expect(new Set(steps)).toEqual(new Set([15 * MINUTE_ms]));
    expect(readings.length).toBeGreaterThan(5.9 * 96);
  });

  it("knows what the days truly came to", () => {
    const days = run.days("koro-1").map(({ panel_Wh }) => panel_Wh);
    expect(days).toHaveLength(6);
    expect(days[3]).toBe(0);
    expect(days[1]).toBeGreaterThan(10);
    expect(() => run.days("koro-9")).toThrow('there is no kit "koro-9"');
    expect(() => run.readings("koro-9")).toThrow('there is no kit "koro-9"');
  });
});
