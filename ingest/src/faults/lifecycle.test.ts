import type { FaultState } from "@yeelen/shared/faults";
import { describe, expect, it } from "vitest";
import type { FaultMark, Mark } from "../journal/faultMarks";
import { stateOf } from "./lifecycle";

const day = (number: number) => number * 24 * 3600_000;

/** On day 100 a fault is raised. What is said of it when: [mark, raised on day, said on day, until day]. */
type Said = [Mark, number, number, number?] | undefined;

const markOf = (said: Said): FaultMark | undefined =>
  said && {
    kit: 1,
    kind: "lamp-open",
    part: "lamp1",
    mark: said[0],
    since_ms: day(said[1]),
    marked_ms: day(said[2]),
    until_ms: said[3] === undefined ? null : day(said[3]),
  };

describe("the state of a fault that was raised on day 100", () => {
  it.each<[string, Said, now: number, told: number, FaultState]>([
    ["nobody has said anything", undefined, 101, 101, "raised"],
    ["somebody has seen it", ["acknowledged", 100, 101], 102, 102, "acknowledged"],
    ["its beginning was found to lie a day later since", ["acknowledged", 99, 101], 102, 102, "acknowledged"],
    ["what was seen had ended before", ["acknowledged", 80, 81], 102, 102, "raised"],
    ["snoozed", ["snoozed", 100, 101, 108], 107, 107, "snoozed"],
    ["snoozed long enough", ["snoozed", 100, 101, 108], 108, 108, "raised"],
    ["repaired, and nothing heard since", ["repaired", 100, 105], 130, 104, "repaired"],
    ["repaired, and a day heard since", ["repaired", 100, 105], 106, 106, "repaired"],
    ["repaired, and it still stands after days", ["repaired", 100, 105], 110, 109, "raised"],
    ["what was said is withdrawn", ["withdrawn", 100, 101], 102, 102, "raised"],
  ])("%s", (_, said, now, told, expected) => {
    const course = { since_ms: day(100), raised_ms: day(100), watermark_ms: day(told) };
    expect(stateOf(course, markOf(said), day(now))).toBe(expected);
  });

  it("is cleared whatever was said, and suspected before it is raised", () => {
    const snoozed = markOf(["snoozed", 100, 101, 200]);
    const told = { since_ms: day(100), raised_ms: day(100), watermark_ms: day(120) };
    expect(stateOf({ ...told, cleared_ms: day(110) }, snoozed, day(120))).toBe("cleared");
    expect(stateOf({ ...told, raised_ms: undefined }, snoozed, day(120))).toBe("suspected");
  });
});
