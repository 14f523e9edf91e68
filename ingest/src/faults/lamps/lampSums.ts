import { lampConditions, offReasons } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { FoldedReading } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";

export const LAMPS = [0, 1, 2] as const;
export type Lamp = (typeof LAMPS)[number];

/** Commanded levels that are told apart: what a lamp draws is not quite in proportion to them. */
export const LEVELS = [0, 1, 2] as const;
const LOW_UNTIL_pct = 45;
const MIDDLE_UNTIL_pct = 80;

/** What is kept of a kit's day, and then of each lamp's. */
const enum KitSlot {
  Readings = 0,
  /** When the first and the last reading were taken. */
  Span = 1,
  Count = 2,
}
const enum Slot {
  /** How many readings say that it is open, and when the first of them was taken; likewise short. */
  Open = 0,
  Short = 1,
  /** How many say that it is well while lit, and when the last of them was taken. */
  Lit = 2,
  /** How many say what it draws while it could be on, and in how many of these it works. */
  Use = 3,
  /** For each level: in how many it was lit at that level, and the sum of what it drew by 100 % commanded, in mW. */
  Levels = 4,
  Count = 10,
}

/** How many integers a day of three lamps takes. */
export const LAMP_SLOTS = KitSlot.Count + LAMPS.length * Slot.Count;

const OPEN = lampConditions.indexOf("open");
const SHORT = lampConditions.indexOf("short");
const OFF_FOR_SHORT = 1 + offReasons.indexOf("short");

/** Less is no lamp, but the error of a shunt: the firmware draws the line here as well. */
const DARK_mA = 10;

/**
 * From how much power on a lamp counts as working. The meters of the Kigeme field data (HEED,
 * Cogent Labs) show some tenths of a watt on lamps that are off; of their 44,640 lamp hours only
 * 64 lie between 0.35 W and 0.7 W.
 */
export const WORKING_mW = 500;

/** Below the count: eleven bits for a minute of the day. */
const MINUTE_BITS = 11;
const MINUTE_MASK = (1 << MINUTE_BITS) - 1;
const MOST = 0x7fff;

/** Adds what a reading says of the lamps, in whatever order readings come. */
export function addLamps(sums: Int32Array, at: number, { row, time_ms }: FoldedReading): void {
  const minute = Math.floor((time_ms % DAY_ms) / 60_000);
  sums[at + KitSlot.Readings] = (sums[at + KitSlot.Readings] as number) + 1;
  widen(sums, at + KitSlot.Span, minute);
  const voltage_mV = row[Column.BatteryVoltage_mV] as number;
  const off = row[Column.Off] as number;
  for (const lamp of LAMPS) {
    const slot = at + KitSlot.Count + lamp * Slot.Count;
    const condition = row[Column.Lamp1Condition + lamp] as number;
    const current_mA = row[Column.Lamp1Current_mA + lamp] as number;
    const commanded_pct = row[Column.Lamp1Commanded_pct + lamp] as number;
    const offFor = off === NOT_MEASURED ? 0 : (off >> (4 * lamp)) & 15;
    const isMeasured = current_mA !== NOT_MEASURED;
    // whose firmware does not judge its lamps is judged here
    const isDark = condition === NOT_MEASURED && commanded_pct > 0 && isMeasured && current_mA < DARK_mA;
    if (condition === OPEN || isDark) countFirst(sums, slot + Slot.Open, minute);
    else if (condition === SHORT || offFor === OFF_FOR_SHORT) countFirst(sums, slot + Slot.Short, minute);
    else if (isMeasured && current_mA > DARK_mA) countLast(sums, slot + Slot.Lit, minute);
    if (!isMeasured || voltage_mV === NOT_MEASURED) continue;
    const power_mW = (current_mA * voltage_mV) / 1000;
    // what is switched off for want of charge says nothing of who wants it
    if (offFor === 0) use(sums, slot + Slot.Use, power_mW > WORKING_mW);
    if (commanded_pct <= 0 || current_mA < DARK_mA || condition === OPEN || condition === SHORT) continue;
    const level = commanded_pct <= LOW_UNTIL_pct ? 0 : commanded_pct <= MIDDLE_UNTIL_pct ? 1 : 2;
    const levels = slot + Slot.Levels + 2 * level;
    sums[levels] = (sums[levels] as number) + 1;
    const sum = (sums[levels + 1] as number) + Math.round((power_mW * 100) / commanded_pct);
    sums[levels + 1] = Math.min(sum, 0x7fffffff);
  }
}

/** A lamp's day, read from its sums. */
export interface LampDay {
  /** How many readings say so. */
  open: number;
  short: number;
  lit: number;
  /** Minutes of the day, where there are such readings. */
  firstOpen_min: number;
  firstShort_min: number;
}

export function lampDay(sums: Int32Array, at: number, lamp: Lamp): LampDay {
  const slot = at + KitSlot.Count + lamp * Slot.Count;
  const open = sums[slot + Slot.Open] as number;
  const short = sums[slot + Slot.Short] as number;
  return {
    open: open >> MINUTE_BITS,
    short: short >> MINUTE_BITS,
    lit: (sums[slot + Slot.Lit] as number) >> MINUTE_BITS,
    firstOpen_min: open & MINUTE_MASK,
    firstShort_min: short & MINUTE_MASK,
  };
}

/** In how many readings a lamp was lit at a level, and what it drew on average by 100 % commanded, in mW. */
export function levelOf(sums: Int32Array, at: number, lamp: Lamp, level: number): { count: number; sum_mW: number } {
  const slot = at + KitSlot.Count + lamp * Slot.Count + Slot.Levels + 2 * level;
  return { count: sums[slot] as number, sum_mW: sums[slot + 1] as number };
}

/** A lamp is taken to stay as it was read until the next reading, but no longer than this. */
const LONGEST_HOLD_min = 120;

/** For how many minutes a reading of this day stands, or undefined where there are too few to say. */
export function holdOf_min(sums: Int32Array, at: number): number | undefined {
  const readings = sums[at + KitSlot.Readings] as number;
  if (readings < 2) return undefined;
  const span = sums[at + KitSlot.Span] as number;
  const span_min = (span >> MINUTE_BITS) - (span & MINUTE_MASK);
  return Math.min(LONGEST_HOLD_min, span_min / (readings - 1));
}

/** For how long a lamp was measured on a day, and for how long it worked. A day on which it is broken is not measured. */
export function useOf(
  sums: Int32Array,
  at: number,
  lamp: Lamp,
  hold_min: number,
): { measured_min: number; worked_min: number } {
  const slot = at + KitSlot.Count + lamp * Slot.Count;
  const isBroken = ((sums[slot + Slot.Open] as number) | (sums[slot + Slot.Short] as number)) !== 0;
  if (isBroken) return { measured_min: 0, worked_min: 0 };
  const use = sums[slot + Slot.Use] as number;
  return { measured_min: (use >> 15) * hold_min, worked_min: (use & MOST) * hold_min };
}

/** Times of the first and the last minute that stand in one integer; 0 = none. */
function widen(sums: Int32Array, slot: number, minute: number): void {
  const before = sums[slot] as number;
  // the last is kept one later, so that nothing is 0
  const last = Math.max(before >> MINUTE_BITS, minute + 1);
  const first = before === 0 ? minute + 1 : Math.min(before & MINUTE_MASK, minute + 1);
  sums[slot] = (last << MINUTE_BITS) | first;
}

function countFirst(sums: Int32Array, slot: number, minute: number): void {
  const before = sums[slot] as number;
  const first = before === 0 ? minute : Math.min(before & MINUTE_MASK, minute);
  sums[slot] = (((before >> MINUTE_BITS) + 1) << MINUTE_BITS) | first;
}

function countLast(sums: Int32Array, slot: number, minute: number): void {
  const before = sums[slot] as number;
  sums[slot] = (((before >> MINUTE_BITS) + 1) << MINUTE_BITS) | Math.max(before & MINUTE_MASK, minute);
}

function use(sums: Int32Array, slot: number, works: boolean): void {
  const before = sums[slot] as number;
  const measured = Math.min(MOST, (before >> 15) + 1);
  const worked = Math.min(MOST, (before & MOST) + (works ? 1 : 0));
  sums[slot] = (measured << 15) | worked;
}
