import { Stage } from "@yeelen/firmware/kit/attempts";
import { describe, expect, it } from "vitest";
import { type Condition, soundCondition } from "../life/condition";
import { type Reach, reachesTo, reachOf, stageOf } from "./reach";

describe("how far a connection comes now", () => {
  it.each<[near: number, planned: number, condition: Partial<Condition>, expected: Reach, opens: boolean]>([
    [1, 1, {}, "acknowledged", true],
    [1, 0, {}, "joined", false],
    [0, 0, {}, "no-hotspot", false],
    [1, 1, { phoneAway: true }, "no-hotspot", false],
    [1, 1, { creditOut: true }, "joined", false],
    [1, 1, { siteOffline: true }, "joined", false],
    [1, 1, { phoneAway: true, siteOffline: true }, "no-hotspot", false],
    [1, 1, { halfOpen: true }, "accepted", true],
    [1, 1, { loss: 1 }, "acknowledged", true],
    [1, 0, { halfOpen: true }, "joined", false],
  ])("near %i, planned %i, %o: %s", (near, planned, condition, expected, opens) => {
    const reach = reachOf(near, planned, { ...soundCondition(), ...condition });
    expect(reach).toBe(expected);
    expect(reachesTo(reach, "connected")).toBe(opens);
  });

  it.each<[Exclude<Reach, "acknowledged">, Stage]>([
    ["no-hotspot", Stage.NoHotspot],
    ["hotspot", Stage.Hotspot],
    ["joined", Stage.Joined],
    ["resolved", Stage.Resolved],
    ["connected", Stage.Connected],
    ["accepted", Stage.Accepted],
  ])("a kit calls %s stage %i", (reach, stage) => {
    expect(stageOf(reach)).toBe(stage);
  });
});
