import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { atTemperature_mV, type Chemistry } from "./chemistry";
import { Slot } from "./slots";
import { greatestLoad_mA, increase, load_mA, raiseTo } from "./sums";

/**
 * What an evening's discharges tell of a battery: voltage as a straight line over current and counted charge. Its slope over the
 * current is a resistance, that over the charge tells how fast the battery empties. Sums of squares and products about the means
 * of their day, so that days can be added.
 */
export interface Moments {
  /** How many readings, less one for each day's mean. */
  n: number;
  II: number;
  SS: number;
  VV: number;
  IV: number;
  SV: number;
  IS: number;
}

export const noMoments: Moments = { n: 0, II: 0, SS: 0, VV: 0, IV: 0, SV: 0, IS: 0 };

/** Units in which voltage (in mV) and current (in mA) are summed: squares of a day's readings fit into 32 bits. */
const UNIT = 4;
const MIDDLE_mV = 12_800;
const HIGHEST_BOOT = 2 ** 30;
/** What a controller takes by itself, its radio on now and then; more or less means that the current is not measured rightly. */
const OWN_mA: readonly [least: number, most: number] = [-10, 60];
const LEAST_readings = 6;
/** Something charges it after all. */
const CHARGED_mA = 40;
/** What the firmware takes for a short circuit: over within seconds, so that the voltage does not follow. */
const SHORT_mA = 600;
/** From this on its charge was counted from full. */
const FULL_pct = 95;
/** How near to the voltage that the charger holds, at temperatures that batteries have by day. */
const HELD_mV = 200;
const COOL_degC = 20;
const HOT_degC = 45;
/** Less of a discharge than this tells nothing. */
const LEAST_SS = 30;

/** Takes in a reading of an evening, without sun. */
export function addDischarge(
  sums: Int32Array,
  at: number,
  row: readonly number[],
  boot: number,
  chemistry: Chemistry,
): void {
  const charge_pct = row[Column.BatteryStateOfCharge_pct] as number;
  const [from_pct, to_pct] = chemistry.straight_pct;
  if (charge_pct === NOT_MEASURED || charge_pct < from_pct || charge_pct > to_pct) return;
  const current_mA = row[Column.BatteryCurrent_mA] as number;
  const i = Math.round(current_mA / UNIT);
  const v = Math.round(((row[Column.BatteryVoltage_mV] as number) - MIDDLE_mV) / UNIT);
  const s = charge_pct;
  if (i * UNIT > CHARGED_mA || greatestLoad_mA(row) >= SHORT_mA) return;
  increase(sums, at + Slot.N);
  increase(sums, at + Slot.SumI, i);
  increase(sums, at + Slot.SumV, v);
  increase(sums, at + Slot.SumS, s);
  increase(sums, at + Slot.SumII, i * i);
  increase(sums, at + Slot.SumVV, v * v);
  increase(sums, at + Slot.SumSS, s * s);
  increase(sums, at + Slot.SumIV, i * v);
  increase(sums, at + Slot.SumSV, s * v);
  increase(sums, at + Slot.SumIS, i * s);
  increase(sums, at + Slot.SumOwn, -current_mA - load_mA(row));
  raiseTo(sums, at + Slot.HighestBoot, boot + 1);
  raiseTo(sums, at + Slot.LowestBoot, HIGHEST_BOOT - boot);
}

/** The moments of a day, in mV, mA and percent; undefined where they tell nothing. */
export function momentsOf(sums: Int32Array, at: number, chemistry: Chemistry): Moments | undefined {
  const of = (slot: Slot) => sums[at + slot] as number;
  const n = of(Slot.N);
  if (n < LEAST_readings || of(Slot.Fullest_pct) < FULL_pct) return undefined;
  // a start in between has counted the charge anew
  if (of(Slot.HighestBoot) - 1 !== HIGHEST_BOOT - of(Slot.LowestBoot)) return undefined;
  const own_mA = of(Slot.SumOwn) / n;
  if (own_mA < OWN_mA[0] || own_mA > OWN_mA[1]) return undefined;
  if (chemistry.line_mV !== undefined && !isCalibrated(sums, at, chemistry)) return undefined;
  const SS = of(Slot.SumSS) - of(Slot.SumS) ** 2 / n;
  if (chemistry.line_mV === undefined && SS < LEAST_SS) return undefined;
  const VV = of(Slot.SumVV) - of(Slot.SumV) ** 2 / n;
  // a sensor that is stuck
  if (VV * UNIT * UNIT < n) return undefined;
  const i = chemistry.line_mV === undefined ? of(Slot.SumI) / n : 0;
  const v = chemistry.line_mV === undefined ? of(Slot.SumV) / n : (chemistry.line_mV - MIDDLE_mV) / UNIT;
  const s = chemistry.line_mV === undefined ? of(Slot.SumS) / n : 100;
  const about = (product: Slot, sumA: Slot, sumB: Slot, a: number, b: number) =>
    of(product) - a * of(sumB) - b * of(sumA) + n * a * b;
  return {
    n: n - 1,
    II: about(Slot.SumII, Slot.SumI, Slot.SumI, i, i) * UNIT * UNIT,
    SS: about(Slot.SumSS, Slot.SumS, Slot.SumS, s, s),
    VV: about(Slot.SumVV, Slot.SumV, Slot.SumV, v, v) * UNIT * UNIT,
    IV: about(Slot.SumIV, Slot.SumI, Slot.SumV, i, v) * UNIT * UNIT,
    SV: about(Slot.SumSV, Slot.SumS, Slot.SumV, s, v) * UNIT,
    IS: about(Slot.SumIS, Slot.SumI, Slot.SumS, i, s) * UNIT,
  };
}

/** Whether the highest voltage of the day is that at which the charger holds a full battery: the sensor is right. */
function isCalibrated(sums: Int32Array, at: number, chemistry: Chemistry): boolean {
  const highest_mV = sums[at + Slot.Highest_mV] as number;
  const hottest = sums[at + Slot.Hottest] as number;
  const least_mV = atTemperature_mV(chemistry.absorption_mV, chemistry, hottest === 0 ? HOT_degC : hottest - 100);
  const most_mV = atTemperature_mV(chemistry.absorption_mV, chemistry, COOL_degC);
  return highest_mV > least_mV - HELD_mV && highest_mV < most_mV + HELD_mV;
}

/** @param share what counts of the days before */
export function addMoments(before: Moments, day: Moments, share: number): Moments {
  return {
    n: before.n * share + day.n,
    II: before.II * share + day.II,
    SS: before.SS * share + day.SS,
    VV: before.VV * share + day.VV,
    IV: before.IV * share + day.IV,
    SV: before.SV * share + day.SV,
    IS: before.IS * share + day.IS,
  };
}

/** What the line through moments says. */
export interface Line {
  resistance_ohm: number;
  fall_mV_per_pct: number;
  /** Standard errors. */
  resistanceError_ohm: number;
  fallError_mV_per_pct: number;
}

/** The line of least squares, or undefined where current and charge cannot be told apart. */
export function lineOf({ n, II, SS, VV, IV, SV, IS }: Moments): Line | undefined {
  const determinant = II * SS - IS * IS;
  if (n < 10 || II <= 0 || SS <= 0 || determinant < 0.02 * II * SS) return undefined;
  const resistance = (IV * SS - SV * IS) / determinant;
  const fall = (SV * II - IV * IS) / determinant;
  // a voltage is read in steps of 8 mV
  const variance = Math.max(VV - resistance * IV - fall * SV, n * 9) / (n - 2);
  return {
    resistance_ohm: resistance,
    fall_mV_per_pct: fall,
    resistanceError_ohm: Math.sqrt((variance * SS) / determinant),
    fallError_mV_per_pct: Math.sqrt((variance * II) / determinant),
  };
}

/** How steep the voltage is against what another line says of the same evenings: 1 where it is the same. */
export function steepness(
  { II, SS, IV, SV, IS }: Moments,
  resistance_ohm: number,
  fall_mV_per_pct: number,
): number | undefined {
  const expected = resistance_ohm ** 2 * II + 2 * resistance_ohm * fall_mV_per_pct * IS + fall_mV_per_pct ** 2 * SS;
  return expected > 0 ? (resistance_ohm * IV + fall_mV_per_pct * SV) / expected : undefined;
}
