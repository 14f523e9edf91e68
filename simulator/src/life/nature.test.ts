import { expect, it } from "vitest";
import { timeline } from "../timeline/timeline";

const DAY_ms = 86_400_000;
const start_ms = Date.UTC(2026, 2, 1);

/** A panel so small that all it gives is taken: what it gives is what the sky gives. */
const smallPanel = { panel_Wp: 5 };

const story = (options = {}) =>
  timeline({
    start: "2026-03-01",
    sites: { koro: { region: "mopti", kits: 3 }, kita: { region: "kayes", kits: 2 } },
    seed: 11,
    phones: "always",
    upload_s: 3600,
    ...options,
  });
const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

it("a fortnight of clouds leaves less energy to all kits of the site, and to all others the same to the byte", async () => {
  const kit_types = [smallPanel];
  const clear = await story({ kit_types }).run({ days: 18 });
  const time = story({ kit_types });
  const cloudy = await time.between("day 2", "day 16", time.site("koro").clouds()).run({ days: 18 });
  const panel_Wh = (run: typeof clear, kit: string, from: number, until: number) =>
    sum(
      run
        .days(kit)
        .slice(from - 1, until - 1)
        .map((day) => day.panel_Wh),
    );
  for (const kit of ["koro-1", "koro-2", "koro-3"]) {
    expect(panel_Wh(cloudy, kit, 1, 2), kit).toBe(panel_Wh(clear, kit, 1, 2));
    expect(panel_Wh(cloudy, kit, 2, 16), kit).toBeLessThan(0.7 * panel_Wh(clear, kit, 2, 16));
    // when it is over, the sky is as it would have been
    expect(panel_Wh(cloudy, kit, 16, 19), kit).toBeGreaterThan(0.95 * panel_Wh(clear, kit, 16, 19));
  }
  const reportsOf = (run: typeof clear, site: string) =>
    run.reports.filter(({ kit }) => kit.startsWith(site)).map(({ report }) => report.toString("hex"));
  expect(reportsOf(cloudy, "kita")).toEqual(reportsOf(clear, "kita"));
  expect(reportsOf(cloudy, "koro")).not.toEqual(reportsOf(clear, "koro"));
});

it("a longer night leaves less energy", async () => {
  const december = { start: "2026-12-14", kit_types: [smallPanel] };
  const energyAt = async (latitude_deg: number) => {
    const { liveThrough } = await import("../timeline/run");
    const plan = story(december).plan({ days: 5 });
    const sites = plan.sites.map((site) => ({ ...site, place: { ...site.place, latitude_deg } }));
    const run = await liveThrough({ ...plan, sites });
    return plan.kits.map(({ kit }) => sum(run.days(kit).map(({ panel_Wh }) => panel_Wh)));
  };
  const [south, north] = [await energyAt(10), await energyAt(25)];
  south.forEach((south_Wh, kit) => expect(north[kit]).toBeLessThan(south_Wh));
});

it("without its panel a kit charges no more, and a worn battery is empty earlier under the same use", async () => {
  const told = (severity?: number) => {
    const time = story();
    for (const name of ["koro-1", "koro-2", "kita-1"]) {
      const kit = time.kit(name);
      time.at("day 2", kit.loses("panel"));
      if (severity !== undefined) time.at("day 1", kit.battery.wears({ severity }));
    }
    return time.run({ days: 14 });
  };
  const [sound, worn] = [await told(), await told(0.8)];
  const emptyAfter_d = (run: typeof sound, kit: string) => {
    const empty = run.readings(kit).find(({ off }) => (off?.length ?? 0) > 0);
    return empty ? (empty.time_ms - start_ms) / DAY_ms : Infinity;
  };
  for (const kit of ["koro-1", "koro-2", "kita-1"]) {
    expect(
      sound
        .days(kit)
        .slice(1)
        .map(({ panel_Wh }) => panel_Wh),
      kit,
    ).toEqual(new Array(13).fill(0));
    expect(emptyAfter_d(worn, kit), kit).toBeLessThan(emptyAfter_d(sound, kit) - 0.5);
    expect(sound.days(kit)[0]?.load_Wh, kit).toBeCloseTo(worn.days(kit)[0]?.load_Wh ?? 0, 0);
    console.log(
      kit,
      emptyAfter_d(worn, kit),
      emptyAfter_d(sound, kit),
      sound.days(kit)[0]?.load_Wh,
      worn.days(kit)[0]?.load_Wh,
    );
  }
});
