import { describe, expect, it } from "vitest";
import { faultKinds, type Happening, linkKinds, lookalikeKinds } from "../happenings/kinds";
import { timeline } from "./timeline";

const HOUR_ms = 3_600_000;
const DAY_ms = 24 * HOUR_ms;
const start_ms = Date.UTC(2026, 2, 1);

const story = (options = {}) =>
  timeline({
    start: "2026-03-01",
    sites: { koro: { region: "mopti", kits: 2 }, kita: { region: "kayes", kits: 1 } },
    seed: 7,
    ...options,
  });

const time = story();
const kit = time.kit("koro-1");
const koro = time.site("koro");

const sudden = { severity: 1, course_h: 0 };
const slow = { severity: 0.5, over: "20 days" };
const slowly = { severity: 0.5, course_h: 480 };
const half = { severity: 0.5 };

/** What is said, and what it becomes beside its onset and end. */
const said: [phrase: Parameters<typeof time.at>[1], kind: Happening["kind"], part: string, how: object][] = [
  [kit.battery.wears(slow), "battery-worn", "battery", slowly],
  [kit.battery.losesCell(), "battery-cell-dead", "battery", sudden],
  [kit.battery.comesLoose(half), "battery-disconnected", "battery", { ...sudden, ...half }],
  [kit.panel.comesUnplugged(half), "panel-disconnected", "panel", { ...sudden, ...half }],
  [kit.loses("panel"), "panel-stolen", "panel", sudden],
  [kit.panel.isShaded(slow), "panel-shaded", "panel", slowly],
  [kit.panel.getsDirty(slow), "panel-soiled", "panel", slowly],
  [kit.panel.cracks(half), "panel-cracked", "panel", { ...sudden, ...half }],
  [kit.lamp(1).opens(), "lamp-open", "lamp1", sudden],
  [kit.lamp(2).shorts(), "lamp-short", "lamp2", sudden],
  [kit.lamp(3).dims(slow), "lamp-dim", "lamp3", slowly],
  [kit.usb(2).shorts(), "usb-short", "usb2", sudden],
  [kit.controller.runsHot(slow), "controller-hot", "controller", slowly],
  [kit.controller.resets(slow), "controller-resetting", "controller", slowly],
  [kit.sensor("battery-voltage").sticks(), "sensor-stuck", "battery-voltage-sensor", sudden],
  [kit.sensor("panel-current").drifts(slow), "sensor-offset", "panel-current-sensor", slowly],
  [kit.flash.wearsOut(), "flash-worn", "controller", sudden],
  [kit.flash.isErased(), "flash-erased", "controller", sudden],
  [kit.controller.isSwapped(), "board-swapped", "controller", sudden],
  [koro.clouds(slow), "cloudy-fortnight", "panel", slowly],
  [kit.family.away(), "family-away", "kit", sudden],
  [kit.family.hasMarketDay(), "market-day", "kit", sudden],
  [kit.lamp(2).unused(), "lamp-unused", "lamp2", sudden],
  [kit.radio.alwaysOn(), "radio-always-on", "radio", sudden],
  [kit.family.overuses(slow), "overuse", "kit", slowly],
  [kit.phone.away(), "phone-away", "phone", sudden],
  [kit.phone.replaced(), "phone-replaced", "phone", sudden],
  [kit.phone.outOfCredit(), "credit-out", "phone", sudden],
  [koro.offline(), "site-offline", "phone", sudden],
  [kit.link.lossy(half), "link-lossy", "phone", { ...sudden, ...half }],
  [kit.link.halfOpen(), "link-half-open", "phone", sudden],
];

describe("what can be said", () => {
  it.each(said)("%o is %s of %s", (phrase, kind, part, how) => {
    const { happenings } = story().at("day 3 18:00", phrase).plan({ days: 30 });
    const owner = "site" in phrase ? { site: "koro" } : { site: "koro", kit: "koro-1" };
    const onset_ms = start_ms + 2 * DAY_ms + 18 * HOUR_ms;
    const { end_ms: _, ...happening } = happenings[0] as Happening;
    expect(happening).toEqual({ kind, ...owner, part, onset_ms, ...how });
    expect(happenings).toHaveLength(1);
  });

  it("leaves no kind out", () => {
    expect(said.map(([, kind]) => kind)).toEqual([...faultKinds, ...lookalikeKinds, ...linkKinds]);
  });

  it("some things go on for a time, by the day or by the calendar", () => {
    const { happenings } = story()
      .between("day 5", "day 7 12:30", kit.phone.away(), koro.offline())
      .between("2026-03-02", "2026-03-16 06:00", time.site("kita").clouds())
      .plan({ days: 20 });
    expect(happenings.map(({ kind, onset_ms, end_ms }) => [kind, onset_ms, end_ms])).toEqual([
      ["cloudy-fortnight", start_ms + DAY_ms, start_ms + 15 * DAY_ms + 6 * HOUR_ms],
      ["site-offline", start_ms + 4 * DAY_ms, start_ms + 6 * DAY_ms + 12.5 * HOUR_ms],
      ["phone-away", start_ms + 4 * DAY_ms, start_ms + 6 * DAY_ms + 12.5 * HOUR_ms],
    ]);
  });

  it("a repair ends what goes on with that part of that kit, and nothing else", () => {
    const other = time.kit("koro-2");
    const { happenings } = story()
      .at("day 9", kit.repaired("panel"))
      .at("day 2", kit.loses("panel"), kit.panel.getsDirty(), kit.lamp(2).opens(), other.loses("panel"))
      .at("day 12", kit.loses("panel"))
      .at("day 14", kit.repaired("panel"))
      .plan({ days: 20 });
    const ends = happenings.map(({ kit, kind, end_ms }) => [kit, kind, end_ms && 1 + (end_ms - start_ms) / DAY_ms]);
    expect(ends).toEqual([
      ["koro-1", "lamp-open", undefined],
      ["koro-1", "panel-soiled", 9],
      ["koro-1", "panel-stolen", 9],
      ["koro-2", "panel-stolen", undefined],
      ["koro-1", "panel-stolen", 14],
    ]);
  });

  it("phones, kits and households are those of the scenario", () => {
    const plan = story({
      phones: "always",
      upload_s: 3600,
      kit_types: [{ battery: "lead-acid-6s" }],
      households: { elders: 1 },
    }).plan({ days: 1 });
    expect(plan).toMatchObject({ phones: "always", upload_s: 3600, interval_s: 900, seed: 7, start_ms });
    expect(plan.kits.map(({ kit, household, type }) => [kit, household, type.battery])).toEqual([
      ["koro-1", "elders", "lead-acid-6s"],
      ["koro-2", "elders", "lead-acid-6s"],
      ["kita-1", "elders", "lead-acid-6s"],
    ]);
  });
});

describe("what cannot be said", () => {
  it.each<[string, () => unknown, string]>([
    ["a kit too many", () => story().kit("koro-3"), 'there is no kit "koro-3"; did you mean "koro-1"?'],
    ["another site", () => story().site("kits"), 'there is no site "kits"; did you mean "kita"?'],
    ["no moment", () => story().at("evening", kit.loses("panel")), '"evening" is not a moment such as "day 20 18:00"'],
    ["day 0", () => story().between("day 0", "day 2", kit.phone.away()), '"day 0" is not a moment'],
    ["no end", () => story().between("day 1", "day 2 25:00", kit.phone.away()), '"day 2 25:00" is not a moment'],
    [
      "after the last day",
      () => story().at("day 13", kit.loses("panel")).plan({ days: 12 }),
      "panel-stolen of koro-1 at day 13: at lies outside of the 12 days",
    ],
    [
      "an end before the beginning",
      () => story().between("day 5", "day 4", koro.offline()).plan({ days: 12 }),
      "site-offline of koro at day 5: until must come after `at`",
    ],
    [
      "worse than the worst",
      () =>
        story()
          .at("day 1", kit.panel.cracks({ severity: 1.5 }))
          .plan({ days: 12 }),
      "pinned.0.severity: Too big",
    ],
    [
      "no length of time",
      () =>
        story()
          .at("day 1", kit.battery.wears({ over: "soon" }))
          .plan({ days: 12 }),
      "pinned.0.course: must be a length of time",
    ],
    [
      "repairing what is whole",
      () => story().at("day 5", kit.loses("panel")).at("day 4", kit.repaired("panel")).plan({ days: 12 }),
      "day 4: nothing is wrong with the panel of koro-1",
    ],
    [
      "bringing readings back",
      () => story().at("day 2", kit.flash.isErased()).at("day 4", kit.repaired("controller")).plan({ days: 12 }),
      "day 4: nothing is wrong with the controller of koro-1",
    ],
    ["a site in capitals", () => story({ sites: { Koro: { region: "mopti", kits: 1 } } }), '"koro"'],
  ])("%s", (_name, say, message) => {
    expect(say).toThrow(message);
  });

  it("nonsense does not compile", () => {
    // @ts-expect-error there are three lamps
    kit.lamp(4);
    // @ts-expect-error a stolen lamp is none of the kinds
    kit.loses("lamp1");
    // @ts-expect-error nobody repairs a family
    kit.repaired("kit");
    // @ts-expect-error it is over as soon as it happens
    expect(() => story().between("day 2", "day 3", kit.flash.isErased()).plan({ days: 5 })).toThrow("over as soon as");
    // @ts-expect-error it comes loose at once
    kit.battery.comesLoose({ over: "3 days" });
  });
});
