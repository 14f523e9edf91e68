import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";

/** Sums that come out the same in any order. */
export function increase(sums: Int32Array, slot: number, by = 1): void {
  sums[slot] = (sums[slot] as number) + by;
}

export function raiseTo(sums: Int32Array, slot: number, value: number): void {
  if (value > (sums[slot] as number)) sums[slot] = value;
}

/** The first of several minutes, counted from 1. */
export function lowerTo(sums: Int32Array, slot: number, minute: number): void {
  const before = sums[slot] as number;
  if (before === 0 || minute < before) sums[slot] = minute;
}

export function mark(sums: Int32Array, slot: number, hour: number): void {
  sums[slot] = (sums[slot] as number) | (1 << hour);
}

/** How many bits are set. */
export function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}

const outputs = [
  Column.Lamp1Current_mA,
  Column.Lamp2Current_mA,
  Column.Lamp3Current_mA,
  Column.Usb1Current_mA,
  Column.Usb2Current_mA,
  Column.RadioCurrent_mA,
] as const;

/** What the outputs take together, in mA. */
export function load_mA(row: readonly number[]): number {
  let sum_mA = 0;
  for (const column of outputs) {
    const current_mA = row[column] as number;
    if (current_mA !== NOT_MEASURED && current_mA > 0) sum_mA += current_mA;
  }
  return sum_mA;
}

/** What the output that takes most takes, in mA. */
export function greatestLoad_mA(row: readonly number[]): number {
  let most_mA = 0;
  for (const column of outputs) most_mA = Math.max(most_mA, row[column] as number);
  return most_mA;
}

/** Event time of a minute that is counted from 1. */
export function atMinute_ms(on: OnDay<unknown>, minute: number): number {
  return on.day * DAY_ms + Math.max(0, minute - 1) * 60_000;
}

/** How many hours of a day are marked. */
export function hoursOf(on: OnDay<unknown>, slot: number): number {
  return bits(on.sums[on.at + slot] as number);
}
