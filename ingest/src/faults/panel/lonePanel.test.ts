import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import { describe, expect, it } from "vitest";
import { FaultEngine } from "../engine/engine";
import type { FoldedReading } from "../engine/family";
import { lonePanelFamily } from "./lonePanel";

const HOUR_ms = 3600_000;
const START_day = 100;

/** What a panel could give on a day, as a share of a clear one, and until which hour the battery takes it. */
interface Day {
  light: number;
  takenUntil_h?: number;
}

/** What is raised on kit a, days counted from the first; readings every hour. */
function found(days: number, dayOf: (day: number) => Day, kits = 1): string[] {
  const engine = new FaultEngine([lonePanelFamily]);
  for (let day = 0; day < days; day++) {
    for (let kit = 0; kit < kits; kit++) {
      const code = "abcdef".charAt(kit);
      const { light, takenUntil_h = 24 } = kit === 0 ? dayOf(day) : { light: 1 };
      const readings = Array.from({ length: 24 }, (_, hour): FoldedReading => {
        const row = emptyRow();
        const sun = Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI));
        row[Column.BatteryVoltage_mV] = sun > 0 && hour >= takenUntil_h ? 14_200 : 13_200;
        row[Column.PanelVoltage_mV] = sun > 0 ? 17_500 : 0;
        row[Column.PanelCurrent_mA] = Math.round(1000 * sun * light * (hour >= takenUntil_h ? 0.2 : 1));
        const time_ms = ((START_day + day) * 24 + hour) * HOUR_ms;
        const sequence = day * 24 + hour;
        return {
          kit: code,
          site: "Koro",
          incarnation: 1,
          sequence,
          time_ms,
          estimated: false,
          late: false,
          row,
          boot: 1,
        };
      });
      const sent_ms = (START_day + day + 1) * 24 * HOUR_ms - 1;
      const facts = { sent_ms, received_ms: sent_ms, incarnation: 1, counters: [], events: [], boots: [] };
      engine.fold({ kit: code, site: "Koro", battery: "lifepo4-4s" }, { facts, readings });
    }
    engine.judge();
  }
  const dayIn = (time_ms: number) => Math.floor(time_ms / HOUR_ms / 24) - START_day;
  return engine
    .historyOf("a")
    .map(
      ({ kind, since_ms, raised_ms, cleared_ms }) =>
        `${kind} since ${dayIn(since_ms)} raised ${dayIn(raised_ms as number)}${cleared_ms === undefined ? "" : ` cleared ${dayIn(cleared_ms)}`}`,
    );
}

describe("a panel without neighbours", () => {
  const usual = (day: number) => ({ light: [1, 0.9, 0.5][day % 3] as number });
  it.each<[string, (day: number) => Day, string[]]>([
    ["is well while weather comes and goes", usual, []],
    ["gives half from a day on", (day) => ({ light: day < 15 ? 1 : 0.5 }), ["panel-degraded since 15 raised 24"]],
    [
      "gives half, and all again",
      (day) => ({ light: day < 15 || day >= 30 ? 1 : 0.5 }),
      ["panel-degraded since 15 raised 24 cleared 31"],
    ],
    ["is under a week of thick cloud", (day) => ({ light: day < 15 || day >= 23 ? 1 : 0.4 }), []],
    ["gives a third less", (day) => ({ light: day < 15 ? 1 : 0.68 }), []],
    ["has a battery that is full early", (day) => ({ light: 1, takenUntil_h: day < 15 ? 15 : 8 }), []],
    ["is not known for long enough", (day) => ({ light: day < 4 ? 1 : 0.5 }), []],
  ])("that %s", (_, dayOf, faults) => {
    expect(found(40, dayOf)).toEqual(faults);
  });

  it("is left to its neighbours where there are four kits", () => {
    expect(found(40, (day) => ({ light: day < 15 ? 1 : 0.5 }), 4)).toEqual([]);
  });
});
