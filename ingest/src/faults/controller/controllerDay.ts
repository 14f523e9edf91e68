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
  /** A bit for each hour of the day of which there is a reading. */
  Hours = 5,
  Readings = 6,
  /** Readings in which the battery is all but empty, or nothing flows through it while outputs take current. */
  Starved = 7,
  /** How often a report told that flash keeps nothing. */
  WornTold = 8,
  Count = 9,
}

const FLASH_WORN = eventKinds.indexOf("flash-worn");

/** Nearly empty: 3.0 V a cell of LiFePO4, 1.95 V of lead-acid (LibreSolar's load disconnect), and a tenth for what a load does. */
const EMPTY_mV = { "lifepo4-4s": 12_100, "lead-acid-6s": 11_800 };
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
  const hour = Math.floor((time_ms % DAY_ms) / 3600_000);
  sums[at + Slot.Hours] = (sums[at + Slot.Hours] as number) | (1 << hour);
  sums[at + Slot.Readings] = (sums[at + Slot.Readings] as number) + 1;
  const voltage_mV = row[Column.BatteryVoltage_mV] as number;
  const current_mA = row[Column.BatteryCurrent_mA] as number;
  const isEmpty = voltage_mV !== NOT_MEASURED && voltage_mV < EMPTY_mV[battery];
  const isGone = Math.abs(current_mA) < NOTHING_mA && takes(row);
  if (isEmpty || isGone) sums[at + Slot.Starved] = (sums[at + Slot.Starved] as number) + 1;
}

export function addReportToControllerDay(sums: Int32Array, at: number, { events }: ReportFacts): void {
  for (let i = 0; i < events.length; i += 3) {
    if (events[i] === FLASH_WORN) sums[at + Slot.WornTold] = (sums[at + Slot.WornTold] as number) + 1;
  }
}

function takes(row: number[]): boolean {
  for (let lamp = 0; lamp < 3; lamp++) if ((row[Column.Lamp1Current_mA + lamp] as number) > 4 * NOTHING_mA) return true;
  return (row[Column.Usb1Current_mA] as number) > 100 || (row[Column.Usb2Current_mA] as number) > 100;
}
