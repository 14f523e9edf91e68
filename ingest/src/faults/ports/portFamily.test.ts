import { Column } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import type { AnyFamily } from "../engine/family";
import { type Change, foundOn } from "../sensors/testSensors";
import { portFamily } from "./portFamily";

/** The first USB port from an hour on: what it draws, or that it is off for overload (2) or a low battery (1). */
const usb1 = (course: readonly [hour: number, current_mA: number, off: number][]): Change => {
  return (row, hour) => {
    const [, current_mA, off] = course.findLast(([from]) => from <= hour) ?? [0, 0, 0];
    row[Column.Usb1Current_mA] = current_mA;
    row[Column.Off] = off << 12;
    return {};
  };
};

describe("a USB port", () => {
  it.each<[string, Change, string[]]>([
    [
      "charges a phone",
      usb1([
        [30, 450, 0],
        [33, 0, 0],
      ]),
      [],
    ],
    [
      "is short, and stays off",
      usb1([
        [30, 760, 0],
        [31, 0, 2],
      ]),
      ["port-short"],
    ],
    [
      "is short while the battery is low",
      usb1([
        [30, 760, 0],
        [31, 0, 2],
        [40, 0, 1],
        [50, 760, 0],
        [51, 0, 2],
      ]),
      ["port-short"],
    ],
    [
      "has a greedy phone for an hour",
      usb1([
        [30, 720, 0],
        [30.5, 0, 2],
        [31, 440, 0],
        [33, 0, 0],
      ]),
      ["port-overload"],
    ],
    ["is off for a low battery", usb1([[30, 0, 1]]), []],
    [
      "is short, and was mended",
      usb1([
        [30, 760, 0],
        [31, 0, 2],
        [80, 0, 0],
      ]),
      ["port-short"],
    ],
  ])("%s", (_, change, expected) => {
    expect(foundOn([portFamily as AnyFamily], 6, change, 0).map(({ kind }) => kind)).toEqual(expected);
  });
});
