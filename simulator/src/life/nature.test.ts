import { describe, expect, it } from "vitest";
import type { TimelineRun } from "../timeline/run";
import { timeline } from "../timeline/timeline";

const DAY_ms = 86_400_000;
const start_ms = Date.UTC(2026, 2, 1);
const ofKoro = ["koro-1", "koro-2", "koro-3"];
const ofKita = ["kita-1", "kita-2"];

const story = (options = {}) =>
  timeline({
    start: "2026-03-01",
    sites: { koro: { region: "mopti", kits: 3 }, kita: { region: "kayes", kits: 2 } },
    seed: 11,
    phones: "always",
    upload_s: 21_600,
    ...options,
  });

/** A panel so small that its battery is never full: what it gives is what the sky gives. */
const smallPanel = { kit_types: [{ panel_Wp: 2 }] };

/** From the first day up to another. */
function sumOf(field: "panel_Wh" | "light_h", run: TimelineRun, kit: string, from: number, until: number): number {
  const days = run.days(kit).slice(from - 1, until - 1);
  return days.reduce((sum, day) => sum + day[field], 0);
}

describe("a fortnight of clouds over Koro", async () => {
  const clear = await story(smallPanel).run({ days: 18 });
  const time = story(smallPanel);
  const cloudy = await time.between("day 2", "day 16", time.site("koro").clouds()).run({ days: 18 });
  const share = (kit: string, from: number, until: number) =>
    sumOf("panel_Wh", cloudy, kit, from, until) / sumOf("panel_Wh", clear, kit, from, until);

  it.each(ofKoro)("leaves %s less energy, and before and after as much as it would have had", (kit) => {
    expect(share(kit, 1, 2)).toBe(1);
    expect(share(kit, 2, 16)).toBeLessThan(0.7);
    expect(share(kit, 16, 19)).toBeCloseTo(1, 1);
  });

  it.each(ofKita)("changes not a byte of what %s reports", (kit) => {
    const bytesOf = (run: TimelineRun) =>
      run.reports
        .filter((one) => one.kit === kit)
        .map(({ report, received_ms }) => [received_ms, report.toString("hex")]);
    expect(bytesOf(cloudy)).toEqual(bytesOf(clear));
  });
});

describe("when nights are longer", async () => {
  const december = await story({ ...smallPanel, start: "2026-12-08" }).run({ days: 15 });
  const april = await story({ ...smallPanel, start: "2026-04-08" }).run({ days: 15 });
  it("panels give less", () => {
    for (const kit of [...ofKoro, ...ofKita]) {
      expect(sumOf("panel_Wh", december, kit, 1, 16)).toBeLessThan(sumOf("panel_Wh", april, kit, 1, 16));
    }
  });

  const full = { kit_types: [{}] };
  it("lamps give light for longer", async () => {
    const [long, short] = [
      await story({ ...full, start: "2026-12-08" }).run({ days: 15 }),
      await story({ ...full, start: "2026-06-08" }).run({ days: 15 }),
    ];
    const light_h = (run: TimelineRun) =>
      [...ofKoro, ...ofKita].reduce((sum, kit) => sum + sumOf("light_h", run, kit, 1, 16), 0);
    expect(light_h(long)).toBeGreaterThan(1.05 * light_h(short));
  });
});

describe("without a panel", async () => {
  const robbed = [...ofKoro, ...ofKita];
  const told = (severity?: number) => {
    const time = story();
    for (const kit of robbed.map((name) => time.kit(name))) {
      time.at("day 2", kit.loses("panel"));
      if (severity !== undefined) time.at("day 1 20:00", kit.battery.wears({ severity }));
    }
    return time.run({ days: 14 });
  };
  const sound = await told();
  const worn = await told(0.8);

  it.each(robbed)("%s charges no more", (kit) => {
    expect(sumOf("panel_Wh", sound, kit, 1, 2)).toBeGreaterThan(5);
    expect(sumOf("panel_Wh", sound, kit, 2, 15)).toBe(0);
  });

  it.each(robbed)("%s disconnects its last lamp, and earlier where its battery is worn", (kit) => {
    const lastsFor_d = (run: TimelineRun) => {
      const low = run.readings(kit).find(({ off }) => off?.some(({ output }) => output === "lamp1"));
      return ((low?.time_ms ?? Infinity) - start_ms) / DAY_ms;
    };
    expect(lastsFor_d(sound)).toBeLessThan(10);
    expect(lastsFor_d(worn)).toBeLessThan(lastsFor_d(sound) - 0.5);
  });
});
