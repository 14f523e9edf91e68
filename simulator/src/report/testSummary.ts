import { faultKinds, type Happening, linkKinds, lookalikeKinds } from "../happenings/kinds";
import { randomOf } from "../random";
import { type ExampleKit, KIT_DAY_FIELDS, type KitDay, type RunSummary } from "../run/summary";

const DAY_ms = 86_400_000;
const START_ms = Date.UTC(2027, 0, 4);

/** A summary of made-up figures in a plausible shape, for tests of the report. */
export function syntheticSummary(kitCount: number, days: number, more: Partial<RunSummary> = {}): RunSummary {
  const random = randomOf(1, "synthetic");
  const sites = Math.max(1, Math.min(40, Math.round(kitCount / 10)));
  const kits = Array.from({ length: kitCount }, (_, i) => {
    const site = Math.floor((i * sites) / kitCount);
    return { kit: `k-${i + 1}`, site: `Site ${site + 1}`, region: site % 4 === 3 ? "Kayes" : "Mopti" };
  });
  const kitDays = new Float32Array(kitCount * days * KIT_DAY_FIELDS.length);
  kits.forEach((_, kit) => {
    const weak = random() < 0.08;
    for (let day = 0; day < days; day++) {
      const cloud = 0.75 + 0.25 * Math.sin(day / 9) * Math.sin(day / 2.3);
      const lowest = Math.min(1, Math.max(0, (weak ? 0.25 : 0.78) * cloud + 0.25 * (random() - 0.5)));
      const silent = random() < 0.12 || (kit % 23 === 5 && day > days / 2);
      const fields: KitDay = {
        panel_Wh: 90 * cloud * (0.9 + 0.2 * random()),
        load_Wh: 55 + 20 * random(),
        controller_Wh: 1.8 + 0.6 * random(),
        light_h: lowest < 0.12 ? 1 : 3.5 + 3 * random(),
        lowestStateOfCharge: lowest,
        disconnected_h: lowest < 0.12 ? 6 * random() : 0,
        reachable_h: silent ? 0 : 24 * random() ** 2,
        reports: silent ? 0 : 4 + Math.floor(8 * random()),
        sent_B: silent ? 0 : 5000 + 3000 * random(),
        received_B: silent ? 0 : 600 + 200 * random(),
        dropped: 0,
      };
      kitDays.set(
        KIT_DAY_FIELDS.map((field) => fields[field]),
        (kit * days + day) * KIT_DAY_FIELDS.length,
      );
    }
  });
  const kinds = [...faultKinds, ...lookalikeKinds, ...linkKinds];
  const happenings: Happening[] = Array.from({ length: kitCount }, (_, i) => {
    const { site, kit } = kits[Math.floor(random() * kitCount)] as (typeof kits)[number];
    const onset_ms = START_ms + Math.floor(random() * days * 1440) * 60_000;
    const kind = kinds[i % kinds.length] as Happening["kind"];
    const ends = random() < 0.6 ? { end_ms: onset_ms + Math.floor(1 + random() * 20) * DAY_ms } : {};
    return { kind, site, kit, part: "kit", onset_ms, ...ends, severity: random(), course_h: 0 };
  });
  return {
    scenario: "six-months",
    description: "Four hundred kits in Mopti and Kayes through the dry season.",
    seed: 7,
    start_ms: START_ms,
    days,
    took_s: 183,
    kits,
    kitDays,
    happenings,
    examples: [],
    ...more,
  };
}

/** A month of made-up readings every 15 minutes, and the happening that they show. */
export function syntheticExample(
  why: Happening["kind"],
  onset_day: number,
): { example: ExampleKit; happening: Happening } {
  const random = randomOf(2, why);
  const time_ms = Array.from({ length: 30 * 96 }, (_, i) => START_ms + i * 900_000);
  const phase = time_ms.map((_, i) => i / 96);
  const sun = phase.map((day) => Math.max(0, Math.sin(2 * Math.PI * (day - 0.25))) * (0.7 + 0.3 * random()));
  const broken = phase.map((day) => (day > onset_day && why !== "market-day" ? 0 : 1));
  const charge = phase.map(
    (day, i) => (65 + 25 * Math.sin(2 * Math.PI * (day - 0.42))) * (0.4 + 0.6 * (broken[i] as number)),
  );
  return {
    example: {
      kit: "k-1",
      site: "Site 1",
      why,
      time_ms,
      battery_V: charge.map((pct, i) =>
        i > 1000 && i < 1100 ? Number.NaN : 12.9 + 0.006 * pct + 0.4 * (sun[i] as number),
      ),
      stateOfCharge_pct: charge,
      panel_W: sun.map((part, i) => 50 * part * (broken[i] as number)),
      lamps: phase.map((day) => (day % 1 > 0.76 && day % 1 < 0.95 ? 1 + Math.floor(random() * 3) : 0)),
    },
    happening: {
      kind: why,
      site: "Site 1",
      kit: "k-1",
      part: "panel",
      onset_ms: START_ms + onset_day * DAY_ms,
      severity: 1,
      course_h: 0,
    },
  };
}
