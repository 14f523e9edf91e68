import { describe, expect, it } from "vitest";
import { Button, Press } from "./button";

/** Presses as a board tells them: every half second while the button is held, then when it is released. */
function presses(...durations_ms: number[]): Press[] {
  const button = new Button();
  const seen: Press[] = [];
  for (const duration_ms of durations_ms) {
    for (let held_ms = 500; held_ms < duration_ms; held_ms += 500) seen.push(button.press(held_ms, false));
    seen.push(button.press(duration_ms, true));
  }
  return seen.filter((press) => press !== Press.None);
}

describe("the button", () => {
  it.each([
    ["a contact that bounces", [9, 18, 49], []],
    ["a tap", [50], [Press.Short]],
    ["a second", [1000], [Press.Short]],
    ["a bounce, then a tap", [9, 300, 9], [Press.Short]],
    ["neither short nor long", [1001, 2999], []],
    ["three seconds", [3000], [Press.Long]],
    ["a long one and the bounce after it", [4200, 9], [Press.Long]],
    ["longer still is one press", [29_000], [Press.Long]],
    ["stuck: once", [86_400_000], [Press.Long]],
    ["stuck, then freed and tapped", [45_000, 200], [Press.Long, Press.Short]],
    ["two calls", [3500, 3500], [Press.Long, Press.Long]],
  ])("%s", (_, durations_ms, expected) => {
    expect(presses(...durations_ms)).toEqual(expected);
  });

  it("tells a long press while it is still held", () => {
    const button = new Button();
    expect([2500, 3000, 3500].map((held_ms) => button.press(held_ms, false))).toEqual([
      Press.None,
      Press.Long,
      Press.None,
    ]);
    expect(button.press(3600, true)).toBe(Press.None);
  });

  it.each([
    [5000, Press.Long],
    [40_000, Press.None],
  ])("whose events but the last got lost, held for %i ms", (held_ms, expected) => {
    expect(new Button().press(held_ms, true)).toBe(expected);
  });
});
