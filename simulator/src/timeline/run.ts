import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Happening } from "../happenings/kinds";
import { unpack } from "../run/reportBatch";
import { Shard } from "../run/shard";
import { KIT_DAY_FIELDS, type KitDay } from "../run/summary";
import type { FleetPlan } from "../scenario/plan";
import { readingsOf, type TimelineReading } from "./readings";

/** A report that reached the server. */
export interface TimelineReport {
  kit: string;
  received_ms: number;
  /** The bytes as they were on the wire. */
  report: Buffer;
}

/** What came of a timeline. */
export interface TimelineRun {
  plan: FleetPlan;
  /** All that befell the fleet. */
  labels: readonly Happening[];
  /** In the order in which they reached the server; again where an acknowledgement got lost. */
  reports: readonly TimelineReport[];
  /**
   * The readings of a kit that reached the server, each once, in the order of time.
   *
   * @throws RangeError where there is no such kit
   */
  readings(kit: string): TimelineReading[];
  /**
   * What each day of a kit truly came to, whatever it reported.
   *
   * @throws RangeError where there is no such kit
   */
  days(kit: string): KitDay[];
}

/** Lives through a plan natively, in this process and thread. Others have their turn after each day. */
export async function liveThrough(plan: FleetPlan): Promise<TimelineRun> {
  const names = plan.kits.map(({ kit }) => kit);
  const shard = new Shard({ plan, firstKit: 0, endKit: names.length, examples: [] });
  const reports: TimelineReport[] = [];
  const kitDays: Float32Array[] = [];
  for (let day = 0; day < plan.days; day++) {
    const lived = shard.live(day);
    kitDays.push(lived.kitDays);
    for (const { kit, received_ms, report } of unpack(lived.reports)) {
      reports.push({ kit: names[kit] as string, received_ms, report: Buffer.from(report) });
    }
    await letOthersRun();
  }
  const indexOf = (kit: string) => {
    const index = names.indexOf(kit);
    if (index < 0) throw new RangeError(`there is no kit "${kit}"`);
    return index;
  };
  const order = new Map(names.map((kit, index) => [kit, index]));
  const inOrder = reports.toSorted(
    (a, b) => a.received_ms - b.received_ms || (order.get(a.kit) ?? 0) - (order.get(b.kit) ?? 0),
  );
  return {
    plan,
    labels: plan.happenings,
    reports: inOrder,
    readings: (kit) => {
      const name = names[indexOf(kit)];
      return readingsOf(inOrder.filter((report) => report.kit === name));
    },
    days: (kit) => {
      const start = indexOf(kit) * KIT_DAY_FIELDS.length;
      return kitDays.map(
        (ofAll) => Object.fromEntries(KIT_DAY_FIELDS.map((field, f) => [field, ofAll[start + f]])) as unknown as KitDay,
      );
    },
  };
}
