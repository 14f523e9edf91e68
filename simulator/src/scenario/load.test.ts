import { describe, expect, it } from "vitest";
import { loadScenario, parseScenario } from "./load";
import { ScenarioError } from "./problems";

/** A scenario that is right; tests add lines to its end, or replace some. */
const RIGHT = `name: small
start: 2026-02-20
days: 30
sites:
  - { name: Koro, region: mopti, latitude: 14.07, longitude: -3.08, kits: 9 }
  - { name: Sévaré, region: mopti, latitude: 14.53, longitude: -4.1, kits: 3 }
`;

/** What is said about a text: one line for each problem, without the indentation. */
function complaints(text: string): string[] {
  try {
    parseScenario(text, "s.yaml");
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe("a scenario's file", () => {
  it("needs little", () => {
    const scenario = parseScenario(RIGHT, "s.yaml");
    expect(scenario).toMatchObject({
      name: "small",
      description: "",
      start: Date.UTC(2026, 1, 20),
      days: 30,
      interval_s: 900,
      upload_s: 21_600,
      faults: {},
      at_least: {},
      pinned: [],
      repairs: { share: 0 },
      kit_types: [{ share: 1, panel_Wp: 20, battery: "lifepo4-4s", battery_Ah: 7, controller: "mppt", lamp_W: 2.3 }],
      households: { "small-family": 20, family: 40, "large-family": 25, elders: 10, shopkeeper: 5 },
    });
    expect(scenario.sites[0]).toMatchObject({ name: "Koro", coverage: "good", kits: 9 });
  });

  // what is added at line 7, and what is said about it
  it.each([
    ["interval_s: 100", "s.yaml:7:13: interval_s: must be a multiple of 60, and is 100"],
    ["upload_s: often", 's.yaml:7:11: upload_s: must be a number, and is "often"'],
    ["upload: 3600", 's.yaml:7:1: upload: is not known; did you mean "upload_s"?'],
    ["handed_out: 2026-02-30", 's.yaml:7:13: handed_out: must be a day such as 2026-01-31, and is "2026-02-30"'],
    ["faults: { lamp-opne: 1 }", 's.yaml:7:11: faults.lamp-opne: is not known; did you mean "lamp-open"?'],
    ["faults: { lamp-open: -1 }", "s.yaml:7:22: faults.lamp-open: must be at least 0, and is -1"],
    ["faults: { phone-away: 1 }", "s.yaml:7:11: faults.phone-away: is not known; known are battery-worn,"],
    ["faults: [lamp-open]", "s.yaml:7:9: faults: must be a map of keys and values, and is a list"],
    ["faults:", "s.yaml:7:8: faults: must be a map of keys and values, and is empty"],
    ["lookalikes: { overuse: x }", 's.yaml:7:24: lookalikes.overuse: must be a number, and is "x"'],
    ["kit_types: []", "s.yaml:7:12: kit_types: must have 1 or more entries"],
    ["kit_types: [{ battery: lifepo4 }]", 's.yaml:7:24: kit_types[0].battery: "lifepo4" is not known; did you mean'],
    ["kit_types: [{ battery: nmc }]", "s.yaml:7:24: kit_types[0].battery: must be one of lifepo4-4s, lead-acid-6s"],
    ["kit_types: [{ panel: 20 }]", "s.yaml:7:15: kit_types[0].panel: is not known; did you mean"],
    ["households: { familly: 3 }", 's.yaml:7:15: households.familly: is not known; did you mean "family"?'],
    ["households: { family: 0 }", "s.yaml:7:13: households: needs a weight above 0"],
    ["repairs: { share: 2, after: [1 week, 2 weeks] }", "s.yaml:7:19: repairs.share: must be at most 1, and is 2"],
    ["repairs: { share: 1, after: [2 weeks, 1 week] }", "s.yaml:7:29: repairs.after: the shorter time comes first"],
    ["repairs: { share: 1, after: [soon, 1 week] }", "s.yaml:7:30: repairs.after[0]: must be a length of time such as"],
    ["repairs: { share: 1 }", "s.yaml:7:10: repairs.after: is missing: must be a list"],
    ["at_least: { faults: 1.5 }", "s.yaml:7:21: at_least.faults: must be a whole number, and is 1.5"],
    ["days: 31", "s.yaml:7:1: Map keys must be unique"],
    ["description: [", "s.yaml:8:1: Flow sequence"],
  ])("%s: says where and what", (line, said) => {
    expect(complaints(`${RIGHT}${line}\n`).join("\n")).toContain(said);
  });

  it.each([
    [
      "{ kit: koro-10, kind: lamp-open, at: day 3 }",
      'kit: there is no kit "koro-10"; at Koro there are koro-1 to koro-9',
    ],
    ["{ kit: koro-0, kind: lamp-open, at: day 3 }", 'kit: there is no kit "koro-0"'],
    ["{ kit: sevare-03, kind: lamp-open, at: day 3 }", 'kit: there is no kit "sevare-03"'],
    ["{ kit: kooro-1, kind: lamp-open, at: day 3 }", 'such as koro-1; did you mean "koro"?'],
    ["{ kind: lamp-open, at: day 3 }", "kind: needs a kit"],
    ["{ site: koro, kind: lamp-open, at: day 3 }", "site: lamp-open befalls one kit: write kit instead"],
    ["{ kit: koro-1, kind: site-offline, at: day 3 }", "kit: site-offline befalls a whole site: write site instead"],
    ["{ kind: site-offline, at: day 3 }", "kind: needs a site"],
    ["{ site: sevarre, kind: site-offline, at: day 3 }", 'there is no site "sevarre"; did you mean "sevare"?'],
    ["{ kit: koro-1, kind: lamp-broken, at: day 3 }", "kind: "],
    ["{ kit: koro-1, kind: lamp-opem, at: day 3 }", 'kind: "lamp-opem" is not known; did you mean "lamp-open"?'],
    ["{ kit: koro-1, kind: lamp-open, part: lamp4, at: day 3 }", 'part: "lamp4" is not known; did you mean "lamp1"?'],
    ["{ kit: koro-1, kind: lamp-open, part: usb1, at: day 3 }", "part: lamp-open befalls lamp1, lamp2, lamp3"],
    [
      "{ kit: koro-1, kind: lamp-open, at: day 3, severity: 0.5 }",
      "severity: lamp-open is all or nothing: leave it out",
    ],
    ["{ kit: koro-1, kind: lamp-open, at: day 3, course: 3 h }", "course: lamp-open is all or nothing: leave it out"],
    ["{ kit: koro-1, kind: lamp-dim, at: day 3, severity: 0 }", "severity: must be more than 0, and is 0"],
    ["{ kit: koro-1, kind: lamp-dim, at: day 3, course: 3 moons }", "course: must be a length of time such as"],
    ["{ kit: koro-1, kind: flash-erased, at: day 3, for: 3 h }", "for: flash-erased is over as soon as it happens"],
    ["{ kit: koro-1, kind: lamp-open, at: day 3, until: day 4, for: 1 h }", "for: is said by `until` already"],
    ["{ kit: koro-1, kind: lamp-open, at: day 3, until: day 3 }", "until: must come after `at`"],
    ["{ kit: koro-1, kind: lamp-open, at: day 31 }", "at: lies outside of the 30 days from 2026-02-20 to 2026-03-21"],
    ["{ kit: koro-1, kind: lamp-open, at: 2026-02-19 23:59 }", "at: lies outside of the 30 days"],
    ["{ kit: koro-1, kind: lamp-open, at: day 0 }", "at: must be a moment such as"],
    ["{ kit: koro-1, kind: lamp-open, at: day 3 25:00 }", "at: must be a moment such as"],
    ["{ kit: koro-1, kind: lamp-open }", "at: is missing"],
  ])("pinned %s", (entry, said) => {
    const [first, ...others] = complaints(`${RIGHT}pinned:\n  - ${entry}\n`);
    expect(first).toMatch(/^s\.yaml:8:\d+: pinned\[0\]\./);
    expect(first).toContain(said);
    expect(others).toEqual([]);
  });

  it.each([
    ["", "s.yaml:1:1: must be a map of keys and values, and is empty"],
    ["- a\n- b\n", "s.yaml:1:1: must be a map of keys and values, and is a list"],
    [RIGHT.replace("days: 30\n", ""), "s.yaml:1:1: days: is missing: must be a number"],
    [RIGHT.replace(", kits: 9", ""), "s.yaml:5:5: sites[0].kits: is missing: must be a number"],
    [RIGHT.replace("mopti", "mopty"), 's.yaml:5:27: sites[0].region: "mopty" is not known; did you mean "mopti"?'],
    [RIGHT.replace("Sévaré", "Kórò"), 's.yaml:6:13: sites[1].name: there is "Koro" already'],
    [RIGHT.replace("small", "Small Fleet"), "s.yaml:1:7: name: must be small letters, digits and hyphens"],
  ])("%j", (text, said) => {
    expect(complaints(text)[0]).toContain(said);
  });

  it("says all that is wrong at once, in the order of the file", () => {
    const text = `${RIGHT.replace("days: 30", "days: many")}interval_s: 100
faults: { lamp-opne: 1, usb-short: -1 }
pinned:
  - { kit: koro-99, kind: lamp-open, at: day 3 }
  - { kit: koro-1, kind: lamp-open, part: usb1, at: day 3, severity: 0.5 }
`;
    expect(complaints(text).map((line) => line.split(": ").slice(0, 2).join(" "))).toEqual([
      "s.yaml:3:7 days",
      "s.yaml:7:13 interval_s",
      "s.yaml:8:11 faults.lamp-opne",
      "s.yaml:8:36 faults.usb-short",
      "s.yaml:10:12 pinned[0].kit",
      "s.yaml:11:43 pinned[1].part",
      "s.yaml:11:70 pinned[1].severity",
    ]);
  });

  it("that is not there is an error of the system", () => {
    expect(() => loadScenario("/nowhere/s.yaml")).toThrow(/ENOENT/);
  });
});
