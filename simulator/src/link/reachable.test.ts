import { describe, expect, it } from "vitest";
import { isReachable } from "./reachable";
import { type Condition, soundCondition } from "../life/condition";

describe("reachable now", () => {
  it.each<[planned: number, condition: Partial<Condition>, expected: boolean]>([
    [1, {}, true],
    [0, {}, false],
    [1, { phoneAway: true }, false],
    [1, { creditOut: true }, false],
    [1, { siteOffline: true }, false],
    [1, { halfOpen: true }, true],
    [1, { loss: 1 }, true],
    [0, { halfOpen: true }, false],
  ])("planned %i, %o: %s", (planned, condition, expected) => {
    expect(isReachable(planned, { ...soundCondition(), ...condition })).toBe(expected);
  });
});
