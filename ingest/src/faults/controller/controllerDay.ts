import { eventKinds } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { FoldedReading, ReportFacts } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { NO_RANGE, widened } from "../sensors/range";

/** What is kept of the controller's day. */
export const enum Slot {
  /** Lowest and highest number of the boots that took readings. */
  Boots = 0,
  /** Lowest and highest incarnation, as signed integers of 32 bits. */
  LowestIncarnation = 1,
  HighestIncarnation = 2,
  /** How many numberings began: readings with the sequence 0. */
  Beginnings = 3,
  HighestSequence = 4,
  Readings = 5,
  /** A bit for each hour of the day of which there is a reading. */
  Hours = 6,
  /** Readings in which the battery is all but empty, or is not there. */
  Starved = 7,
  /** How often a report told that flash keeps nothing. */
  WornTold = 8,
  Count = 9,
}

const FLASH_WORN = eventKinds.indexOf("flash-worn");

/** About to be cut off: protections of LiFePO4 do so at 2.5 V a cell, LibreSolar sleeps at 1.6 V of lead-acid; and a margin. */
const EMPTY_mV = { "lifepo4-4s": 11_000, "lead-acid-6s": 10_500 };
/**
 * At the voltage of absorption (3.55 and 2.40 V a cell; here less what a monitor errs, as at 25 °C) a battery takes
 * current, a two-hundredth of its capacity at least. Where none flows there is no battery.
 */
const ABSORPTION_mV = { "lifepo4-4s": 14_050, "lead-acid-6s": 14_250 };
const COMPENSATION_mV_per_K = { "lifepo4-4s": 0, "lead-acid-6s": 18 };
/** What a monitor may show where nothing flows (INA3221: 80 µV over 20 mΩ, and a step). */
const NOTHING_mA = 8;

export function clearControllerDay(sums: Int32Array, at: number): void {
  sums[at + Slot.Boots] = NO_RANGE;
  sums[at + Slot.LowestIncarnation] = 0x7fffffff;
  sums[at + Slot.HighestIncarnation] = -0x80000000;
}

export function addToControllerDay(
  sums: Int32Array,
  at: number,
  { row, time_ms, boot, incarnation, sequence }: FoldedReading,
  battery: keyof typeof EMPTY_mV,
): void {
  if (boot !== NOT_MEASURED) sums[at + Slot.Boots] = widened(sums[at + Slot.Boots] as number, boot);
  const life = incarnation | 0;
  sums[at + Slot.LowestIncarnation] = Math.min(sums[at + Slot.LowestIncarnation] as number, life);
  sums[at + Slot.HighestIncarnation] = Math.max(sums[at + Slot.HighestIncarnation] as number, life);
  if (sequence === 0) sums[at + Slot.Beginnings] = (sums[at + Slot.Beginnings] as number) + 1;
  sums[at + Slot.HighestSequence] = Math.max(sums[at + Slot.HighestSequence] as number, Math.min(sequence, 0x7fffffff));
  sums[at + Slot.Readings] = (sums[at + Slot.Readings] as number) + 1;
  sums[at + Slot.Hours] = (sums[at + Slot.Hours] as number) | (1 << Math.floor((time_ms % DAY_ms) / 3600_000));
  const voltage_mV = row[Column.BatteryVoltage_mV] as number;
  const current_mA = row[Column.BatteryCurrent_mA] as number;
  const degC = row[Column.BatteryTemperature_degC] as number;
  if (voltage_mV === NOT_MEASURED) return;
  const warmer_K = degC === NOT_MEASURED ? 0 : degC - 25;
  const isGone =
    Math.abs(current_mA) <= NOTHING_mA &&
    voltage_mV + COMPENSATION_mV_per_K[battery] * warmer_K >= ABSORPTION_mV[battery];
  if (voltage_mV < EMPTY_mV[battery] || isGone) sums[at + Slot.Starved] = (sums[at + Slot.Starved] as number) + 1;
}

export function addReportToControllerDay(sums: Int32Array, at: number, { events }: ReportFacts): void {
  for (let i = 0; i < events.length; i += 3) {
    if (events[i] === FLASH_WORN) sums[at + Slot.WornTold] = (sums[at + Slot.WornTold] as number) + 1;
  }
}
