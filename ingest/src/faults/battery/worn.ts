import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import type { BatteryReference } from "./batteryFamily";
import { chemistries } from "./chemistry";
import { addMoments, type Line, lineOf, type Moments, momentsOf, noMoments, steepness } from "./discharge";
import { Slot } from "./slots";

export interface WornMemory {
  moments: Moments;
  /** What its line was while it was best, as far as was seen, and from how many evenings that comes. */
  resistance_ohm: number;
  fall_mV_per_pct: number;
  evenings: number;
  /** That resistance against the median of the site's batteries of its kind; 0 while that is not known. */
  ratio: number;
  /** Its resistance now; 0 while that is not known. */
  now_ohm: number;
  /** Evenings in a row that say so, and since which day; evenings in a row that do not. */
  worn: number;
  since: number;
  well: number;
  /** Pairs [day, voltage's fall in percent of what it was while the battery was best]. */
  falls: readonly (readonly [day: number, fall_pct: number])[];
}

export const freshBattery: WornMemory = {
  moments: noMoments,
  resistance_ohm: 0,
  fall_mV_per_pct: 0,
  evenings: 0,
  ratio: 0,
  now_ohm: 0,
  worn: 0,
  since: 0,
  well: 0,
  falls: [],
};

/** So much of what was known counts beside a new evening: as if of the last eight. */
const KEPT = 0.88;
/** Evenings until it is known how a battery is when it is well. */
const LEARNT_evenings = 8;
/** How fast the best is followed, each evening: down, as to a new battery, and up, as a battery ages within years. */
const FOLLOWS_DOWN = 0.08;
const FOLLOWS_UP = 0.004;
/** A battery's life ends at 80 % of its capacity (IEC 61427-1). Whom a technician is sent to has lost more. */
const WORN_steepness = 1.3;
const WELL_steepness = 1.15;
const END_OF_LIFE_share = 0.8;
/** What of the capacity is left by the slope alone, which is less sure. */
const WORN_share = 0.76;
const WELL_share = 0.9;
/** Lost so much that nothing else is needed. */
const SURELY_share = 0.6;
const WORN_evenings = 4;
const WELL_evenings = 4;
const POINTS = 60;

/**
 * The battery has lost a part of its capacity, and its resistance has grown: the household's evening is over early.
 *
 * The kit counts charge in percent of what the battery held when it was new. In the straight part of its curve the voltage of a worn
 * battery falls by more for each counted percent, and by more for each ampere. Both are read off the evenings: voltage as a straight line
 * over current and counted charge, over the last eight or so.
 *
 * Set when, in four evenings one after the other, the voltage falls 1.3 times as steeply as the same currents and charges made it fall
 * while the battery was best, after what the resistance of the site's other batteries has grown by (temperature), with no more
 * than 76 % of the capacity left by the slope over charge: three quarters of the capacity, where IEC 61427-1 ends a battery's life at 80 %. Or
 * when by that slope less than 60 % of the capacity is left, and twice its error less than 80 %: a battery that was never
 * seen well. Cleared by four evenings below 1.15 times, or by a slope as of 90 %.
 *
 * Habitual overuse takes more charge but leaves the line as it is.
 */
export function batteryWorn(memory: WornMemory, on: OnDay<BatteryReference>): WornMemory {
  if (!on.isOver || !isMeasured(on)) return memory;
  const day = momentsOf(on.sums, on.at, chemistries[on.kit.battery]);
  if (!day) return memory;
  const moments = addMoments(memory.moments, day, KEPT);
  const line = lineOf(moments);
  if (!line || line.resistance_ohm <= 0 || line.fall_mV_per_pct <= 0) return { ...memory, moments };
  const { fall_mV_per_pct } = chemistries[on.kit.battery];
  const isKnown = memory.evenings >= LEARNT_evenings;
  const steeper = isKnown ? steeperThan(memory, moments, on) : 1;
  const learnt = learn(memory, line, steeper, on.reference.resistances_ohm[on.kit.battery]);
  const next: WornMemory = {
    ...memory,
    ...learnt,
    moments,
    now_ohm: isKnown ? line.resistance_ohm : 0,
    falls: [...memory.falls, [on.day, Math.round(100 * steeper)] as const].slice(-POINTS),
  };
  const verdict = judge(line, isKnown ? steeper : undefined, fall_mV_per_pct);
  if (verdict === "worn") {
    const worn = memory.worn + 1;
    const since = memory.worn > 0 ? memory.since : on.day;
    if (worn >= WORN_evenings) show(next, line, steeper, since, on);
    return { ...next, worn, since, well: 0 };
  }
  const well = verdict === "well" ? memory.well + 1 : 0;
  if (well >= WELL_evenings) on.clear("battery-worn", "battery");
  return { ...next, worn: 0, well };
}

function isMeasured(on: OnDay<unknown>): boolean {
  return !(
    (on.sums[on.at + Slot.N] as number) === 0 ||
    on.isOpen("battery-disconnected") ||
    on.isOpen("battery-undervoltage") ||
    on.isOpen("sensor-stuck", "battery-voltage-sensor") ||
    on.isOpen("sensor-implausible", "battery-voltage-sensor") ||
    on.isOpen("sensor-stuck", "battery-current-sensor") ||
    on.isOpen("sensor-implausible", "battery-current-sensor")
  );
}

/** Than the kit's own past; no battery is taken to be better than a new one. */
function steeperThan(memory: WornMemory, moments: Moments, { kit, reference }: OnDay<BatteryReference>): number {
  const neighbours_ohm = reference.resistances_ohm[kit.battery];
  const resistance_ohm =
    neighbours_ohm !== undefined && memory.ratio > 0 ? memory.ratio * neighbours_ohm : memory.resistance_ohm;
  const fall_mV_per_pct = Math.max(memory.fall_mV_per_pct, chemistries[kit.battery].fall_mV_per_pct);
  return steepness(moments, resistance_ohm, fall_mV_per_pct) ?? 1;
}

function learn(
  memory: WornMemory,
  line: Line,
  steeper: number,
  neighbours_ohm: number | undefined,
): Pick<WornMemory, "resistance_ohm" | "ratio" | "fall_mV_per_pct" | "evenings"> {
  const evenings = memory.evenings + 1;
  const rate = evenings <= LEARNT_evenings ? 1 : steeper < 1 ? FOLLOWS_DOWN : FOLLOWS_UP;
  const follow = (best: number, now: number) => (best === 0 ? now : best + rate * (now - best));
  return {
    resistance_ohm: follow(memory.resistance_ohm, line.resistance_ohm),
    ratio: neighbours_ohm === undefined ? memory.ratio : follow(memory.ratio, line.resistance_ohm / neighbours_ohm),
    fall_mV_per_pct: follow(memory.fall_mV_per_pct, line.fall_mV_per_pct),
    evenings,
  };
}

/** @param steeper undefined while it is not known how the battery was */
function judge(line: Line, steeper: number | undefined, new_mV_per_pct: number): "worn" | "well" | undefined {
  const share = new_mV_per_pct / line.fall_mV_per_pct;
  const isSure = line.fall_mV_per_pct - 2 * line.fallError_mV_per_pct > new_mV_per_pct / END_OF_LIFE_share;
  if (steeper !== undefined && share < SURELY_share && isSure) return "worn";
  if (steeper !== undefined && steeper >= WORN_steepness && share < WORN_share) return "worn";
  return (steeper !== undefined && steeper < WELL_steepness) || share > WELL_share ? "well" : undefined;
}

function show(memory: WornMemory, line: Line, steeper: number, since: number, on: OnDay<BatteryReference>): void {
  const { fall_mV_per_pct } = chemistries[on.kit.battery];
  on.set("battery-worn", "battery", {
    severity: "major",
    since_ms: since * DAY_ms,
    evidence: {
      capacity_pct: Math.min(100, Math.round((100 * fall_mV_per_pct) / line.fall_mV_per_pct)),
      steeper_times: Math.round(100 * steeper) / 100,
      resistance_ohm: Math.round(1000 * line.resistance_ohm) / 1000,
      before_ohm: Math.round(1000 * memory.resistance_ohm) / 1000,
      fall_mV_per_pct: Math.round(10 * line.fall_mV_per_pct) / 10,
      before_mV_per_pct: Math.round(10 * memory.fall_mV_per_pct) / 10,
      evenings: memory.evenings,
    },
    chart: {
      unit: "%",
      points: memory.falls.map(([day, value]) => ({ time: new Date(day * DAY_ms).toISOString(), value })),
      limit: 100 * WORN_steepness,
    },
  });
}
