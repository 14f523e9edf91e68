import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { Family, FoldedReading, KitFacts, KitOnDay, OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";

/**
 * `panel-degraded` of a panel without neighbours: it gives much less than it used to, judged by its own past and
 * therefore late and only where much is lost. A panel gives its most in a bright hour while the battery takes all of it; even
 * between clouds such an hour comes within days.
 *
 * Set: on ten days in a row, each with readings in the panel's usual best hours in which all that it gave was taken, the
 * highest current stayed below 65 % of the usual one, the median of the highest of the four weeks before. Ten days, as
 * the weather of a week leaves no bright hour now and then; 65 %, as haze and dust in the air take a third at most for
 * so long (Harmattan: 20 to 30 % of the global radiation over weeks).
 * Cleared: two days at 80 % or more.
 *
 * What it cannot see: dirt that grows over weeks moves the past along; a panel whose battery is always full gives as
 * little as is taken; of an MPPT charger with lead-acid, bulk and float look alike above 13 V and are left aside.
 */
const LOW = 0.65;
const BACK = 0.8;
const LOW_days = 10;
const BACK_days = 2;

const TAKEN_LIKE_USUAL = 0.8;

/** With so many kits the sun is known from the neighbours. */
const NEIGHBOURHOOD_kits = 4;
const PAST_days = 28;
const KNOWN_AT_LEAST_days = 10;
/** The panel's best hours are so many; readings in two of them make a day comparable. */
const BEST_hours = 3;
const COMPARED_hours = 2;

/** Hours of the day (UTC) with daylight from 15° W to 45° E; two share an integer. */
const FIRST_h = 3;
const HOURS = 16;
const HALF_bits = 16;
/** Behind them: how many readings took all that the panel gave, and all readings of the day. */
const TAKEN = HOURS / 2;
const READINGS = TAKEN + 1;
const SLOTS = READINGS + 1;
const MOST_mA = 0x7fff;
/** Less is the dusk, or a battery that is full. */
const LEAST_mA = 50;

/** Float may be as low as this when it is hot: 2.30 V a cell less 3 mV per kelvin over 25 °C. */
const FLOAT_mV = 13_000;
/** Only diode and switch lie between a panel that is connected and its battery. */
const CONNECTED_mV = 1200;

/** What is remembered of a panel that gives less, from the first of these days on. */
interface Less {
  since: number;
  days: number;
  /** What was usual before, in mA, and the hours in which it was, a bit each. */
  usual_mA: number;
  hours: number;
  /** The part of a day's readings in which all that the panel gave was usually taken. */
  taken: number;
  better: number;
  isRaised: boolean;
}

interface LoneMemory {
  less: Less | undefined;
}

export const lonePanelFamily: Family<LoneMemory, number> = {
  name: "lone-panel",
  slots: SLOTS,
  start: { less: undefined },
  add: addPanel,
  refer(kits) {
    return kits.filter(hasPanel).length;
  },
  step({ less }, on) {
    if (!on.hasReadings) return { less };
    if (on.reference >= NEIGHBOURHOOD_kits || on.isOpen("panel-no-output")) {
      if (less) on.clear("panel-degraded", "panel");
      return { less: undefined };
    }
    return { less: judge(less, on) };
  },
};

function addPanel(sums: Int32Array, at: number, { row, time_ms }: FoldedReading, kit: KitFacts): void {
  const current_mA = row[Column.PanelCurrent_mA] as number;
  const battery_mV = row[Column.BatteryVoltage_mV] as number;
  sums[at + READINGS] = (sums[at + READINGS] as number) + 1;
  const hour = Math.floor((time_ms % DAY_ms) / 3600_000) - FIRST_h;
  if (hour < 0 || hour >= HOURS || current_mA < LEAST_mA || battery_mV < 8000) return;
  if (battery_mV > takesAllUntil_mV(kit, row[Column.BatteryTemperature_degC] as number)) return;
  // a full battery is held at float: a PWM charger then connects the panel for a part of the time, and its voltage shows it
  const panel_mV = row[Column.PanelVoltage_mV] as number;
  const isConnected = panel_mV !== NOT_MEASURED && panel_mV - battery_mV < CONNECTED_mV;
  if (kit.battery === "lead-acid-6s" && battery_mV > FLOAT_mV && !isConnected) return;
  sums[at + TAKEN] = (sums[at + TAKEN] as number) + 1;
  const slot = at + (hour >> 1);
  const shift = (hour & 1) * HALF_bits;
  const before = ((sums[slot] as number) >> shift) & MOST_mA;
  if (current_mA <= before) return;
  sums[slot] = ((sums[slot] as number) & ~(MOST_mA << shift)) | (Math.min(MOST_mA, current_mA) << shift);
}

/**
 * Up to here the battery takes all that the panel gives. At its charging voltage the charger holds back: 3.55 V a cell, 2.40 V for
 * lead-acid, less 3 mV per kelvin (EN 62509, LibreSolar), less 150 mV for what a sensor errs.
 */
function takesAllUntil_mV({ battery }: KitFacts, battery_degC: number): number {
  if (battery === "lifepo4-4s") return 14_050;
  return 14_250 - 18 * (battery_degC === NOT_MEASURED ? 15 : Math.max(0, battery_degC - 25));
}

function hasPanel({ sums, at }: KitOnDay<LoneMemory>): boolean {
  return (sums[at + TAKEN] as number) > 0;
}

interface PanelDay {
  /** Highest currents, hour by hour; 0 where all that the panel gave was never taken. */
  highest_mA: readonly number[];
  best_mA: number;
  /** In which part of the readings it was. */
  taken: number;
}

function dayIn(sums: Int32Array, at: number): PanelDay {
  const highest_mA = Array.from(
    { length: HOURS },
    (_, hour) => ((sums[at + (hour >> 1)] as number) >> ((hour & 1) * HALF_bits)) & MOST_mA,
  );
  const readings = sums[at + READINGS] as number;
  const taken = readings === 0 ? 0 : (sums[at + TAKEN] as number) / readings;
  return { highest_mA, best_mA: Math.max(...highest_mA), taken };
}

function judge(before: Less | undefined, on: OnDay<number>): Less | undefined {
  const usual = before ?? usualOf(on);
  const today = dayIn(on.sums, on.at);
  // a panel that gives less is asked for all of it for longer; where that is shorter, less is wanted
  if (!usual || !isComparable(today, usual.hours) || today.taken < TAKEN_LIKE_USUAL * usual.taken) return before;
  const { best_mA } = today;
  const share = best_mA / usual.usual_mA;
  if (before?.isRaised) return judgeRaised(before, share, best_mA, on);
  if (share >= LOW) {
    if (before) on.clear("panel-degraded", "panel");
    return undefined;
  }
  // the brightest hour of a day that is going on may be still to come
  if (!on.isOver) return before;
  const since = before?.since ?? on.day;
  const days = (before?.days ?? 0) + 1;
  const { usual_mA, hours, taken } = usual;
  const less = { since, days, usual_mA, hours, taken, better: 0, isRaised: days >= LOW_days };
  if (less.isRaised) on.set("panel-degraded", "panel", findingOf(less, best_mA));
  else if (days >= LOW_days / 2) on.suspect("panel-degraded", "panel", findingOf(less, best_mA));
  return less;
}

function judgeRaised(before: Less, share: number, best_mA: number, on: OnDay<number>): Less | undefined {
  if (share < BACK) {
    if (!on.isOver) return before;
    const less = { ...before, days: before.days + 1, better: 0 };
    on.set("panel-degraded", "panel", findingOf(less, best_mA));
    return less;
  }
  const better = before.better + 1;
  if (better < BACK_days) return { ...before, better };
  on.clear("panel-degraded", "panel");
  return undefined;
}

/** The usual highest current of the weeks before, and in which hours it comes; undefined where too little is known. */
function usualOf(on: OnDay<number>): Pick<Less, "usual_mA" | "hours" | "taken"> | undefined {
  const days: PanelDay[] = [];
  for (let back = 1; back <= PAST_days; back++) {
    const at = on.past(back);
    if (at < 0) continue;
    const day = dayIn(on.sums, at);
    if (day.best_mA > 0) days.push(day);
  }
  if (days.length < KNOWN_AT_LEAST_days) return undefined;
  const byHour = Array.from({ length: HOURS }, (_, hour) => ({
    hour,
    usual_mA: medianOf(days.map(({ highest_mA }) => highest_mA[hour] ?? 0)),
  }));
  const best = byHour.toSorted((a, b) => b.usual_mA - a.usual_mA).slice(0, BEST_hours);
  const hours = best.filter(({ usual_mA }) => usual_mA > 0).reduce((bits, { hour }) => bits | (1 << hour), 0);
  const comparable = days.filter((day) => isComparable(day, hours));
  if (comparable.length < KNOWN_AT_LEAST_days) return undefined;
  return {
    usual_mA: medianOf(comparable.map(({ best_mA }) => best_mA)),
    hours,
    taken: medianOf(comparable.map(({ taken }) => taken)),
  };
}

/** A battery that is full by the panel's best hours takes little, and says nothing of what it could give. */
function isComparable({ highest_mA }: PanelDay, hours: number): boolean {
  return (
    highest_mA.filter((current_mA, hour) => current_mA > 0 && (hours & (1 << hour)) !== 0).length >= COMPARED_hours
  );
}

function findingOf({ since, days, usual_mA }: Less, best_mA: number) {
  return {
    severity: "minor",
    since_ms: since * DAY_ms,
    evidence: {
      highest_A: Math.round(best_mA / 10) / 100,
      usual_A: Math.round(usual_mA / 10) / 100,
      lost_pct: Math.round(100 - (100 * best_mA) / usual_mA),
      days,
      neighbours: 0,
    },
  } as const;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
