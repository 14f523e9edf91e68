import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Commands } from "./commands";
import { complete } from "./complete";
import { answerTo, consoleWords } from "./consoleLine";
import { StandingRun } from "./testRun";

let standing: StandingRun;
let commands: Commands;
beforeEach(() => {
  standing = new StandingRun();
  commands = new Commands(standing.run, standing.plan);
  standing.begin();
});
afterEach(async () => await standing.end());

const say = (line: string) => answerTo(line, commands);

describe("a line on the console is answered", () => {
  it.each([
    ["", ""],
    ["   ", ""],
    ["quit", undefined],
    ["status", "few: 2026-03-02 00:00, day 1 of 10; something goes on at 1 of 4 kits"],
    ["NOW", "tenenkou-1: overuse since 2026-03-02 00:00 until 2026-03-05 00:00"],
    [
      "kits",
      "koro      Koro      region of mopti  3 kits: koro-1 to koro-3\n" +
        "tenenkou  Ténenkou  region of mopti  1 kit: tenenkou-1",
    ],
    ["brek koro-3 lamp-open", 'there is no command "brek"; did you mean "break"?'],
    ["explode", 'there is no command "explode"; help says what there is'],
    ["kits Kora", 'there is no site "Kora"; did you mean "koro"?'],
    ["kits Paris", 'there is no site "Paris"; there are koro, tenenkou'],
    ["break koro-3", "what, and where? break KIT KIND, such as  break koro-3 lamp-open"],
    [
      "break koro-3 lamp-open lamp2",
      "koro-3: lamp-open of lamp2 since 2026-03-02 00:00; it stays until  repair koro-3 lamp-open",
    ],
    [
      "break KORO-3 Panel-Stolen",
      "koro-3: panel-stolen since 2026-03-02 00:00; it stays until  repair koro-3 panel-stolen",
    ],
    [
      "break koro-2 lamp-dim lamp3 0,5",
      "koro-2: lamp-dim of lamp3 since 2026-03-02 00:00, severity 0.5; it stays until  repair koro-2 lamp-dim",
    ],
    [
      "break koro-2 lamp-dim 0.5 lamp3",
      "koro-2: lamp-dim of lamp3 since 2026-03-02 00:00, severity 0.5; it stays until  repair koro-2 lamp-dim",
    ],
    [
      "break koro-2 battery-worn 0.8 over 3 weeks",
      "koro-2: battery-worn since 2026-03-02 00:00, severity 0.8 after 504 h, 0 by now; it stays until  repair koro-2 battery-worn",
    ],
    [
      "break koro-1 flash-erased",
      "koro-1: flash-erased at 2026-03-02 00:00; it is done, and there is nothing to repair",
    ],
    [
      "break Koro cloudy-fortnight",
      "koro: cloudy-fortnight since 2026-03-02 00:00; it shows from midnight on and stays until  repair koro cloudy-fortnight",
    ],
    ["break koro-4 lamp-open", 'there is no kit "koro-4"; there are koro-1 to koro-3'],
    ["break kora-1 lamp-open", 'there is no kit "kora-1"; did you mean "koro-1"?'],
    ["break koro-3 panel-stolne", 'there is no kind "panel-stolne"; did you mean "panel-stolen"?'],
    ["break koro-3 earthquake", 'there is no kind "earthquake"; see the list of kinds'],
    ["break koro-3 lamp-open lampe2", 'lamp-open befalls lamp1, lamp2, lamp3; did you mean "lamp2"?'],
    ["break koro-3 lamp-open lamp1 lamp2", 'what is "lamp2"? break KIT KIND [PART] [SEVERITY] [over TIME]'],
    ["break koro-3 lamp-dim lamp1 3", "severity must be at most 1, and is 3"],
    ["break koro-3 lamp-dim lamp1 0.5x", 'severity must be a number, and is "0.5x"'],
    ["break koro-3 lamp-dim 0", "severity must be more than 0, and is 0"],
    ["break koro-3 lamp-open 0.8", "lamp-open is all or nothing: it has no severity below 1, and no course"],
    ["break koro-3 lamp-dim over soon", 'over takes a length of time such as "90 min", "18 h", "3 days" or "2 weeks"'],
    ["break koro lamp-open", "lamp-open befalls one kit: name a kit, such as koro-1"],
    ["break koro-3 site-offline", "site-offline befalls a whole site: name a site, such as koro"],
    [
      "break tenenkou-1 overuse",
      "overuse of kit goes on at tenenkou-1 already, since 2026-03-02T00:00Z: repair it first",
    ],
    ["repair tenenkou-1 overuse", "tenenkou-1: overuse since 2026-03-02 00:00 until 2026-03-02 00:00"],
    ["repair tenenkou-1 lamp-open", "no lamp-open goes on at tenenkou-1: there is overuse"],
    ["repair koro-1 lamp-open", "no lamp-open goes on at koro-1: there is nothing to repair"],
    ["repair koro-1 flash-erased", "flash-erased is over as soon as it has happened: nothing to repair"],
    ["repair koro-1", "what, and where? repair KIT KIND, such as  repair koro-3 lamp-open"],
    ["repair koro-1 lamp-open lamp2", 'what is "lamp2"? repair KIT KIND'],
  ])("%s", (line, answer) => {
    expect(say(line)).toBe(answer);
  });

  it("with help that names every word, and kinds that names every kind", () => {
    for (const word of consoleWords) expect(say("help")).toMatch(new RegExp(`^${word}`, "m"));
    expect(say("kinds")).toMatch(/^faults\n {2}battery-worn +The battery/);
    expect(say("kinds")).toMatch(/lamp-open .*\(lamp1, lamp2, lamp3\)$/m);
    expect(say("kinds")).toMatch(/site-offline .*\(a whole site\)$/m);
  });

  it("with what was asked for before", () => {
    expect(say("kits koro")).toMatch(/^koro-3 +\S+ +\S+ +well$/m);
    say("break koro-3 lamp-open lamp1");
    say("break koro-3 lamp-open lamp3");
    say("break koro-3 flash-erased");
    say("break koro site-offline");
    expect(say("kits koro")).toMatch(/^koro-3 .* lamp-open, lamp-open$/m);
    expect(say("status")).toContain("at 2 of 4 kits and at 1 of 2 whole sites");
    expect(say("repair koro-3 lamp-open")).toBe(
      "koro-3: lamp-open of lamp1 since 2026-03-02 00:00 until 2026-03-02 00:00\n" +
        "koro-3: lamp-open of lamp3 since 2026-03-02 00:00 until 2026-03-02 00:00",
    );
    say("repair koro site-offline");
    say("repair tenenkou-1 overuse");
    expect(say("now")).toBe("nothing goes on: every kit is well");
  });
});

describe("a line on the console is completed", () => {
  it.each([
    ["b", ["break "], "b"],
    ["ki", ["kits", "kinds"], "ki"],
    ["kits t", ["tenenkou "], "t"],
    ["break k", ["koro-1", "koro-2", "koro-3", "koro"], "k"],
    ["break koro-3 PANEL-S", ["panel-stolen", "panel-shaded", "panel-soiled"], "panel-s"],
    ["break koro ", ["cloudy-fortnight", "site-offline"], ""],
    ["break koro-3 lamp-open ", ["lamp1", "lamp2", "lamp3"], ""],
    ["break koro-3 lamp-open lamp2 ", [], ""],
    ["repair ", ["tenenkou-1 "], ""],
    ["repair tenenkou-1 ", ["overuse "], ""],
    ["status x", [], "x"],
  ])("%s", (line, fitting, begun) => {
    expect(complete(line, commands)).toEqual([fitting, begun]);
  });
});

it("nothing happens any more once the simulation is over", async () => {
  const late = new StandingRun();
  late.begin();
  await late.end();
  expect(answerTo("break koro-3 lamp-open", new Commands(late.run, late.plan))).toBe("the simulation is over");
});
