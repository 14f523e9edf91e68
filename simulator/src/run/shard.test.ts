import { describe, expect, it } from "vitest";
import type { FleetPlan } from "../scenario/plan";
import { timeline } from "../timeline/timeline";
import { unpack } from "./reportBatch";
import { Shard } from "./shard";

const time = timeline({
  start: "2026-03-01",
  sites: { koro: { region: "mopti", kits: 4, coverage: "poor" }, kita: { region: "kayes", kits: 3 } },
  seed: 3,
});
const plan = time
  .at("day 1 12:00", time.kit("koro-2").panel.comesUnplugged({ severity: 0.5 }))
  .at("day 1 15:00", time.kit("koro-3").battery.comesLoose({ severity: 0.4 }))
  .between("day 2", "day 4", time.site("koro").clouds(), time.kit("kita-1").controller.resets())
  .plan({ days: 5 });

/** All that comes of each kit: its reports and its days. */
function live(of: FleetPlan, firstKit = 0, endKit = of.kits.length): Map<string, unknown> {
  const shard = new Shard({ plan: of, firstKit, endKit, examples: [] });
  const days = Array.from({ length: of.days }, (_, day) => {
    const { reports, kitDays } = shard.live(day);
    return { reports: unpack(reports), kitDays };
  });
  return new Map(
    of.kits.slice(firstKit, endKit).map(({ kit }, index) => [
      kit,
      days.map(({ reports, kitDays }) => ({
        reports: reports
          .filter((one) => one.kit === firstKit + index)
          .map(({ received_ms, report }) => [received_ms, Buffer.from(report).toString("hex")]),
        day: kitDays.slice(
          (index * kitDays.length) / (endKit - firstKit),
          ((index + 1) * kitDays.length) / (endKit - firstKit),
        ),
      })),
    ]),
  );
}

describe("no kit knows of another", () => {
  const all = live(plan);

  it("a fleet with its kits and sites in another order lives the same", () => {
    const reversed = { ...plan, kits: plan.kits.toReversed(), sites: plan.sites.toReversed() };
    expect(live(reversed)).toEqual(all);
  });

  it.each(plan.kits.map(({ kit }, index): [string, number] => [kit, index]))(
    "%s lives alone as among others",
    (kit, index) => {
      expect(live(plan, index, index + 1).get(kit)).toEqual(all.get(kit));
      expect(live({ ...plan, kits: plan.kits.slice(index, index + 1) }).get(kit)).toEqual(all.get(kit));
    },
  );

  it("kits of one site are not alike", () => {
    const lives = [...all.values()].map((lived) => JSON.stringify(lived));
    expect(new Set(lives).size).toBe(7);
  });

  it("what befalls one leaves the others as they are", () => {
    const spared = live({ ...plan, happenings: plan.happenings.filter(({ kit }) => kit !== "koro-2") });
    const changed = plan.kits
      .map(({ kit }) => kit)
      .filter((kit) => JSON.stringify(spared.get(kit)) !== JSON.stringify(all.get(kit)));
    expect(changed).toEqual(["koro-2"]);
  });
});

it("a shard gives a day's reports away and keeps none", () => {
  const shard = new Shard({ plan, firstKit: 0, endKit: 7, examples: [] });
  const days = Array.from({ length: plan.days }, (_, day) => shard.live(day).reports);
  for (const [day, { received_ms }] of days.entries()) {
    const begins_ms = plan.start_ms + day * 86_400_000;
    expect(received_ms.length).toBeGreaterThan(0);
    expect(Math.min(...received_ms)).toBeGreaterThan(begins_ms);
  }
});

it("a kit at a site that the fleet does not have is an error", () => {
  const astray = { ...plan, sites: plan.sites.slice(1) };
  expect(() => new Shard({ plan: astray, firstKit: 0, endKit: 1, examples: [] })).toThrow("koro-1 is at koro");
});
