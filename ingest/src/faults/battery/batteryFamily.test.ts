import { Column } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import type { Battery } from "../../journal/kits";
import type { AnyFamily } from "../engine/family";
import { batteryFamily } from "./batteryFamily";
import { but, found, home, type Life, type Measured } from "./testBattery";

const families = [batteryFamily as AnyFamily];

/** What the sun charges, with the battery at these voltages while it does and while it does not. */
const at = (sunny_V: number, dark_V: number, isSunny = (_: number, hour: number) => hour >= 7 && hour < 17): Life =>
  but(home(), (measured, day, hour) => ({
    ...measured,
    [Column.BatteryVoltage_mV]: 1000 * (isSunny(day, hour) ? sunny_V : dark_V),
    [Column.BatteryCurrent_mA]: isSunny(day, hour) ? 400 : -15,
    [Column.PanelCurrent_mA]: isSunny(day, hour) ? 380 : 0,
  }));
/** One life until a day, another from then on. */
const from =
  (day: number, before: Life, after: Life): Life =>
  (now, hour) =>
    now < day ? before(now, hour) : after(now, hour);
const until = (day: number, before: Life, after: Life): Life => from(day, before, after);

describe("a battery that stays low", () => {
  const well = at(13.4, 13.2);
  const wellLead = at(13.4, 12.4);
  it.each<[string, Battery, Life, string[]]>([
    ["a dead cell of four", "lifepo4-4s", from(3, well, at(10.6, 9.9)), ["battery-undervoltage 3 open"]],
    ["and a new battery", "lifepo4-4s", from(3, well, until(6, at(10.6, 9.9), well)), ["battery-undervoltage 3 6"]],
    ["a dead cell of six", "lead-acid-6s", from(3, wellLead, at(13.1, 10.5)), ["battery-undervoltage 3 open"]],
    ["empty for a night, after much use", "lifepo4-4s", from(3, well, until(4, at(13.2, 11.8), well)), []],
    [
      "empty after two weeks without a panel, and slow to come back",
      "lead-acid-6s",
      from(
        2,
        wellLead,
        until(
          16,
          at(11.5, 11.3, () => false),
          until(17, at(11.6, 11), wellLead),
        ),
      ),
      [],
    ],
    ["a sensor that shows 0.8 V too little", "lead-acid-6s", from(3, wellLead, at(12.5, 11.4)), []],
  ])("%s", (_, battery, life, expected) => {
    expect(found(families, 20, [life], battery)).toEqual(expected);
  });
});

describe("a battery that is charged too high", () => {
  it.each<[string, Life, string[]]>([
    ["as it should be", at(14.2, 13.3), []],
    ["without limit", from(3, at(14.2, 13.2), at(14.9, 13.2)), ["battery-overvoltage 3 open"]],
    ["for a day", from(3, at(14.2, 13.2), until(4, at(14.9, 13.2), at(14.2, 13.2))), []],
    ["says a sensor that shows 0.8 V too much, at night as well", at(15, 14.1), []],
  ])("%s", (_, life, expected) => {
    expect(found(families, 10, [life], "lifepo4-4s")).toEqual(expected);
  });
});

describe("a battery that gets hot", () => {
  const warm = (noon_degC: number, night_degC = 31): Life =>
    but(home(), (measured, _, hour) => ({
      ...measured,
      [Column.BatteryTemperature_degC]: hour >= 11 && hour < 16 ? noon_degC : night_degC,
    }));
  it.each<[string, Life, Life, string[]]>([
    ["beside a stove", warm(56), warm(44), ["battery-hot 0 open"]],
    ["with its whole site, in May", warm(53), warm(51), []],
    ["says a sensor that is wrong at night as well", warm(56, 43), warm(44), []],
  ])("%s", (_, life, neighbour, expected) => {
    expect(found(families, 6, [life, neighbour, neighbour, neighbour], "lifepo4-4s")).toEqual(expected);
  });
});

describe("a battery whose terminal is loose", () => {
  /** Without a battery the sun holds the bus at 14.2 V, and no night is lived through. */
  const gone: Life = but(home(), (measured, _, hour) =>
    hour < 7 || hour >= 17 ? undefined : { ...measured, ...floating },
  );
  const floating: Measured = {
    [Column.BatteryVoltage_mV]: 14_208,
    [Column.BatteryCurrent_mA]: 2,
    [Column.PanelVoltage_mV]: 20_500,
    [Column.PanelCurrent_mA]: 14,
  };
  const byTheHour: Life = but(home(), (measured, day, hour) => {
    const isLoose = (day * 7 + Math.floor(hour) * 5) % 11 < 5;
    if (!isLoose) return measured;
    return hour < 7 || hour >= 17 ? undefined : { ...measured, ...floating };
  });
  const stuckAtNothing: Life = but(home(), (measured, _, hour) => ({
    ...measured,
    ...(hour >= 7 && hour < 17 ? floating : { [Column.BatteryCurrent_mA]: 2 }),
  }));
  it.each<[string, Life, string[]]>([
    ["well", home(), []],
    ["off for good", from(3, home(), gone), ["battery-disconnected 3 open"]],
    ["off, and on again", from(3, home(), until(6, gone, home())), ["battery-disconnected 3 7"]],
    ["off in some hours", from(3, home(), byTheHour), ["battery-disconnected 3 open"]],
    ["well, and a current sensor that shows nothing", stuckAtNothing, []],
  ])("%s", (_, life, expected) => {
    expect(found(families, 10, [life], "lifepo4-4s")).toEqual(expected);
  });
});

describe("a worn battery", () => {
  const wearing =
    (most: number): Life =>
    (day, hour) =>
      home(1 - most * Math.min(1, Math.max(0, (day - 15) / 30)))(day, hour);
  const kinds = (life: Life) => found(families, 60, [life], "lifepo4-4s").map((one) => one.split(" ")[0]);
  it.each<[string, Life, string[]]>([
    ["as good as new", home(), []],
    ["12 % lost, as in years", wearing(0.12), []],
    ["30 % lost", wearing(0.3), ["battery-worn"]],
    ["70 % lost", wearing(0.7), ["battery-worn"]],
    ["well, and used half as much again", (day, hour) => home(1, day < 20 ? 1 : 1.5)(day, hour), []],
  ])("%s", (_, life, expected) => {
    expect(kinds(life)).toEqual(expected);
  });
});
