import { expect, it } from "vitest";
import { timeline } from "../timeline/timeline";

const HOUR_ms = 3_600_000;
const DAY_ms = 24 * HOUR_ms;
const start_ms = Date.UTC(2026, 2, 1);

const story = () =>
  timeline({
    start: "2026-03-01",
    sites: { koro: { region: "mopti", kits: 2 } },
    seed: 7,
    phones: "always",
    upload_s: 3600,
  });
const time = story();
const kit = time.kit("koro-1");
const at_ms = start_ms + 2 * DAY_ms + 12.5 * HOUR_ms;

it.each([
  ["erased flash", kit.flash.isErased()],
  ["another board", kit.controller.isSwapped()],
] as const)("%s begins a numbering of its own, and what was not sent is gone", async (_name, phrase) => {
  const run = await story().at("day 3 12:30", phrase).run({ days: 5 });
  const before = run.readings("koro-1").filter(({ time_ms }) => time_ms <= at_ms);
  const after = run.readings("koro-1").filter(({ time_ms }) => time_ms > at_ms);
  const incarnations = (readings: typeof before) => [...new Set(readings.map(({ incarnation }) => incarnation))];
  expect(incarnations(before)).toHaveLength(1);
  expect(incarnations(after)).toHaveLength(1);
  expect(incarnations(after)).not.toEqual(incarnations(before));
  expect([after[0]?.boot, after[0]?.sequence]).toEqual([1, 0]);
  // the last hourly report was at noon
  expect(at_ms - (before.at(-1)?.time_ms ?? 0)).toBeGreaterThan(0.25 * HOUR_ms);
  expect(new Set(run.readings("koro-2").map(({ incarnation }) => incarnation)).size).toBe(1);
});

it("a controller that resets boots again and again, and never repeats a sequence", async () => {
  const run = await story()
    .between("day 3", "day 7", kit.controller.resets({ severity: 0.5 }))
    .run({ days: 9 });
  const bootsOn = (day: number) =>
    new Set(
      run
        .readings("koro-1")
        .filter(({ time_ms }) => Math.floor((time_ms - start_ms) / DAY_ms) + 1 === day)
        .map(({ boot }) => boot),
    ).size;
  expect([1, 2].map(bootsOn)).toEqual([1, 1]);
  for (const day of [3, 4, 5, 6]) expect(bootsOn(day)).toBeGreaterThan(3);
  expect([8, 9].map(bootsOn)).toEqual([1, 1]);
  const readings = run.readings("koro-1");
  expect(new Set(readings.map(({ incarnation }) => incarnation)).size).toBe(1);
  const boots = readings.map(({ boot }) => boot);
  const sequences = readings.map(({ sequence }) => sequence);
  expect(boots).toEqual(boots.toSorted((a, b) => a - b));
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
});

it("worn flash makes every start the first one", async () => {
  const run = await story()
    .at("day 2", kit.flash.wearsOut())
    .between("day 3", "day 5", kit.controller.resets({ severity: 0.3 }))
    .run({ days: 6 });
  const later = run.readings("koro-1").filter(({ time_ms }) => time_ms > start_ms + 3 * DAY_ms);
  expect(new Set(later.map(({ boot }) => boot))).toEqual(new Set([1]));
  expect(new Set(later.map(({ incarnation }) => incarnation)).size).toBeGreaterThan(4);
});

it("a kit that runs for longer than its clock restarts when it has nothing left to send", async () => {
  const readings = (await story().run({ days: 43 })).readings("koro-2");
  expect([...new Set(readings.map(({ boot }) => boot))]).toEqual([1, 2]);
  const restart = readings.findIndex(({ boot }) => boot === 2);
  const [last, first] = [readings[restart - 1], readings[restart]];
  expect(((first?.time_ms ?? 0) - start_ms) / DAY_ms).toBeCloseTo(40, 0);
  // nothing is missing but the reading that fell into the restart
  expect((first?.time_ms ?? 0) - (last?.time_ms ?? 0)).toBeLessThanOrEqual(0.5 * HOUR_ms);
});
