import { emptyRow } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { causeAfterReturn, type KnownAfterReturn, type ToldAttempts } from "./afterReturn";
import { SilenceLog } from "./silenceLog";
import { type HeardHours, outagesBetween } from "./siteQuiet";
import { type KnownWhileSilent, likelyCause } from "./whileSilent";

const HOUR_ms = 3600_000;
const DAY_ms = 24 * HOUR_ms;
/** Tests speak of hours from here on. */
const START_ms = Date.UTC(2026, 2, 1);
const at = (hour: number) => START_ms + hour * HOUR_ms;

describe("why a kit is silent, while it is", () => {
  /** It has been silent for two days; 30 of 40 others were heard, and nothing else is out of the ordinary. */
  const usual: KnownWhileSilent = {
    from_ms: at(0),
    now_ms: at(48),
    others: 40,
    heard: 30,
    outages: [],
    battery_V: 13.2,
    stateOfCharge_pct: 80,
    isOffForCharge: false,
    noonReadings: 10,
    noonReadingsWithSun: 10,
    nightHours: 8,
    dayHours: 12,
    starts: 0,
    openFaults: [],
    past: [],
    handedOut_ms: at(0) - 60 * DAY_ms,
  };
  const before = (cause: "credit" | "phone-away" | "kit-dead", ...spans: [from_h: number, to_h: number][]) =>
    spans.map(([from_h, to_h]) => ({ cause, from_ms: at(from_h), to_ms: at(to_h) }));
  const outage = (from_h: number, to_h: number) => ({ from_ms: at(from_h), to_ms: at(to_h), usual: 20 });

  it.each<[string, Partial<KnownWhileSilent>, string]>([
    ["nothing else is known", {}, "phone-away"],
    ["it is alone at its site and new", { others: 0, heard: 0 }, "unknown"],
    ["nobody of its site is heard", { heard: 0, outages: [outage(2, 48)] }, "site-network"],
    ["the site has only just come back", { heard: 10, outages: [outage(2, 44)] }, "site-network"],
    ["the site came back two days ago", { now_ms: at(96), heard: 38, outages: [outage(2, 44)] }, "phone-away"],
    ["the site went quiet when it was silent already", { now_ms: at(96), outages: [outage(60, 96)] }, "phone-away"],
    ["its panel gave nothing at noon", { noonReadingsWithSun: 0 }, "battery-flat"],
    ["its outputs were off for charge", { isOffForCharge: true }, "battery-flat"],
    ["a fault was open that empties it", { openFaults: ["panel-no-output"] }, "battery-flat"],
    [
      "its battery is known to be disconnected",
      { openFaults: ["battery-disconnected"], isOffForCharge: true },
      "kit-dead",
    ],
    ["it started many times", { starts: 9 }, "kit-dead"],
    ["it ran by day and not at night", { nightHours: 0, dayHours: 9 }, "kit-dead"],
    ["it was dead until yesterday", { past: before("kit-dead", [-60, -20]) }, "kit-dead"],
    ["it was dead a month ago", { past: before("kit-dead", [-800, -700]) }, "phone-away"],
    ["it has been silent for longer than phones travel", { now_ms: at(9 * 24) }, "credit"],
    ["its phone travels for long", { now_ms: at(9 * 24), past: before("phone-away", [-900, -600]) }, "phone-away"],
    [
      "the six months are over, and it had no credit before",
      { handedOut_ms: at(0) - 200 * DAY_ms, past: before("credit", [-900, -800], [-500, -400]) },
      "credit",
    ],
  ])("%s", (_, known, cause) => {
    expect(likelyCause({ ...usual, ...known }).cause).toBe(cause);
  });

  it("says which numbers speak for it", () => {
    expect(likelyCause({ ...usual, heard: 0, outages: [outage(2, 48)] }).evidence).toEqual({
      site_kits_heard: 0,
      site_kits: 40,
      site_quiet_h: 46,
      usually_heard: 20,
      site_quiet_from: "2026-03-01T02:00:00.000Z",
    });
  });
});

describe("why a kit was silent, once it has told", () => {
  const tries = (reached: ToldAttempts["reached"], from_h: number, to_h: number, times = 60 * (to_h - from_h)) => ({
    reached,
    from_ms: at(from_h),
    to_ms: at(to_h),
    times,
  });
  const usual: KnownAfterReturn = {
    from_ms: at(0),
    to_ms: at(96),
    attempts: [tries("no-hotspot", 6, 96)],
    hoursWithReadings: 95,
    nightHoursWithReadings: 36,
    daysWithReadings: 4,
    starts: 0,
    outages: [],
    faults: [],
  };
  const evenings = [tries("joined", 20, 20, 4), tries("joined", 44, 44, 4), tries("joined", 68, 68, 3)];

  it.each<[string, Partial<KnownAfterReturn>, string]>([
    ["no hotspot all the time", {}, "phone-away"],
    ["a hotspot without network on three evenings", { attempts: [tries("no-hotspot", 6, 90), ...evenings] }, "credit"],
    [
      "a hotspot without network on the last evening only",
      { attempts: [tries("no-hotspot", 6, 90), tries("joined", 92, 92, 4)] },
      "phone-away",
    ],
    [
      "the site was quiet for most of the time",
      { outages: [{ from_ms: at(4), to_ms: at(80), usual: 20 }] },
      "site-network",
    ],
    [
      "the site was quiet when the hotspot was there",
      {
        attempts: evenings,
        outages: [16, 40, 64].map((from_h) => ({ from_ms: at(from_h), to_ms: at(from_h + 8), usual: 9 })),
      },
      "site-network",
    ],
    [
      "no readings, and one start",
      { attempts: [], hoursWithReadings: 3, daysWithReadings: 1, starts: 1 },
      "battery-flat",
    ],
    [
      "no readings, and many starts",
      { attempts: [], hoursWithReadings: 3, daysWithReadings: 2, starts: 30 },
      "kit-dead",
    ],
    [
      "no readings, and a fault that explains it",
      { attempts: [], hoursWithReadings: 3, daysWithReadings: 1, starts: 1, faults: ["battery-disconnected"] },
      "kit-dead",
    ],
    [
      "the site went quiet when the kit was off already",
      { attempts: [], hoursWithReadings: 3, starts: 1, outages: [{ from_ms: at(33), to_ms: at(96), usual: 20 }] },
      "battery-flat",
    ],
    [
      "readings by day alone",
      { attempts: [], hoursWithReadings: 30, nightHoursWithReadings: 0, daysWithReadings: 4, starts: 3 },
      "kit-dead",
    ],
    ["readings lost, but it tried all the time", { hoursWithReadings: 0, starts: undefined }, "phone-away"],
    ["nothing told", { attempts: [] }, "unknown"],
  ])("%s", (_, known, cause) => {
    expect(causeAfterReturn({ ...usual, ...known }).cause).toBe(cause);
  });
});

describe("a site that is quiet", () => {
  const FIRST = START_ms / HOUR_ms;
  /** Kits that are heard each evening at 19:00, but not on some days from the first on. */
  const evenings = (kits: number, missing: readonly number[]): HeardHours[] =>
    Array.from({ length: kits }, () =>
      Array.from({ length: 30 }, (_, day) => day)
        .filter((day) => !missing.includes(day))
        .map((day) => FIRST + day * 24 + 19),
    );
  it.each<[string, HeardHours[], string[]]>([
    ["is not out by day when it never is heard", evenings(5, []), []],
    ["is out when five kits miss an evening", evenings(5, [20]), ["19T20-21T19"]],
    ["is not out when three do, once", evenings(3, [20]), []],
    ["is out when three do twice", evenings(3, [20, 21]), ["19T20-22T19"]],
  ])("%s", (_, others, expected) => {
    const told = outagesBetween(others, at(19 * 24), at(23 * 24)).map(
      ({ from_ms, to_ms }) => `${hour(from_ms)}-${hour(to_ms)}`,
    );
    expect(told).toEqual(expected);
  });
  const hour = (time_ms: number) => {
    const hours = (time_ms - START_ms) / HOUR_ms;
    return `${Math.floor(hours / 24)}T${hours % 24}`;
  };
});

describe("the log of silences", () => {
  const report = (kit: string, hour: number) => ({
    kit,
    site: "Koro",
    received_ms: at(hour),
    incarnation: 1,
    boot: 1,
    readings: [{ time_ms: at(hour - 1), row: emptyRow() }],
    attempts: [1, 0, 3600 * (hour - 20), 3600 * hour, 1200],
    bootTimes: new Map([[1, at(0)]]),
  });
  it("counts silences of a day and more, and what it was told in any order gives the same", () => {
    const reports = [0, 6, 12, 40, 41, 90].map((hour) => report("a", hour));
    const logs = [reports, reports.toReversed(), [...reports, ...reports]].map((list) => {
      const log = new SilenceLog();
      for (const one of list) log.hear(one);
      return log;
    });
    for (const log of logs) {
      expect(log.silencesOf("a", at(130))).toEqual([
        { from_ms: at(12), to_ms: at(40) },
        { from_ms: at(41), to_ms: at(90) },
        { from_ms: at(90), to_ms: undefined },
      ]);
      expect(log.afterReturn("a", { from_ms: at(41), to_ms: at(90) })?.cause).toBe("battery-flat");
      expect(log.silencesOf("a", at(100))).toHaveLength(2);
    }
  });
});
