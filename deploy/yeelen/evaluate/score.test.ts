import type { Happening } from "@yeelen/simulator/happenings/kinds";
import { describe, expect, it } from "vitest";
import type { Seen, SeenFault } from "./detection";
import { confusionOf, flappingOf, judge, quantile, scoreOfKind, totalsOf, wilsonLow } from "./score";
import type { EvaluatedFleet } from "./source";

const HOUR_ms = 3600_000;
const DAY_h = 24;
const START_ms = Date.UTC(2026, 0, 1);
const at = (day: number) => START_ms + day * DAY_h * HOUR_ms;

/** A label of a kit, by days from the first. */
const label = (
  kind: Happening["kind"],
  kit: string,
  onset: number,
  end?: number,
  more: Partial<Happening> = {},
): Happening => ({
  kind,
  site: "koro",
  kit,
  part: kind.startsWith("lamp") ? "lamp1" : "battery",
  onset_ms: at(onset),
  ...(end !== undefined && { end_ms: at(end) }),
  severity: 1,
  course_h: 0,
  ...more,
});
const seenFault = (kind: SeenFault["kind"], kit: string, raised: number, more: Partial<SeenFault> = {}): SeenFault => ({
  kit,
  site: "koro",
  kind,
  part: kind.startsWith("lamp") ? "lamp1" : "battery",
  severity: "major",
  shown_ms: at(raised),
  gone_ms: undefined,
  since_ms: at(raised),
  raised_ms: at(raised),
  isSeenOpen: true,
  shownAgain_ms: [],
  evidence: {},
  ...more,
});

/** Two kits for sixty days, of which every reading came in at once, but for those of some days. */
function judged(labels: Happening[], faults: SeenFault[], silentDays: readonly number[] = [], late_h = 1) {
  const kits = ["koro-1", "koro-2"];
  const hours = Array.from({ length: 60 * DAY_h }, (_, hour) => START_ms + hour * HOUR_ms)
    .filter((time_ms) => !silentDays.includes(Math.floor((time_ms - START_ms) / HOUR_ms / DAY_h)))
    .map((time_ms): [number, number] => [time_ms, time_ms + late_h * HOUR_ms]);
  const fleet: EvaluatedFleet = {
    name: "test",
    seed: 1,
    start_ms: START_ms,
    days: 60,
    kits: kits.map((kit) => ({ kit, site: "koro", battery: "lifepo4-4s" })),
    labels,
    arrivals: (async function* () {})(),
  };
  const seen: Pick<Seen, "faults" | "readings"> = { faults, readings: new Map(kits.map((kit) => [kit, hours])) };
  return { fleet, judgement: judge(fleet, seen) };
}

describe("what counts as found, missed and false", () => {
  const open = label("lamp-open", "koro-1", 10, 20);
  it.each<[string, Happening[], SeenFault[], number[], [found: number, missed: number, wrong: number, unseen: number]]>(
    [
      ["found", [open], [seenFault("lamp-open", "koro-1", 11)], [], [1, 0, 0, 0]],
      ["missed", [open], [], [], [0, 1, 0, 0]],
      ["of another kit", [open], [seenFault("lamp-open", "koro-2", 11)], [], [0, 1, 1, 0]],
      ["of another lamp", [open], [seenFault("lamp-open", "koro-1", 11, { part: "lamp2" })], [], [0, 1, 1, 0]],
      ["taken for something else", [open], [seenFault("lamp-short", "koro-1", 11)], [], [0, 1, 1, 0]],
      [
        "raised twice for one label",
        [open],
        [seenFault("lamp-open", "koro-1", 11), seenFault("lamp-open", "koro-1", 15)],
        [],
        [1, 0, 0, 0],
      ],
      ["long before", [open], [seenFault("lamp-open", "koro-1", 8)], [], [0, 1, 1, 0]],
      [
        "on the day before: a day's sums have no finer time",
        [open],
        [seenFault("lamp-open", "koro-1", 9.5)],
        [],
        [1, 0, 0, 0],
      ],
      ["two days after the repair", [open], [seenFault("lamp-open", "koro-1", 22)], [], [1, 0, 0, 0]],
      ["a week after the repair", [open], [seenFault("lamp-open", "koro-1", 27)], [], [0, 1, 1, 0]],
      ["never told of", [open], [], [10, 11, 12, 13, 14, 15, 16, 17, 18, 19], [0, 0, 0, 1]],
      [
        "told of only before it was at its worst",
        [label("battery-worn", "koro-1", 10, 20, { course_h: 5 * DAY_h })],
        [],
        [15, 16, 17, 18, 19],
        [0, 0, 0, 1],
      ],
      ["a habit that the end cuts off", [label("lamp-unused", "koro-1", 50)], [], [], [0, 0, 0, 1]],
      ["a habit that lasted", [label("lamp-unused", "koro-1", 40)], [], [], [0, 1, 0, 0]],
      ["silence is scored elsewhere", [], [seenFault("kit-silent", "koro-1", 11)], [], [0, 0, 0, 0]],
      [
        "a look-alike is no fault",
        [label("family-away", "koro-1", 10, 20)],
        [seenFault("lamp-open", "koro-1", 11)],
        [],
        [0, 0, 1, 0],
      ],
    ],
  )("%s", (_, labels, faults, silentDays, expected) => {
    const { judgement } = judged(labels, faults, silentDays);
    const found = judgement.labels.filter((one) => one.found).length;
    expect([found, judgement.labels.length - found, judgement.false.length, judgement.unseen.length]).toEqual(expected);
  });

  it("delays count from the onset, and from when the first affected reading came in", () => {
    const { judgement } = judged([open], [seenFault("lamp-open", "koro-1", 13)], [10, 11]);
    expect(scoreOfKind("lamp-open", judgement)).toMatchObject({
      nature: "fault",
      injected: 1,
      precision: 1,
      recall: 1,
      delayMedian_h: 72,
      delayFromReadingMedian_h: 23,
    });
  });

  it("false alarms are told with what was beside them", () => {
    const worn = label("battery-worn", "koro-1", 10, 20);
    const { fleet, judgement } = judged(
      [worn],
      [seenFault("battery-hot", "koro-1", 12), seenFault("battery-hot", "koro-2", 12)],
    );
    expect(confusionOf(judgement, fleet)).toEqual([
      { shown: "battery-hot", during: "battery-worn", times: 1 },
      { shown: "battery-hot", during: "nothing", times: 1 },
    ]);
    expect(totalsOf([scoreOfKind("battery-worn", judgement), scoreOfKind("battery-hot", judgement)], 4)).toMatchObject({
      injected: 1,
      found: 0,
      false: 2,
      precision: 0,
      recall: 0,
      falseAlarmsPer100KitMonths: 50,
    });
  });
});

it.each<[times: number, flapping: number]>([
  [1, 0],
  [2, 0],
  [3, 1],
])("raised %i times on a day: %i flap", (times, flapping) => {
  const faults = Array.from({ length: times }, (_, i) => seenFault("lamp-open", "koro-1", 5 + i / 10));
  expect(flappingOf([...faults, seenFault("lamp-open", "koro-1", 6)])).toBe(flapping);
});

// the Wilson score interval, as in tables
it.each([
  [10, 10, 0.7225],
  [97, 100, 0.9155],
  [0, 5, 0],
  [0, 0, null],
])("of %i in %i the lower end is %d", (part, whole, expected) => expect(wilsonLow(part, whole)).toBe(expected));

it("quantiles go by nearest rank", () => {
  expect([quantile([], 0.5), quantile([3, 1, 2], 0.5), quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)]).toEqual([
    null,
    2,
    9,
  ]);
});
