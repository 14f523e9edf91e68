import type { SilenceCause } from "@yeelen/ingest/faults/silence/causes";
import type { Happening } from "@yeelen/simulator/happenings/kinds";
import { describe, expect, it } from "vitest";
import { type JudgedSilence, scoreSilences, truthOf } from "./silences";

const HOUR_ms = 3600_000;
const label = (kind: Happening["kind"], onset_h: number, end_h?: number): Happening => ({
  kind,
  site: "koro",
  part: "phone",
  onset_ms: onset_h * HOUR_ms,
  ...(end_h !== undefined && { end_ms: end_h * HOUR_ms }),
  severity: 1,
  course_h: 0,
});

describe("what the labels say of a silence of a hundred hours", () => {
  it.each<[string, Happening[], hoursWithReadings: number, SilenceCause | undefined]>([
    ["nothing: a household's habits", [], 100, undefined],
    ["the phone was away", [label("phone-away", 3, 95)], 100, "phone-away"],
    ["there was another phone", [label("phone-replaced", -5, 95)], 100, "phone-away"],
    ["it was away for half of the time", [label("phone-away", 3, 55)], 100, undefined],
    ["it was away from the second day on", [label("phone-away", 30, 99)], 100, undefined],
    ["the site had no network", [label("site-offline", 0, 90)], 100, "site-network"],
    ["credit had run out", [label("credit-out", 0, 90)], 100, "credit"],
    ["two causes at once", [label("credit-out", 0, 90), label("site-offline", 0, 90)], 100, undefined],
    ["the battery was disconnected and the kit was off", [label("battery-disconnected", -99)], 20, "kit-dead"],
    ["the battery was disconnected, but the kit ran", [label("battery-disconnected", -99)], 90, undefined],
    ["it ran, and its phone was away", [label("battery-worn", -99), label("phone-away", 3, 95)], 90, "phone-away"],
    ["the panel was stolen and the kit was off", [label("panel-stolen", -99)], 20, "battery-flat"],
    ["messages got lost", [label("link-lossy", -9)], 100, undefined],
    ["connections were half open", [label("link-half-open", 0, 99)], 100, undefined],
  ])("%s", (_, labels, hoursWithReadings, expected) => {
    expect(truthOf(labels, 0, 100 * HOUR_ms, hoursWithReadings)).toBe(expected);
  });
});

it("what is not answered is not wrong while the kit is silent, but it is once the kit has told", () => {
  const silence = (truth: SilenceCause, while_: SilenceCause, after?: SilenceCause): JudgedSilence => ({
    kit: "koro-1",
    from_ms: 0,
    to_ms: after && HOUR_ms,
    truth,
    whileSilent: { cause: while_, evidence: {} },
    afterReturn: after && { cause: after, evidence: {} },
  });
  expect(
    scoreSilences([
      silence("credit", "credit", "credit"),
      silence("credit", "phone-away", "unknown"),
      silence("phone-away", "unknown", "phone-away"),
      silence("phone-away", "phone-away"),
    ]),
  ).toMatchObject({ silences: 4, answered: 0.75, accuracyWhileSilent: 0.6667, accuracyAfterReturn: 0.6667 });
});
