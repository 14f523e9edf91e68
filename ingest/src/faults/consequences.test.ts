import type { FaultKind, FaultPart } from "@yeelen/shared/faults";
import { describe, expect, it } from "vitest";
import { withoutConsequences } from "./consequences";
import type { Episode } from "./engine/episode";

const day = (number: number) => number * 24 * 3600_000;

function episode(kind: FaultKind, since: number, cleared?: number, part: FaultPart = "panel"): Episode {
  const cleared_ms = cleared === undefined ? undefined : day(cleared);
  return { kind, part, severity: "major", since_ms: day(since), raised_ms: day(since), cleared_ms, evidence: {} };
}

describe("a battery that is low", () => {
  it.each<[string, cause: [number, number?], low: [number, number?], now: number, shown: boolean]>([
    ["while the panel is gone", [10], [12], 14, false],
    ["before it was", [10], [5], 14, true],
    ["and ends a day after the panel is back", [10, 15], [12, 16], 30, false],
    ["and stands a day after the panel is back", [10, 15], [12], 16, false],
    ["and still stands a week after the panel is back", [10, 15], [12], 22, true],
    ["long after", [10, 15], [40], 41, true],
  ])("%s", (_, [since, cleared], [from, until], now, shown) => {
    const cause = episode("panel-no-output", since, cleared);
    const low = episode("battery-undervoltage", from, until, "battery");
    expect(withoutConsequences([low], [cause, low], day(now))).toEqual(shown ? [low] : []);
  });
});

it.each<[FaultKind, FaultKind, FaultPart, boolean]>([
  ["panel-degraded", "sensor-stuck", "panel-current-sensor", true],
  ["battery-worn", "sensor-implausible", "battery-voltage-sensor", true],
  ["battery-worn", "sensor-stuck", "panel-current-sensor", false],
  ["lamp-open", "panel-no-output", "panel", false],
])("%s is brought about by %s of the %s: %s", (kind, cause, part, isHidden) => {
  const of = episode(kind, 12);
  expect(withoutConsequences([of], [episode(cause, 10, undefined, part), of], day(20))).toEqual(isHidden ? [] : [of]);
});
