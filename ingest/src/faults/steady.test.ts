import { expect, it } from "vitest";
import type { Episode } from "./engine/episode";
import { Steady } from "./steady";

const hour = (number: number) => number * 3600_000;
const shade: Episode = {
  kind: "panel-shaded",
  part: "panel",
  severity: "minor",
  since_ms: 0,
  raised_ms: hour(10),
  cleared_ms: undefined,
  evidence: {},
};
const ended: Episode = { ...shade, cleared_ms: hour(20) };

/** What is shown at hours: [hour, is it open, is it in the history with its end, is it shown]. */
it.each<[string, [number, boolean, boolean, boolean][]]>([
  [
    "what is open is shown",
    [
      [10, true, false, true],
      [11, true, false, true],
    ],
  ],
  [
    "what neighbours' readings take back stays for a day, however often",
    [
      [10, true, false, true],
      [11, false, false, true],
      [12, true, false, true],
      [13, false, false, true],
      [35, false, false, true],
      [36, false, false, false],
    ],
  ],
  [
    "what has ended goes at once",
    [
      [10, true, false, true],
      [21, false, true, false],
    ],
  ],
  ["what was never open is not shown", [[10, false, true, false]]],
])("%s", (_, course) => {
  const steady = new Steady();
  for (const [at, isOpen, hasEnded, isShown] of course) {
    const history = hasEnded ? [ended] : isOpen ? [shade] : [];
    expect(steady.of("a", isOpen ? [shade] : [], history, hour(at))).toEqual(isShown ? [shade] : []);
  }
});

it("what is suspected comes and goes as it is", () => {
  const suspected = { ...shade, raised_ms: undefined };
  const steady = new Steady();
  expect(steady.of("a", [suspected], [], hour(1))).toEqual([suspected]);
  expect(steady.of("a", [], [], hour(2))).toEqual([]);
});
