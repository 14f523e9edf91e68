import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import type { BatteryReference } from "./batteryFamily";
import { chemistries } from "./chemistry";
import { addMoments, type Line, lineOf, type Moments, momentsOf, noMoments } from "./discharge";
import { Slot } from "./slots";

export interface WornMemory {
  moments: Moments;
  /** What its line was while it was best, as far as was seen, and from how many evenings that comes. */
  resistance_ohm: number;
  fall_mV_per_pct: number;
  evenings: number;
  /** The line as it is, less what the site's batteries have grown by. */
  now: Line | undefined;
  growth: number | undefined;
  /** Evenings in a row that say so, and since which day; evenings in a row that do not. */
  worn: number;
  since: number;
  well: number;
  /** Pairs [day, usable share of the capacity in percent]. */
  shares: readonly (readonly [day: number, share_pct: number])[];
}

export const freshBattery: WornMemory = {
  moments: noMoments,
  resistance_ohm: 0,
  fall_mV_per_pct: 0,
  evenings: 0,
  now: undefined,
  growth: undefined,
  worn: 0,
  since: 0,
  well: 0,
  shares: [],
};

/** So much of what was known counts beside a new evening: as if of the last eight. */
const KEPT = 0.88;
/** Evenings until it is known how a battery is when it is well. */
const LEARNT_evenings = 8;
/** How fast the best is followed, each evening: down, as to a new battery, and up, as a battery ages within years. */
const FOLLOWS_DOWN = 0.08;
const FOLLOWS_UP = 0.004;
/** A battery's life ends at 80 % of its capacity (IEC 61427-1). Whom a technician is sent to has lost more. */
const WORN_share = 0.76;
const CLEARED_share = 0.85;
const END_OF_LIFE_share = 0.8;
const WORN_growth = 1.2;
/** Lost so much that nothing else is needed. */
const SURELY_share = 0.6;
const WORN_evenings = 4;
const WELL_evenings = 4;
const POINTS = 60;

/**
 * The battery has lost a part of its capacity, and its resistance has grown: the household's evening is over early.
 *
 * A worn battery empties faster over the same ampere-hours. The kit counts charge in percent of the capacity that the battery
 * had when it was new, so in the straight part of its curve the voltage of a worn one falls by more for each counted percent. The line of
 * voltage over current and counted charge through eight evenings gives this fall and the resistance.
 *
 * Set when, in four evenings one after the other, it falls as if 24 % of its capacity or more were gone (and twice the error of
 * that line above end of life, 80 %: IEC 61427-1) while its resistance is 20 % above the kit's own past, after what the site's other
 * batteries have grown by, which is temperature; or as if 40 % were gone. Cleared by four evenings as if no more than 15 % were gone.
 *
 * Habitual overuse takes more charge but leaves the line as it is.
 */
export function batteryWorn(memory: WornMemory, on: OnDay<BatteryReference>): WornMemory {
  if (!on.isOver) return memory;
  if (on.isOpen("battery-disconnected") || on.isOpen("battery-undervoltage")) return memory;
  const day = isMeasured(on) ? momentsOf(on.sums, on.at) : undefined;
  if (!day) return memory;
  const moments = addMoments(memory.moments, day, KEPT);
  const line = lineOf(moments);
  if (!line || line.resistance_ohm <= 0 || line.fall_mV_per_pct <= 0) return { ...memory, moments };
  const learnt = learn(memory, line);
  const growth = line.resistance_ohm / learnt.resistance_ohm;
  const share = Math.min(1, chemistries[on.kit.battery].fall_mV_per_pct / line.fall_mV_per_pct);
  const isKnown = learnt.evenings >= LEARNT_evenings;
  const next: WornMemory = {
    ...memory,
    ...learnt,
    moments,
    now: line,
    growth: isKnown ? growth : undefined,
    shares: [...memory.shares, [on.day, Math.round(100 * share)] as const].slice(-POINTS),
  };
  if((globalThis as any).TRACE===on.kit.kit) console.log("TRACE",new Date(on.day*DAY_ms).toISOString().slice(0,10),"n",day.n,"K",line.fall_mV_per_pct.toFixed(2),"se",line.fallError_mV_per_pct.toFixed(2),"R",line.resistance_ohm.toFixed(3),"R0",learnt.resistance_ohm.toFixed(3),"ref",on.reference.growth.toFixed(2),"worn",memory.worn,"well",memory.well);
  const verdict = judge(next, line, share, on);
  if (verdict === "worn") {
    const worn = memory.worn + 1;
    const since = memory.worn > 0 ? memory.since : on.day;
    if (worn >= WORN_evenings) show(next, line, share, growth / on.reference.growth, since, on);
    return { ...next, worn, since, well: 0 };
  }
  const well = verdict === "well" ? memory.well + 1 : 0;
  if (well >= WELL_evenings) on.clear("battery-worn", "battery");
  return { ...next, worn: 0, well };
}

/** By how much the resistance has grown since it was best, or undefined while that is not known. */
export function growthOf({ growth }: WornMemory): number | undefined {
  return growth;
}

function isMeasured(on: OnDay<unknown>): boolean {
  if ((on.sums[on.at + Slot.N] as number) === 0) return false;
  return !(
    on.isOpen("sensor-stuck", "battery-voltage-sensor") ||
    on.isOpen("sensor-stuck", "battery-current-sensor") ||
    on.isOpen("sensor-implausible", "battery-current-sensor")
  );
}

function learn(memory: WornMemory, line: Line): Pick<WornMemory, "resistance_ohm" | "fall_mV_per_pct" | "evenings"> {
  const evenings = memory.evenings + 1;
  if (evenings <= LEARNT_evenings) {
    return { resistance_ohm: line.resistance_ohm, fall_mV_per_pct: line.fall_mV_per_pct, evenings };
  }
  const follow = (best: number, now: number) => best + (now < best ? FOLLOWS_DOWN : FOLLOWS_UP) * (now - best);
  return {
    resistance_ohm: follow(memory.resistance_ohm, line.resistance_ohm),
    fall_mV_per_pct: follow(memory.fall_mV_per_pct, line.fall_mV_per_pct),
    evenings,
  };
}

function judge(
  { resistance_ohm, evenings }: WornMemory,
  line: Line,
  share: number,
  on: OnDay<BatteryReference>,
): "worn" | "well" | undefined {
  const { battery } = on.kit;
  const growth = line.resistance_ohm / resistance_ohm / on.reference.growth;
  const isKnown = evenings > LEARNT_evenings;
  const end_mV_per_pct = chemistries[battery].fall_mV_per_pct / END_OF_LIFE_share;
  const isBeyond = line.fall_mV_per_pct - 2 * line.fallError_mV_per_pct > end_mV_per_pct;
  if (isBeyond && ((isKnown && share < WORN_share && growth >= WORN_growth) || share < SURELY_share)) return "worn";
  return share > CLEARED_share || (isKnown && growth < 1.1) ? "well" : undefined;
}

function show(
  memory: WornMemory,
  line: Line,
  share: number,
  growth: number,
  since: number,
  on: OnDay<BatteryReference>,
): void {
  const { battery } = on.kit;
  on.set("battery-worn", "battery", {
    severity: "major",
    since_ms: since * DAY_ms,
    evidence: {
      capacity_pct: Math.round(100 * share),
      resistance_ohm: Math.round(1000 * line.resistance_ohm) / 1000,
      resistance_times: Math.round(100 * growth) / 100,
      fall_mV_per_pct: Math.round(10 * line.fall_mV_per_pct) / 10,
      expected_mV_per_pct: chemistries[battery].fall_mV_per_pct,
      evenings: memory.evenings,
    },
    chart: {
      unit: "%",
      points: memory.shares.map(([day, value]) => ({ time: new Date(day * DAY_ms).toISOString(), value })),
      limit: Math.round(100 * WORN_share),
    },
  });
}
