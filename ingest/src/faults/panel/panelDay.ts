import type { OnDay } from "../engine/family";
import { medianOf, spreadOf } from "./numbers";
import type { PanelMemory } from "./panelMemory";
import { flowsAtNight, HOURS, type PanelHour, panelHour } from "./panelSums";
import { currentAt_mA, PWM_V, type SunDay } from "./siteSun";

/** A panel on a day beside its neighbours: logarithms of its share of what theirs give. */
export interface PanelOnDay {
  /** Hour by hour, of the light; its weight (1 / variance) is 0 where it cannot be compared. */
  hours: readonly number[];
  weights: readonly number[];
  light: number;
  weight: number;
  /** Of the voltage at the point of most power, and of the open panel; undefined where it cannot be compared. */
  voltage: number | undefined;
  openVoltage: number | undefined;
  /** Readings behind the two. */
  voltageReadings: number;
  openReadings: number;
  /** By daylight. */
  darkReadings: number;
  darkHours: number;
  firstDark: number;
  dayReadings: number;
  /** Bits of the hours that were lit in every reading, and of those that were not. */
  litHours: number;
  darkHoursOfAll: number;
  /** Readings in which all that the panel gives was taken. */
  takenReadings: number;
  /** Whether the current sensor cannot be believed. */
  isBlind: boolean;
}

/** Below this share of the day's brightest hour the sun is too low to compare what panels see of it. */
const LOW_SUN = 0.15;
/** Voltages are compared in good light: they fall with its logarithm. */
const GOOD_LIGHT = 0.3;
/** A panel above its voltage of most power gives less than it could; neighbours agree to half a percent. */
const PARTLY_TAKEN = 0.02;
/** No closer than this can kits be compared, whatever their neighbours scatter. */
const LEAST_SPREAD = 0.04;
/** Share of the variance from hour to hour that a reading at another minute of an hour has. */
const MOMENTS = 1.2;
/** In the hour in which the battery gets full the last readings may already be of less than all: by so much (logarithm). */
const GETS_FULL = 0.3;
/** What a line through the hours' means leaves out of the sun's way, for each hour from the mean (logarithm). */
const APART_per_h = 0.2;
const AGREEING_HOURS = 4;

/** Compares a panel with its neighbours. */
export function panelOn(on: OnDay<SunDay>, memory: PanelMemory): PanelOnDay {
  const { sums, at, reference: sun } = on;
  const isPwm = memory.pwmDays > 0;
  const isBlind =
    flowsAtNight(sums, at) ||
    isStuck(sums, at, sun) ||
    on.isOpen("sensor-stuck", "panel-current-sensor") ||
    on.isOpen("sensor-implausible", "panel-current-sensor");
  const hours = new Array<number>(HOURS).fill(0);
  const weights = new Array<number>(HOURS).fill(0);
  const voltage = { sum: 0, count: 0 };
  const open = { sum: 0, count: 0 };
  let darkReadings = 0;
  let darkHours = 0;
  let firstDark = 0;
  let dayReadings = 0;
  let litHours = 0;
  let darkHoursOfAll = 0;
  let takenReadings = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    const one = panelHour(sums, at, hour);
    const of = sun.hours[hour] as SunDay["hours"][number];
    if (one.dark > 0) darkHoursOfAll |= 1 << hour;
    else if (one.readings > 0) litHours |= 1 << hour;
    takenReadings += one.taken;
    // without neighbours an hour is known to be day where the kit itself was always lit in it
    if (of.isDay || (memory.litDays >= 7 && isWithin(memory.litHours, hour))) {
      dayReadings += one.readings;
      darkReadings += one.dark;
      if (one.dark > 0 && darkHours++ === 0) firstDark = hour;
    }
    const isGood = of.current_mA >= GOOD_LIGHT * sun.most_mA && of.current_mA > 0;
    if (one.open > 0 && of.open_V > 0 && isGood && !isBlind && !isPwm) {
      open.sum += one.open * Math.log(one.open_V / of.open_V);
      open.count += one.open;
    }
    if (one.taken === 0 || isBlind) continue;
    // without a voltage to compare, nobody knows whether all was taken
    let isPartly = isPwm ? one.voltage_V > PWM_V : of.voltage_V === 0;
    if (!isPwm && !isPartly) {
      const above = Math.log(one.voltage_V / of.voltage_V) - (memory.voltage ?? 0);
      isPartly = above > PARTLY_TAKEN;
      if (isGood && !isPartly) {
        voltage.sum += one.taken * (above + (memory.voltage ?? 0));
        voltage.count += one.taken;
      }
    }
    const usual_mA = currentAt_mA(sun, hour, one.at_h);
    if (isPartly || usual_mA <= LOW_SUN * sun.most_mA) continue;
    hours[hour] = Math.log(one.current_mA / usual_mA);
    const share = one.taken / one.readings;
    // under passing clouds two kits compare only if they were read at the same moments
    const clouds = (MOMENTS / one.taken + 1 - share) * of.unsteady ** 2;
    const filling = (1 - share) * GETS_FULL ** 2;
    const apart = (APART_per_h * (one.at_h - of.at_h)) ** 2;
    weights[hour] = share / (LEAST_SPREAD ** 2 + of.spread ** 2 + clouds + filling + apart);
  }
  let weight = 0;
  let sum = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    weight += weights[hour] as number;
    sum += (weights[hour] as number) * (hours[hour] as number);
  }
  // under clouds that pass, hours that agree say more than can be expected of them
  const whole = hours.filter((_, hour) => (weights[hour] as number) > 0 && isWhole(panelHour(sums, at, hour)));
  if (whole.length >= AGREEING_HOURS) {
    const agreed = whole.length / (LEAST_SPREAD ** 2 + spreadOf(whole) ** 2);
    if (agreed > weight) {
      sum = agreed * medianOf(whole);
      weight = agreed;
    }
  }
  return {
    hours,
    weights,
    light: weight > 0 ? sum / weight : 0,
    weight,
    voltage: voltage.count > 0 ? voltage.sum / voltage.count : undefined,
    openVoltage: open.count > 0 ? open.sum / open.count : undefined,
    voltageReadings: voltage.count,
    openReadings: open.count,
    darkReadings,
    darkHours,
    firstDark,
    dayReadings,
    litHours,
    darkHoursOfAll,
    takenReadings,
    isBlind,
  };
}

/** Whether an hour and those beside it are among the hours. */
function isWithin(hours: number, hour: number): boolean {
  return hour > 0 && ((hours >> (hour - 1)) & 0b111) === 0b111;
}

function isWhole({ taken, readings }: PanelHour): boolean {
  return taken * 4 >= readings * 3;
}

/** A current that is the same to the milliampere while the sun rises or sinks by a tenth is none that it makes. */
function isStuck(sums: Int32Array, at: number, sun: SunDay): boolean {
  let before = { current_mA: -1, sun_mA: 0 };
  for (let hour = 0; hour < HOURS; hour++) {
    const { taken, current_mA } = panelHour(sums, at, hour);
    const sun_mA = (sun.hours[hour] as SunDay["hours"][number]).current_mA;
    if (taken < 2 || sun_mA === 0) continue;
    if (current_mA === before.current_mA && Math.abs(sun_mA - before.sun_mA) > 0.1 * sun_mA) return true;
    before = { current_mA, sun_mA };
  }
  return false;
}
