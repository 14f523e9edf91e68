import { decodeReport } from "@yeelen/shared/wire/decodeReport";
import { Column } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { Shard } from "../run/shard";
import { timeline } from "../timeline/timeline";
import type { TimelineRun } from "../timeline/run";

const MINUTE_ms = 60_000;
const HOUR_ms = 60 * MINUTE_ms;
const DAY_ms = 24 * HOUR_ms;
/** A fortnight of readings fits a kit's memory. */
const HELD = 14 * 96;
const start_ms = Date.UTC(2026, 2, 1);

const story = (options = {}) =>
  timeline({
    start: "2026-03-01",
    sites: { koro: { region: "mopti", kits: 3 }, kita: { region: "kayes", kits: 2 } },
    seed: 7,
    phones: "always",
    upload_s: 3600,
    ...options,
  });
const day_ms = (day: number, hour = 0) => start_ms + (day - 1) * DAY_ms + hour * HOUR_ms;
/** Reports that arrived in a time, with the sequences that they brought. */
const arrived = (run: TimelineRun, kit: string, from_ms: number, until_ms: number) =>
  run.reports
    .filter((one) => one.kit === kit && one.received_ms >= from_ms && one.received_ms < until_ms)
    .map(({ report, received_ms }) => {
      const { frame } = decodeReport(report);
      const sequences = frame.groups.flatMap(({ rows }) => rows.map((row) => row[Column.Sequence] as number));
      return { received_ms, frame, sequences };
    });

/** When a kit took its readings, as the simulation knows it. */
function takenAt_ms(plan: TimelineRun["plan"], kit: string): number[] {
  const index = plan.kits.findIndex((one) => one.kit === kit);
  const window = { kit, site: "", why: "", from_ms: -Infinity, until_ms: Infinity };
  const shard = new Shard({ plan, firstKit: index, endKit: index + 1, examples: [window] });
  for (let day = 0; day < plan.days; day++) shard.live(day);
  return shard.examples()[0]?.time_ms ?? [];
}

describe("where the phone is always there", async () => {
  const run = await story().run({ days: 12 });
  const kits = run.plan.kits.map(({ kit }) => kit);

  it.each(kits)("every reading that %s takes arrives, in its place, without a gap", (kit) => {
    const readings = run.readings(kit);
    const last_ms = readings.at(-1)?.time_ms ?? 0;
    const taken = takenAt_ms(run.plan, kit);
    expect(last_ms).toBeGreaterThan(start_ms + 12 * DAY_ms - 2 * HOUR_ms);
    expect(readings.map(({ time_ms }) => time_ms)).toEqual(taken.filter((time_ms) => time_ms <= last_ms));
    expect(readings.map(({ sequence }) => sequence)).toEqual(readings.map((_, index) => index));
    expect(new Set(readings.map(({ incarnation, boot }) => `${incarnation} ${boot}`)).size).toBe(1);
    expect(sum(run.days(kit).map(({ dropped }) => dropped))).toBe(0);
  });
});

describe("where households have their habits", async () => {
  const run = await story({ phones: "habits", upload_s: 21_600 }).run({ days: 20 });
  const kits = run.plan.kits.map(({ kit }) => kit);

  it.each(kits)("what %s took arrives, is told to be dropped, or is still held", (kit) => {
    const reports = arrived(run, kit, 0, Infinity);
    const told = new Set(reports.flatMap(({ frame }) => inRanges(frame.dropped)));
    const known = new Set([...told, ...reports.flatMap(({ sequences }) => sequences)]);
    const oldestHeld = reports.at(-1)?.frame.oldestHeld ?? 0;
    expect(Array.from({ length: oldestHeld }, (_, sequence) => sequence).filter((one) => !known.has(one))).toEqual([]);
    const dropped = sum(run.days(kit).map((day) => day.dropped));
    const neverLeft = takenAt_ms(run.plan, kit).length - dropped - run.readings(kit).length;
    expect(neverLeft).toBeLessThanOrEqual(HELD);
  });

  it.each(kits)("the reports of %s arrive in the order in which they were sent", (kit) => {
    const numbers = arrived(run, kit, 0, Infinity).map(({ frame }) => frame.report);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });
});

describe("what comes between a kit and the server", () => {
  it("nobody at a site reports while it is offline, and then the backlog comes", async () => {
    const time = story();
    const run = await time.between("day 3 06:00", "day 4 06:00", time.site("koro").offline()).run({ days: 6 });
    for (const kit of ["koro-1", "koro-2", "koro-3"]) {
      expect(arrived(run, kit, day_ms(2), day_ms(3)).length).toBeGreaterThan(20);
      expect(arrived(run, kit, day_ms(3, 6) + MINUTE_ms, day_ms(4, 6))).toEqual([]);
      // a kit that finds a phone without network asks again within 19 minutes
      const after = arrived(run, kit, day_ms(4, 6), day_ms(4, 6) + 40 * MINUTE_ms);
      const backlog = run.readings(kit).filter(({ time_ms }) => time_ms > day_ms(3, 6) && time_ms <= day_ms(4, 6));
      expect(backlog.length).toBe(96);
      expect(new Set(after.flatMap(({ sequences }) => sequences)).size).toBeGreaterThanOrEqual(96);
    }
    for (const kit of ["kita-1", "kita-2"]) {
      expect(arrived(run, kit, day_ms(3, 6), day_ms(4, 6)).length).toBeGreaterThan(20);
    }
  });

  it.each([
    ["its phone is away", "away"],
    ["it has a new phone", "replaced"],
    ["its credit is out", "outOfCredit"],
  ] as const)("a kit does not report while %s, and its neighbour does", async (_name, words) => {
    const time = story();
    const run = await time.between("day 2 12:00", "day 3 12:00", time.kit("koro-1").phone[words]()).run({ days: 4 });
    expect(arrived(run, "koro-1", day_ms(2, 12) + MINUTE_ms, day_ms(3, 12))).toEqual([]);
    expect(arrived(run, "koro-1", day_ms(3, 12), day_ms(3, 13)).length).toBeGreaterThanOrEqual(4);
    expect(arrived(run, "koro-2", day_ms(2, 12), day_ms(3, 12)).length).toBeGreaterThan(20);
  });

  it("a half-open connection takes reports and delivers nothing, and is tried ever more seldom", async () => {
    const time = story();
    const run = await time.between("day 2 12:00", "day 3 00:00", time.kit("koro-1").link.halfOpen()).run({ days: 4 });
    expect(arrived(run, "koro-1", day_ms(2, 12) + MINUTE_ms, day_ms(3))).toEqual([]);
    const [, second, third] = run.days("koro-1");
    expect(second?.reports).toBeGreaterThan(10);
    expect(second?.sent_B).toBeLessThan(2 * (third?.sent_B ?? 0));
    expect(
      run
        .readings("koro-1")
        .map(({ sequence }) => sequence)
        .slice(0, 300),
    ).toEqual(Array.from({ length: 300 }, (_, index) => index));
  });

  it("over a lossy link some readings arrive twice, and none is lost", async () => {
    const time = story();
    const run = await time.between("day 2", "day 8", time.kit("koro-1").link.lossy()).run({ days: 9 });
    const sequences = (kit: string) => arrived(run, kit, day_ms(2), day_ms(8)).flatMap((one) => one.sequences);
    const [lossy, usual] = [sequences("koro-1"), sequences("koro-2")];
    expect(lossy.length).toBeGreaterThan(1.2 * new Set(lossy).size);
    expect(usual.length).toBeLessThan(1.1 * new Set(usual).size);
    const all = run.readings("koro-1").map(({ sequence }) => sequence);
    expect(all).toEqual(all.map((_, index) => index));
  });

  it("a fortnight's outage costs nothing; a longer one makes the oldest history coarser, and that is said", async () => {
    const time = story();
    const outage = time.between("day 2", "day 23", time.site("koro").offline());
    const run = await outage.run({ days: 25 });
    const days = run.days("koro-1");
    expect(sum(days.slice(0, 14).map((day) => day.dropped))).toBe(0);
    const dropped = sum(days.map((day) => day.dropped));
    expect(dropped).toBeGreaterThan(200);
    const told = new Set(
      arrived(run, "koro-1", day_ms(23), day_ms(25)).flatMap(({ frame }) => inRanges(frame.dropped)),
    );
    const sequences = run.readings("koro-1").map(({ sequence }) => sequence);
    const missing = Array.from({ length: sequences.at(-1) ?? 0 }, (_, i) => i).filter((i) => !sequences.includes(i));
    expect(missing.length).toBe(dropped);
    expect(missing.filter((sequence) => !told.has(sequence))).toEqual([]);
    // of the oldest history every second to fourth reading is there
    const oldest = sequences.filter((sequence) => sequence >= 200 && sequence < 300);
    expect(oldest.length).toBeGreaterThanOrEqual(25);
    expect(oldest.length).toBeLessThanOrEqual(50);
  });
});

/** All sequences of pairs [first, last], one after the other. */
function inRanges(pairs: number[]): number[] {
  return pairs.flatMap((first, index) => {
    if (index % 2 === 1) return [];
    return Array.from({ length: (pairs[index + 1] as number) - first + 1 }, (_, more) => first + more);
  });
}

function sum(values: number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
