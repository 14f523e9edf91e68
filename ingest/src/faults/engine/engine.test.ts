import { Column, emptyRow, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FaultEngine, type FoldedReport } from "./engine";
import type { Family, FoldedReading, KitFacts } from "./family";
import { DAY_ms, JUDGED_ANEW_days } from "./kitDays";

const START_ms = Date.UTC(2026, 0, 1);

/**
 * A family for tests: a voltage that is lower than that of half of the neighbours on two days in a row is a
 * fault, two days in a row that are not clear it.
 */
const lowest: Family<{ low: number; well: number }, number | undefined> = {
  name: "lowest",
  slots: 2,
  start: { low: 0, well: 0 },
  add(sums, at, { row }) {
    sums[at] = (sums[at] as number) + (row[Column.BatteryVoltage_mV] as number);
    sums[at + 1] = (sums[at + 1] as number) + 1;
  },
  refer(kits) {
    const means = kits.map(({ sums, at }) => (sums[at] as number) / (sums[at + 1] as number)).toSorted((a, b) => a - b);
    return means[Math.floor(means.length / 2)];
  },
  step(memory, on) {
    if (!on.hasReadings || on.reference === undefined) return memory;
    const mean_mV = (on.sums[on.at] as number) / (on.sums[on.at + 1] as number);
    const isLow = mean_mV < on.reference - 500;
    const next = { low: isLow ? memory.low + 1 : 0, well: isLow ? 0 : memory.well + 1 };
    const finding = { severity: "minor", since_ms: (on.day - memory.low) * DAY_ms, evidence: { mean_mV } } as const;
    if (next.low >= 2) on.set("battery-worn", "battery", finding);
    else if (isLow) on.suspect("battery-worn", "battery", finding);
    if (next.well >= 2) on.clear("battery-worn", "battery");
    return next;
  },
};

const facts = (kit: string, site = "Koro"): KitFacts => ({ kit, site, battery: "lifepo4-4s" });

function reading(kit: string, day: number, hour: number, voltage_mV: number): FoldedReading {
  const row = emptyRow();
  row[Column.BatteryVoltage_mV] = voltage_mV;
  const sequence = day * 24 + hour;
  const time_ms = START_ms + day * DAY_ms + hour * 3600_000;
  return { kit, site: "Koro", incarnation: 1, sequence, time_ms, estimated: false, late: false, row, boot: 1 };
}

function report(readings: FoldedReading[]): FoldedReport {
  const sent_ms = Math.max(...readings.map(({ time_ms }) => time_ms));
  const facts = { sent_ms, received_ms: sent_ms, incarnation: 1, counters: [], events: [], boots: [] };
  return { facts, readings };
}

const engine = () => new FaultEngine([lowest]);
const historyOf = (one: FaultEngine, kits: readonly string[]) => kits.map((kit) => one.historyOf(kit));

/** A fleet's readings: three kits well, one low on the days given; three readings a day. */
function fleet(days: number, lowDays: readonly number[]): FoldedReading[] {
  return ["a", "b", "c", "d"].flatMap((kit) =>
    Array.from({ length: days * 3 }, (_, i) => {
      const day = Math.floor(i / 3);
      return reading(kit, day, 6 + 4 * (i % 3), kit === "a" && lowDays.includes(day) ? 11_800 : 13_000 + i);
    }),
  );
}

describe("the engine", () => {
  const raised = (lowDays: number[]) => {
    const one = engine();
    for (const each of fleet(12, lowDays)) one.fold(facts(each.kit), report([each]));
    one.judge();
    return one
      .historyOf("a")
      .map(({ since_ms, raised_ms, cleared_ms }) => [
        (since_ms - START_ms) / DAY_ms,
        Math.floor(((raised_ms as number) - START_ms) / DAY_ms),
        cleared_ms === undefined ? undefined : Math.floor((cleared_ms - START_ms) / DAY_ms),
      ]);
  };
  it.each<[string, number[], (number | undefined)[][]]>([
    ["one low day is nothing", [4], []],
    ["two raise", [4, 5], [[4, 5, 7]]],
    ["until the end it stays open", [8, 9, 10, 11], [[8, 9, undefined]]],
    ["one day that is well does not clear", [2, 3, 5, 6], [[2, 3, 8]]],
    [
      "twice",
      [2, 3, 7, 8],
      [
        [2, 3, 5],
        [7, 8, 10],
      ],
    ],
  ])("%s", (_, lowDays, expected) => {
    expect(raised(lowDays)).toEqual(expected);
  });

  it("ends in the same history for any order and any batches of reports, judged whenever", () => {
    const kits = ["a", "b", "c", "d"];
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(29), { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        fc.infiniteStream(fc.boolean()),
        (lowDays, order, judges) => {
          const readings = fleet(30, lowDays);
          const inOrder = engine();
          for (const each of readings) inOrder.fold(facts(each.kit), report([each]));
          inOrder.judge();
          const shuffled = engine();
          const left = [...readings];
          while (left.length > 0) {
            const at = (order.next().value as number) % left.length;
            const first = left[at] as FoldedReading;
            const size = 1 + ((order.next().value as number) % 40);
            const batch = left.filter(({ kit }, i) => kit === first.kit && i >= at).slice(0, size);
            for (const each of batch) left.splice(left.indexOf(each), 1);
            expect(shuffled.fold(facts(first.kit), report(batch))).toEqual([]);
            if (judges.next().value) shuffled.judge();
          }
          shuffled.judge();
          expect(historyOf(shuffled, kits)).toEqual(historyOf(inOrder, kits));
          expect(kits.map((kit) => shuffled.openOf(kit))).toEqual(kits.map((kit) => inOrder.openOf(kit)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("does not raise in a kit's past what a backlog shows to have been well", () => {
    const readings = fleet(10, [3, 4]);
    const one = engine();
    const isBacklog = ({ kit, sequence }: FoldedReading) => kit === "a" && sequence < 8 * 24;
    for (const each of readings) if (!isBacklog(each)) one.fold(facts(each.kit), report([each]));
    one.judge();
    expect(one.openOf("a")).toEqual([]);
    for (const each of readings) if (isBacklog(each)) one.fold(facts(each.kit), report([each]));
    one.judge();
    expect(one.openOf("a")).toEqual([]);
    expect(one.historyOf("a")).toMatchObject([{ since_ms: START_ms + 3 * DAY_ms, cleared_ms: expect.any(Number) }]);
  });

  it("says so where a reading is older than it can judge anew, and begins again", () => {
    const days = JUDGED_ANEW_days + 60;
    const readings = fleet(days, [2, 3]).toSorted((a, b) => a.time_ms - b.time_ms);
    const one = engine();
    for (const each of readings) {
      if (each.sequence < 24) continue;
      expect(one.fold(facts(each.kit), report([each]))).toEqual([]);
      if (each.sequence % 240 === 6) one.judge();
    }
    one.judge();
    const before = historyOf(one, ["a", "b"]);
    expect(before[0]).toHaveLength(1);
    expect(one.fold(facts("a"), report([readings[0] as FoldedReading]))).toEqual(["Koro"]);
    one.forget("Koro");
    expect(one.openOf("a")).toEqual([]);
  });

  it("asks for both sites to be folded again where a kit has moved", () => {
    const one = engine();
    for (const each of fleet(12, [9, 10, 11])) one.fold(facts(each.kit), report([each]));
    expect(one.fold(facts("a", "Kita"), report([reading("a", 12, 6, 13_000)]))).toEqual(["Koro", "Kita"]);
  });

  it("knows nothing of what was not measured", () => {
    const one = engine();
    one.fold(facts("a"), report([reading("a", 0, 0, NOT_MEASURED)]));
    one.judge();
    expect(one.watermarkOf_ms("a")).toBe(START_ms);
    expect(one.watermarkOf_ms("b")).toBeUndefined();
  });
});
