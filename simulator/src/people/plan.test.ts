import { describe, expect, it } from "vitest";
import { lampLevel, USB_BITS } from "./demand";
import { Plan } from "./plan";

describe("the plan of a day", () => {
  it("of two levels for a lamp, the brighter one stays, and other lamps are left alone", () => {
    const plan = new Plan();
    plan.lamp(1, 100, 200, 2);
    plan.lamp(1, 50, 150, 1);
    plan.lamp(1, 180, 190, 3);
    plan.lamp(2, 0, 300, 3);
    const levels = [49, 50, 99, 100, 149, 180, 189, 190, 199, 200].map((minute) =>
      lampLevel(plan.today[minute] as number, 1),
    );
    expect(levels).toEqual([0, 1, 1, 2, 2, 3, 3, 2, 2, 0]);
    expect(lampLevel(plan.today[150] as number, 2)).toBe(3);
    expect(lampLevel(plan.today[150] as number, 0)).toBe(0);
  });

  it("what reaches beyond midnight is there the next day, and gone the day after", () => {
    const plan = new Plan();
    plan.lamp(0, 1400, 1440 + 360, 1);
    plan.turn();
    expect([0, 359, 360, 1400].map((minute) => plan.today[minute])).toEqual([1, 1, 0, 0]);
    plan.turn();
    expect(plan.today.every((demand) => demand === 0)).toBe(true);
  });

  it.each([
    {
      what: "two phones, two ports",
      phones: [
        [600, 60],
        [610, 60],
      ],
      port1: [600, 659],
      port2: [610, 669],
    },
    {
      what: "the third waits for the port that is free first",
      phones: [
        [600, 120],
        [605, 30],
        [610, 60],
      ],
      port1: [600, 719],
      port2: [605, 694],
    },
    {
      what: "whoever comes first is served first, however they are listed",
      phones: [
        [900, 60],
        [600, 60],
      ],
      port1: [600, 959],
      port2: undefined,
    },
    {
      what: "too late in the evening: not charged",
      phones: [[1291, 60]],
      port1: undefined,
      port2: undefined,
    },
  ])("charging: $what", ({ phones, port1, port2 }) => {
    const plan = new Plan();
    plan.charge(phones.map(([from_min = 0, duration_min = 0]) => ({ from_min, duration_min })));
    const span = (bit: number) => {
      const minutes = [...plan.today.keys()].filter((minute) => (plan.today[minute] as number) & bit);
      return minutes.length > 0 ? [minutes[0], minutes.at(-1)] : undefined;
    };
    expect([span(USB_BITS[0]), span(USB_BITS[1])]).toEqual([port1, port2]);
  });
});
