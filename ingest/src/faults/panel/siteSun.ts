import type { KitOnDay } from "../engine/family";
import { ascending, medianOf, quantileOf, spreadOf } from "./numbers";
import type { PanelMemory } from "./panelMemory";
import { HOURS, type PanelHour, panelHour } from "./panelSums";

/** What the panels of a site show together in an hour: the neighbours are the irradiance sensor. */
export interface SunHour {
  /** Current of a usual panel in mA, 0 where it is not known; at which hour of the day; and how kits scatter (logarithm). */
  current_mA: number;
  at_h: number;
  spread: number;
  /** How much the light changes from hour to hour beyond what the sun's way makes of it (logarithm): passing clouds. */
  unsteady: number;
  /** Of usual panels while all is taken, and while nothing is; 0 = not known. */
  voltage_V: number;
  open_V: number;
  /** Whether it is bright daylight: a panel in contact has voltage in every reading. */
  isDay: boolean;
}

export interface SunDay {
  hours: readonly SunHour[];
  /** The brightest current of the day, mA. */
  most_mA: number;
  /** How far the neighbours that fell most have fallen together from what is usual for them (logarithm), 0 at most. */
  lowest: number;
  site: SiteSun;
}

/** What is remembered of a site, the same in each of its kits. */
export interface SiteSun {
  day: number;
  /** Current of a usual panel by hour on a clear day of the season, mA; 0 = not known yet. */
  clear_mA: readonly number[];
  /** Of the last days, oldest first: light over that of a clear day. */
  light: readonly number[];
  known: number;
  since: number;
  isDim: boolean;
  /** The kit on which it is shown. */
  kit: string;
}

export const startOfSite: SiteSun = { day: -1, clear_mA: [], light: [], known: 0, since: 0, isDim: false, kit: "" };

/** Fewer neighbours say nothing of the sun. */
const LEAST_KITS = 4;
/** Readings of two kits differ by this much at least: they are taken at other minutes, through sensors of their own. */
const LEAST_SPREAD = 0.03;
/** Taken for the spread where there are too few kits to tell. */
const FEW_SPREAD = 0.08;
/** Above this a panel is at its point of most power, as no lead-acid battery of 12 V is. */
export const PWM_V = 15.2;

type Kit = KitOnDay<PanelMemory>;

/** Puts the panels of a site together. */
export function sunOf(kits: readonly Kit[], day: number): SunDay {
  const sound = kits.filter(({ memory }) => !memory.isRaised && memory.middle !== undefined);
  const fresh = kits.filter(({ memory }) => !memory.isRaised);
  const judged = sound.length >= LEAST_KITS ? sound : fresh.length >= LEAST_KITS ? fresh : kits;
  const seen = judged.map((kit) => hoursOf(kit));
  const hours: SunHour[] = [];
  for (let hour = 0; hour < HOURS; hour++) hours.push(hourOf(kits, judged, seen, hour));
  const levels = setApart(hours, seen);
  const most_mA = Math.max(...hours.map(({ current_mA }) => current_mA));
  const site = siteOn(kits, hours, day);
  return { hours: withUnsteadiness(hours, site.clear_mA), most_mA, lowest: lowestOf(judged, levels), site };
}

function hoursOf({ sums, at }: Kit): PanelHour[] {
  return Array.from({ length: HOURS }, (_, hour) => panelHour(sums, at, hour));
}

/**
 * Kits differ for the whole day by their dust; what is left hour by hour is the spread of the hour.
 *
 * @returns the light of each kit over its neighbours' (logarithm), NaN where it is not known
 */
function setApart(hours: SunHour[], seen: readonly (readonly PanelHour[])[]): number[] {
  const over = seen.map((kit) =>
    kit.map(({ taken, current_mA }, hour) => {
      const usual_mA = (hours[hour] as SunHour).current_mA;
      return taken > 0 && usual_mA > 0 ? Math.log(current_mA / usual_mA) : Number.NaN;
    }),
  );
  const levels = over.map((kit) => medianOf(kit.filter((one) => !Number.isNaN(one))));
  for (const [hour, one] of hours.entries()) {
    const left = over
      .map((kit, i) => (kit[hour] as number) - (levels[i] as number))
      .filter((value) => !Number.isNaN(value));
    if (left.length > LEAST_KITS) one.spread = Math.max(LEAST_SPREAD, spreadOf(left));
  }
  return levels;
}

/** Of so many neighbours is thought that they fell together: rain has washed the others, or they were cleaned. */
const TOGETHER = 0.12;
/** Rain on the others takes no more than the dust of a season; who has lost more has lost it alone. */
const ALONE = -0.28;
/** So far some always are from their better days: dust that waits for its cloth. */
const ALWAYS = 0.06;

/** How far the neighbours that fell most have fallen from what is usual for them (logarithm), 0 at most. */
function lowestOf(judged: readonly Kit[], levels: readonly number[]): number {
  const fallen = judged
    .map(({ memory }, i) => (levels[i] as number) - (memory.clean ?? Number.NaN))
    .filter((value) => value > ALONE);
  return fallen.length < 2 * LEAST_KITS ? 0 : Math.min(0, quantileOf(ascending(fallen), TOGETHER) + ALWAYS);
}

/** Below three quarters of a clear day's light there are clouds, under which the light changes by a third within minutes. */
const CLOUDED = Math.log(0.75);
const CLOUDS = 0.3;

function withUnsteadiness(hours: readonly SunHour[], clear_mA: readonly number[]): SunHour[] {
  const light = hours.map(({ current_mA }, hour) =>
    current_mA > 0 ? Math.log(current_mA / (clear_mA[hour] as number)) : Number.NaN,
  );
  const changes = light.map((one, hour) => {
    const other = [light[hour - 1], light[hour + 1]].map((next) => Math.abs((next ?? Number.NaN) - one));
    return Math.max(0, ...other.filter((change) => !Number.isNaN(change)));
  });
  const known = changes.filter((_, hour) => !Number.isNaN(light[hour] as number));
  const mean = known.reduce((sum, change) => sum + change, 0) / Math.max(1, known.length);
  return hours.map((one, hour) => {
    const clouded = (light[hour] as number) < CLOUDED ? CLOUDS : 0;
    return { ...one, unsteady: Math.max(changes[hour] as number, mean / 2, clouded) };
  });
}

function hourOf(
  kits: readonly Kit[],
  judged: readonly Kit[],
  seen: readonly (readonly PanelHour[])[],
  hour: number,
): SunHour {
  const currents: number[] = [];
  const times: number[] = [];
  const voltages: number[] = [];
  const opens: number[] = [];
  for (const [i, { memory }] of judged.entries()) {
    const one = (seen[i] as PanelHour[])[hour] as PanelHour;
    if (one.open >= 2) opens.push(one.open_V * Math.exp(-(memory.openVoltage ?? 0)));
    if (one.taken === 0) continue;
    if (one.voltage_V > PWM_V) voltages.push(one.voltage_V * Math.exp(-(memory.voltage ?? 0)));
    currents.push(Math.log(one.current_mA) - (memory.middle ?? 0));
    times.push(one.at_h);
  }
  const isKnown = currents.length >= LEAST_KITS;
  return {
    current_mA: isKnown ? Math.exp(medianOf(currents)) : 0,
    at_h: isKnown ? medianOf(times) : 0,
    spread: FEW_SPREAD,
    unsteady: 0,
    voltage_V: voltages.length >= LEAST_KITS - 1 ? medianOf(voltages) : 0,
    open_V: opens.length >= LEAST_KITS ? medianOf(opens) : 0,
    isDay: isDay(kits, hour),
  };
}

/** Panels that are gone are few: it is day where three kits in four have voltage in every reading. */
function isDay(kits: readonly Kit[], hour: number): boolean {
  const lit: number[] = [];
  for (const { sums, at } of kits) {
    const { dark, readings } = panelHour(sums, at, hour);
    if (readings > 0) lit.push(1 - dark / readings);
  }
  return lit.length >= LEAST_KITS && quantileOf(ascending(lit), 0.25) === 1;
}

/** Current of a usual panel at an hour of the day, along the line through the hours' means; 0 where it is not known. */
export function currentAt_mA(sun: SunDay, hour: number, at_h: number): number {
  const here = sun.hours[hour] as SunHour;
  if (here.current_mA === 0) return 0;
  const sides = at_h < here.at_h ? [hour - 1, hour + 1] : [hour + 1, hour - 1];
  const other = sides.map((side) => sun.hours[side]).find((side) => side !== undefined && side.current_mA > 0);
  if (!other || Math.abs(other.at_h - here.at_h) < 0.2) return here.current_mA;
  const slope = (other.current_mA - here.current_mA) / (other.at_h - here.at_h);
  return Math.max(0, here.current_mA + slope * (at_h - here.at_h));
}

/** How fast the light of clear days is followed up, and down where days are dimmer: the seasons take months. */
const FOLLOW_UP = 0.15;
const FOLLOW_DOWN = 0.015;
/** How many days the site's light is kept. */
const LIGHT_days = 7;

function siteOn(kits: readonly Kit[], hours: readonly SunHour[], day: number): SiteSun {
  let before = startOfSite;
  for (const { memory } of kits) if (memory.site.day > before.day) before = memory.site;
  let seen = 0;
  let usual = 0;
  const clear_mA = hours.map(({ current_mA }, hour) => {
    const clear = before.clear_mA[hour] ?? 0;
    if (current_mA === 0) return clear;
    if (clear === 0) return current_mA;
    seen += current_mA;
    usual += clear;
    return clear + (current_mA > clear ? FOLLOW_UP : FOLLOW_DOWN) * (current_mA - clear);
  });
  if (usual === 0) return { ...before, day, clear_mA };
  const light = [...before.light, seen / usual].slice(-LIGHT_days);
  const isGone = !kits.some(({ kit }) => kit.kit === before.kit);
  const state = dimness(before, light, day);
  const first = kits.map(({ kit }) => kit.kit).toSorted()[0] as string;
  // where it is shown stays the same as long as it lasts
  const kit = before.isDim || (before.kit !== "" && !isGone) ? before.kit : first;
  return { day, clear_mA, light, known: before.known + 1, kit, ...state };
}

/** Days of learning what a clear day is. */
const LEARNT_days = 8;
/** Light over that of clear days: on five days of six below the first, and never above the second. */
const DIM = 0.7;
const BRIGHT = 0.85;
const DIM_days = 5;
const OF_days = 6;

function dimness(before: SiteSun, light: readonly number[], day: number): { isDim: boolean; since: number } {
  const last = light.slice(-OF_days);
  const dim = last.filter((one) => one < DIM).length;
  const isDim = dim >= DIM_days && last.every((one) => one < BRIGHT) && before.known >= LEARNT_days;
  if (!before.isDim) return { isDim, since: isDim ? day - last.length + 1 : before.since };
  const isBright = light.slice(-2).every((one) => one > DIM);
  return { isDim: !isBright, since: before.since };
}
