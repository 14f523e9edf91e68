import { describe, expect, it } from "vitest";
import { faultKinds, type Happening, lookalikeKinds } from "../happenings/kinds";
import { kindProfiles } from "../happenings/profiles";
import { layOut } from "./layOut";
import { parseScenario } from "./load";
import type { FleetPlan } from "./plan";

const DAY_ms = 86_400_000;
const START_ms = Date.UTC(2026, 0, 1);

const sites = `sites:
  - { name: Koro, region: mopti, latitude: 14.07, longitude: -3.08, kits: 300, handed_out: 2025-12-01 }
  - { name: Nioro du Sahel, region: kayes, latitude: 15.23, longitude: -9.59, kits: 100, coverage: poor }
`;

function scenario(more = "") {
  return parseScenario(`name: small\nstart: 2026-01-01\ndays: 365\n${sites}${more}`, "s.yaml");
}

function ofKind(plan: FleetPlan, kind: Happening["kind"]): Happening[] {
  return plan.happenings.filter((happening) => happening.kind === kind);
}

describe("the fleet of a plan", () => {
  it("has kits with stable names and types at sites", () => {
    const plan = layOut(scenario("kit_types: [{ share: 3 }, { share: 1, battery: lead-acid-6s }]\n"), { seed: 7 });
    expect(plan).toMatchObject({ name: "small", seed: 7, start_ms: START_ms, days: 365, interval_s: 900 });
    expect(plan.sites).toEqual([
      {
        name: "Koro",
        slug: "koro",
        region: "mopti",
        place: { latitude_deg: 14.07, longitude_deg: -3.08 },
        coverage: "good",
      },
      {
        name: "Nioro du Sahel",
        slug: "nioro-du-sahel",
        region: "kayes",
        place: { latitude_deg: 15.23, longitude_deg: -9.59 },
        coverage: "poor",
      },
    ]);
    expect(new Set(plan.kits.map(({ kit }) => kit)).size).toBe(400);
    expect(plan.kits.every(({ kit }) => /^[a-z0-9-]+$/.test(kit))).toBe(true);
    expect(plan.kits[2]).toMatchObject({ kit: "koro-3", site: "koro", handedOut_ms: Date.UTC(2025, 11, 1) });
    expect(plan.kits[399]).toMatchObject({ kit: "nioro-du-sahel-100", handedOut_ms: START_ms });
    const leadAcid = plan.kits.filter(({ type }) => type.battery === "lead-acid-6s").length;
    expect(leadAcid).toBeGreaterThan(70);
    expect(leadAcid).toBeLessThan(130);
  });

  it.each([
    [4, [3, 1]],
    [20, [15, 5]],
    [21, [16, 5]],
    [1, [1, 0]],
    [10_000, [7500, 2500]],
  ])("of %i kits is spread over sites in proportion", (kits, [koro, nioro]) => {
    const plan = layOut(scenario(), { seed: 1, kits });
    expect(plan.kits.filter(({ site }) => site === "koro").length).toBe(koro);
    expect(plan.kits.filter(({ site }) => site === "nioro-du-sahel").length).toBe(nioro);
    expect(plan.sites.length).toBe(nioro === 0 ? 1 : 2);
  });

  it("mixes households by weight", () => {
    const plan = layOut(scenario("households: { family: 3, elders: 1 }\n"), { seed: 1 });
    const elders = plan.kits.filter(({ household }) => household === "elders").length;
    expect(plan.kits.every(({ household }) => ["family", "elders"].includes(household))).toBe(true);
    expect(elders).toBeGreaterThan(70);
    expect(elders).toBeLessThan(130);
  });
});

describe("happenings drawn by rates", () => {
  const rates = `faults: { lamp-open: 0.5, battery-worn: 0.5, panel-stolen: 0.1 }
lookalikes: { market-day: 4, cloudy-fortnight: 3 }
repairs: { share: 0.5, after: [1 week, 4 weeks] }
`;

  const kits = 1500;
  const often = layOut(scenario(rates), { seed: 3, kits });

  // a lamp that is broken does not break again, and a stolen panel hides what comes after it
  it.each([
    ["lamp-open", 0.5, 0.13],
    ["battery-worn", 0.5, 0.25],
    ["panel-stolen", 0.1, 0.2],
    ["market-day", 4, 0.05],
  ] as const)("%s comes as often as asked: %d a year", (kind, rate, tolerance) => {
    const perKit = ofKind(often, kind).length / kits;
    expect(perKit).toBeGreaterThan(rate * (1 - tolerance));
    expect(perKit).toBeLessThan(rate * (1 + tolerance));
  });

  it("comes at all times of the year, to all kits alike", () => {
    const days = ofKind(often, "market-day").map(({ onset_ms }) => (onset_ms - START_ms) / DAY_ms);
    for (let quarter = 0; quarter < 4; quarter++) {
      const share = days.filter((day) => Math.floor(day / 91.25) === quarter).length / days.length;
      expect(share).toBeGreaterThan(0.22);
      expect(share).toBeLessThan(0.28);
    }
  });

  it("befalls sites as a whole where the kind is a site's", () => {
    const spells = [1, 2, 3, 4, 5, 6].flatMap((seed) => ofKind(layOut(scenario(rates), { seed }), "cloudy-fortnight"));
    expect(spells.length).toBeGreaterThan(12);
    expect(spells.every(({ kit, site }) => kit === undefined && ["koro", "nioro-du-sahel"].includes(site))).toBe(true);
  });

  it("is the same for a kit, whatever other kits and kinds there are", () => {
    const large = layOut(scenario(rates), { seed: 5 });
    const small = layOut(scenario(rates), { seed: 5, kits: 20 });
    const names = new Set(small.kits.map(({ kit }) => kit));
    expect(small.happenings.length).toBeGreaterThan(50);
    expect(large.kits.filter(({ kit }) => names.has(kit))).toEqual(small.kits);
    expect(large.happenings.filter(({ kit }) => kit === undefined || names.has(kit))).toEqual(small.happenings);

    const further = layOut(scenario(rates.replace("lamp-open: 0.5,", "lamp-open: 0.5, usb-short: 3,")), { seed: 5 });
    expect(ofKind(further, "market-day")).toEqual(ofKind(large, "market-day"));
  });

  it("is the same for the same seed and another for another", () => {
    expect(layOut(scenario(rates), { seed: 5 })).toEqual(layOut(scenario(rates), { seed: 5 }));
    expect(layOut(scenario(rates), { seed: 6 }).happenings).not.toEqual(
      layOut(scenario(rates), { seed: 5 }).happenings,
    );
  });

  it("ends faults after their repair, and half of them never", () => {
    const faults = ofKind(often, "battery-worn");
    const repaired = faults.filter(({ end_ms }) => end_ms !== undefined);
    expect(repaired.length / faults.length).toBeGreaterThan(0.4);
    expect(repaired.length / faults.length).toBeLessThan(0.65);
    for (const { onset_ms, end_ms = 0, course_h } of repaired) {
      const after_d = (end_ms - onset_ms) / DAY_ms - course_h / 24;
      expect(after_d).toBeGreaterThanOrEqual(6.9);
      expect(after_d).toBeLessThanOrEqual(28.1);
    }
  });

  it.each([
    ["panel-stolen", (hour: number) => hour < 4.1],
    ["market-day", (hour: number) => hour === 0],
    ["panel-cracked", (hour: number) => hour >= 7 && hour <= 18],
  ] as const)("%s begins when such things do", (kind, fits) => {
    const all = scenario("faults: { panel-stolen: 1, panel-cracked: 1 }\nlookalikes: { market-day: 1 }\n");
    const found = ofKind(layOut(all, { seed: 2 }), kind);
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(({ onset_ms }) => !fits((onset_ms % DAY_ms) / 3_600_000))).toEqual([]);
  });

  it("draws what is within the kind's profile", () => {
    const all = scenario(`faults: { ${faultKinds.map((kind) => `${kind}: 2`).join(", ")} }\n`);
    for (const { kind, part, severity, course_h, kit } of layOut(all, { seed: 2 }).happenings) {
      const profile = kindProfiles[kind];
      expect(profile.parts).toContain(part);
      expect(severity === 1 || (severity >= profile.severity[0] && severity <= profile.severity[1])).toBe(true);
      expect(course_h === 0 || (course_h >= profile.course_h[0] && course_h <= profile.course_h[1])).toBe(true);
      expect(kit).toBeDefined();
    }
  });

  it("begins no earlier than the kit was handed out", () => {
    const late = parseScenario(
      `name: late\nstart: 2026-01-01\ndays: 60\nhanded_out: 2026-02-01\nlink: { phone-away: 50 }\n${sites}`,
      "s.yaml",
    );
    const { happenings } = layOut(late, { seed: 1, kits: 40 });
    expect(happenings.length).toBeGreaterThan(30);
    const nioro = happenings.filter(({ site }) => site === "nioro-du-sahel");
    expect(Math.min(...nioro.map(({ onset_ms }) => onset_ms))).toBeGreaterThanOrEqual(Date.UTC(2026, 1, 1));
    expect(Math.max(...happenings.map(({ onset_ms }) => onset_ms))).toBeLessThan(START_ms + 60 * DAY_ms);
  });
});

describe("happenings that contradict each other", () => {
  const crowded = `faults: { ${faultKinds.map((kind) => `${kind}: 4`).join(", ")} }
lookalikes: { ${lookalikeKinds.map((kind) => `${kind}: 4`).join(", ")} }
repairs: { share: 1, after: [1 week, 3 weeks] }
`;
  const { kits, happenings } = layOut(scenario(crowded), { seed: 4, kits: 60 });
  const byKit = kits.map(({ kit }) => happenings.filter((happening) => happening.kit === kit));

  /** Pairs of one kit's happenings that are on at the same time. */
  function* meetings(): Generator<[Happening, Happening]> {
    for (const own of byKit) {
      for (const [index, first] of own.entries()) {
        for (const second of own.slice(index + 1)) {
          // those that come first in the plan begin first
          if (second.onset_ms < (first.end_ms ?? Number.POSITIVE_INFINITY)) yield [first, second];
        }
      }
    }
  }

  it("never meet on one part", () => {
    const onOnePart = [...meetings()].filter(
      ([{ kind, part }, other]) => part === other.part && part !== "controller" && kind !== other.kind,
    );
    expect([...meetings()].length).toBeGreaterThan(300);
    // a household's look-alikes have the kit as their part
    expect(onOnePart).toEqual([]);
  });

  it("are not hidden before they had time to show", () => {
    const isFault = ({ kind }: Happening) => (faultKinds as readonly string[]).includes(kind);
    const hidden = [...meetings()].filter(([first, second]) => {
      if (!isFault(first) || !isFault(second)) return false;
      const [earlier, later] = [kindProfiles[first.kind], kindProfiles[second.kind]];
      // an erased memory shows at once
      const shown_ms = first.onset_ms + first.course_h * 3_600_000 + 7 * DAY_ms;
      return earlier.hides || (later.hides && earlier.boardAct === undefined && second.onset_ms < shown_ms);
    });
    expect(hidden).toEqual([]);
  });
});

describe("happenings that are asked for", () => {
  it("are added until there are enough, and not more", () => {
    const asked = scenario("faults: { lamp-open: 0.05 }\nat_least: { faults: 20, lamp-open: 30, overuse: 5 }\n");
    const without = ofKind(layOut(scenario("faults: { lamp-open: 0.05 }\n"), { seed: 1 }), "lamp-open").length;
    const plan = layOut(asked, { seed: 1 });
    expect(without).toBeGreaterThan(5);
    expect(without).toBeLessThan(30);
    expect(ofKind(plan, "lamp-open").length).toBe(30);
    expect(ofKind(plan, "usb-short").length).toBe(20);
    expect(ofKind(plan, "overuse").length).toBe(5);
    expect(ofKind(plan, "market-day").length).toBe(0);
  });

  it("are spread over kits and days, and have time to show", () => {
    const asked = "repairs: { share: 1, after: [1 week, 3 weeks] }\nat_least: { battery-worn: 100 }\n";
    const worn = ofKind(layOut(scenario(asked), { seed: 1 }), "battery-worn");
    const days = worn.map(({ onset_ms }) => (onset_ms - START_ms) / DAY_ms);
    const last = 365 - kindProfiles["battery-worn"].course_h[1] / 24 - 7;
    expect(new Set(worn.map(({ kit }) => kit)).size).toBe(100);
    expect(Math.max(...days)).toBeLessThanOrEqual(last);
    expect(days.filter((day) => day < last / 2).length).toBeGreaterThan(30);
    expect(days.filter((day) => day > last / 2).length).toBeGreaterThan(30);
  });

  it.each([
    [{ kits: 40 }, 10],
    [{ kits: 800 }, 200],
    [{ days: 73 }, 20],
    [{ kits: 40, days: 73 }, 2],
    [{ kits: 1, days: 1 }, 1],
  ])("%o: are asked for in proportion", (size, count) => {
    const plan = layOut(scenario("at_least: { lamp-open: 100 }\n"), { seed: 1, ...size });
    expect(ofKind(plan, "lamp-open").length).toBe(count);
  });

  it("must have a place", () => {
    const asked = scenario("at_least: { panel-stolen: 500 }\n");
    expect(() => layOut(asked, { seed: 1 })).toThrow(
      "at_least: there is no place for 500 panel-stolen, 100 are missing",
    );
  });
});

describe("happenings that are pinned", () => {
  it.each([
    [
      "{ kit: koro-3, kind: panel-stolen, at: day 1 }",
      { kit: "koro-3", site: "koro", part: "panel", onset_ms: START_ms },
    ],
    ["{ kit: koro-3, kind: panel-stolen, at: day 20 18:30 }", { onset_ms: START_ms + 19 * DAY_ms + 18.5 * 3_600_000 }],
    ["{ kit: koro-3, kind: panel-stolen, at: 2026-01-20 18:30 }", { onset_ms: Date.UTC(2026, 0, 20, 18, 30) }],
    ["{ kit: koro-3, kind: panel-stolen, at: 2026-01-20T18:30:00Z }", { onset_ms: Date.UTC(2026, 0, 20, 18, 30) }],
    [
      "{ kit: koro-3, kind: lamp-dim, part: lamp2, at: day 2, until: day 9 06:00, severity: 0.6, course: 2 days }",
      { part: "lamp2", severity: 0.6, course_h: 48, end_ms: START_ms + 8.25 * DAY_ms },
    ],
    [
      "{ kit: koro-3, kind: lamp-dim, at: day 2, for: 90 min }",
      { severity: 1, course_h: 0, end_ms: START_ms + DAY_ms + 5_400_000 },
    ],
    [
      "{ kit: nioro-du-sahel-2, kind: overuse, at: day 2, for: 2 weeks }",
      { site: "nioro-du-sahel", end_ms: START_ms + 15 * DAY_ms },
    ],
    ["{ kit: koro-3, kind: phone-replaced, at: day 2 }", { end_ms: START_ms + 5.5 * DAY_ms }],
    ["{ site: Nioro du Sahel, kind: site-offline, at: day 2, for: 3 h }", { site: "nioro-du-sahel", part: "phone" }],
  ])("%s", (entry, there) => {
    const plan = layOut(scenario(`pinned:\n  - ${entry}\n`), { seed: 1 });
    expect(plan.happenings.length).toBe(1);
    expect(plan.happenings[0]).toMatchObject(there);
  });

  it("stay until the end where no end is said", () => {
    const plan = layOut(scenario("pinned:\n  - { kit: koro-3, kind: panel-stolen, at: day 1 }\n"), { seed: 1 });
    expect(plan.happenings[0]).not.toHaveProperty("end_ms");
  });

  it("are there even where they contradict each other", () => {
    const twice = "{ kit: koro-3, kind: lamp-open, part: lamp1, at: day 1 }";
    const plan = layOut(scenario(`pinned:\n  - ${twice}\n  - ${twice}\n`), { seed: 1 });
    expect(plan.happenings.length).toBe(2);
  });

  it("come before what is drawn", () => {
    const pinned = "pinned:\n  - { kit: koro-3, kind: panel-stolen, at: day 1 }\nfaults: { panel-soiled: 12 }\n";
    const { happenings } = layOut(scenario(pinned), { seed: 1 });
    expect(happenings.filter(({ kit }) => kit === "koro-3").map(({ kind }) => kind)).toEqual(["panel-stolen"]);
    expect(happenings.filter(({ kit }) => kit === "koro-4").length).toBeGreaterThan(0);
  });

  it("are left out of a smaller fleet or a shorter run that does not have them", () => {
    const pinned = scenario("pinned:\n  - { kit: koro-200, kind: lamp-open, at: day 9 }\n");
    expect(layOut(pinned, { seed: 1, kits: 300 }).happenings.length).toBe(1);
    expect(layOut(pinned, { seed: 1, kits: 20 }).happenings).toEqual([]);
    expect(layOut(pinned, { seed: 1, days: 8 }).happenings).toEqual([]);
  });
});
