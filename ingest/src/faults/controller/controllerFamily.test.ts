import { NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { eventKinds } from "@yeelen/shared/vocabulary";
import { describe, expect, it } from "vitest";
import { FaultEngine } from "../engine/engine";
import type { AnyFamily, FoldedReading } from "../engine/family";
import { type Change, foundOn, reportOn, sound, START_h } from "../sensors/testSensors";
import { reading } from "../testReadings";
import { controllerFamily } from "./controllerFamily";

const families = [controllerFamily as AnyFamily];

/** Boots at these hours; each costs the reading that was due. */
const startingAt = (starts: readonly number[], isOff: (hour: number) => boolean = () => false): Change => {
  return (_, hour) => {
    if (isOff(hour) || starts.includes(hour)) return undefined;
    return { boot: 1 + starts.filter((start) => start <= hour).length };
  };
};
const everyDayAt = (hour: number) => [...Array(10).keys()].map((day) => day * 24 + hour);

describe("a controller that starts anew", () => {
  it.each<[string, Change, string[]]>([
    ["never", startingAt([]), []],
    ["once, as it was told", startingAt([100]), []],
    ["twice while somebody works at it", startingAt([100, 100.5]), []],
    ["once a day without a reason", startingAt(everyDayAt(15)), ["controller-resetting"]],
    ["six times on a day", startingAt([100, 102, 104, 106, 108, 110]), ["controller-resetting"]],
    ["every dawn, when a flat battery is charged again", startingAt(everyDayAt(7), (hour) => hour % 24 < 7), []],
    ["in a day of two power cuts", startingAt([100, 108], (hour) => hour > 97 && hour < 100), []],
  ])("%s", (_, change, expected) => {
    expect(foundOn(families, 10, change, 0).map(({ kind }) => kind)).toEqual(expected);
  });
});

/** A kit that reports once a day; its numbering begins anew on the days given, and it tells of its flash on others. */
function numbering(days: number, { renewedOn, tellsOn }: { renewedOn: number[]; tellsOn: number[] }) {
  const engine = new FaultEngine(families);
  let incarnation = 1;
  let sequence = 0;
  for (let day = 0; day < days; day++) {
    if (renewedOn.includes(day)) {
      incarnation += 1;
      sequence = 0;
    }
    const readings: FoldedReading[] = [];
    for (let step = 0; step < 48; step++) {
      const one = reading(START_h + day * 24 + step / 2, sound(step / 2));
      readings.push({ ...one, sequence, incarnation, boot: NOT_MEASURED });
      sequence += 1;
    }
    const events = tellsOn.includes(day) ? [eventKinds.indexOf("flash-worn"), 1, 0] : [];
    const facts = reportOn(day + 1, { events, incarnation });
    engine.fold({ kit: "kit1", site: "Mopti", battery: "lifepo4-4s" }, { facts, readings });
  }
  engine.judge();
  return engine.historyOf("kit1").map(({ kind, since_ms, cleared_ms }) => {
    const dayOf = (ms: number | undefined) => (ms === undefined ? "open" : Math.floor(ms / 86_400_000) - START_h / 24);
    return `${kind} ${dayOf(since_ms)} ${dayOf(cleared_ms)}`;
  });
}

describe("what a controller forgets", () => {
  it.each<[string, { renewedOn: number[]; tellsOn: number[] }, string[]]>([
    ["nothing", { renewedOn: [], tellsOn: [] }, []],
    ["all, once", { renewedOn: [10], tellsOn: [] }, ["memory-lost 10 31"]],
    ["all, at every start, and says so", { renewedOn: [12, 17], tellsOn: [10, 12, 17] }, ["flash-worn 10 25"]],
    ["nothing any more since its flash takes writes", { renewedOn: [], tellsOn: [10] }, ["flash-worn 10 18"]],
    [
      "all again after its flash was mended",
      { renewedOn: [30], tellsOn: [10] },
      ["flash-worn 10 18", "memory-lost 30 open"],
    ],
  ])("%s", (_, what, expected) => {
    expect(numbering(40, what)).toEqual(expected);
  });
});
