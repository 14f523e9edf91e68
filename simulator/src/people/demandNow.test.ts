import { describe, expect, it } from "vitest";
import { lampBits, RADIO_BIT, RADIO_LIGHT_BIT, USB_BITS } from "./demand";
import { demandNow } from "./demandNow";
import { type Condition, soundCondition } from "../life/condition";

const lamps = lampBits(0, 1) | lampBits(1, 2) | lampBits(2, 3);
const all = lamps | USB_BITS[0] | USB_BITS[1] | RADIO_BIT | RADIO_LIGHT_BIT;

describe("what a household wants now", () => {
  it.each<[what: string, planned: number, condition: Partial<Condition>, expected: number]>([
    ["nothing is unusual", all, {}, all],
    ["the family is away", all, { familyAway: true }, 0],
    [
      "away, and the radio used to be always on: they took care of it",
      all,
      { familyAway: true, radioAlwaysOn: true },
      0,
    ],
    ["the radio is always on", lamps, { radioAlwaysOn: true }, lamps | RADIO_BIT],
    ["always on, and wanted", all, { radioAlwaysOn: true }, all],
    ["lamp 1 is never used", all, { lampUnused: 0b001 }, all & ~lampBits(0, 3)],
    ["lamp 2 is never used", all, { lampUnused: 0b010 }, all & ~lampBits(1, 3)],
    ["lamps 1 and 3 are never used", lamps, { lampUnused: 0b101 }, lampBits(1, 2)],
    ["no lamp is ever used", lamps, { lampUnused: 0b111 }, 0],
    ["overuse is in the plan already", lamps, { overuse: 1, marketDay: true }, lamps],
  ])("%s", (_what, planned, condition, expected) => {
    expect(demandNow(planned, { ...soundCondition(), ...condition })).toBe(expected);
  });
});
