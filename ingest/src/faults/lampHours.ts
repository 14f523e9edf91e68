import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { PlacedReading } from "../journal/readings";

export const DAY_ms = 24 * 3600_000;

/**
 * From how much power on a lamp counts as working. The meters of the Kigeme field data (HEED,
 * Cogent Labs) show some tenths of a watt on lamps that are off; of their 44,640 lamp hours only
 * 64 lie between 0.35 W and 0.7 W.
 */
export const WORKING_mW = 500;

/** A lamp is taken to stay as it was read until the next reading, but no longer than this. */
const LONGEST_HOLD_ms = 2 * 3600_000;

/** How many days of a kit are remembered: twice the month that is judged, for the hysteresis. */
export const REMEMBERED_days = 62;

/** Of one day, for each of the three lamps: for how long its current was measured, and for how long it worked. */
export interface LampDay {
  measured_ms: [number, number, number];
  worked_ms: [number, number, number];
}

/** Sums up the lamps of a kit by UTC day of event time, from readings in event-time order. */
export class LampHours {
  readonly days = new Map<number, LampDay>();
  private last: PlacedReading | undefined;
  private step_ms = 0;

  add(reading: PlacedReading): void {
    if (this.last) {
      // what the newest reading was given in advance is replaced by what is now known
      this.count(this.last, -this.step_ms);
      this.step_ms = Math.min(reading.time_ms - this.last.time_ms, LONGEST_HOLD_ms);
      this.count(this.last, this.step_ms);
    }
    this.count(reading, this.step_ms);
    this.last = reading;
    const oldest = dayOf(reading.time_ms) - REMEMBERED_days;
    for (const day of this.days.keys()) {
      if (day < oldest) this.days.delete(day);
      else break;
    }
  }

  private count(reading: PlacedReading, span_ms: number): void {
    const day = dayOf(reading.time_ms);
    let sums = this.days.get(day);
    if (!sums) {
      sums = { measured_ms: [0, 0, 0], worked_ms: [0, 0, 0] };
      this.days.set(day, sums);
    }
    const voltage_mV = reading.row[Column.BatteryVoltage_mV] as number;
    for (const lamp of [0, 1, 2] as const) {
      const current_mA = reading.row[Column.Lamp1Current_mA + lamp] as number;
      if (current_mA === NOT_MEASURED || voltage_mV === NOT_MEASURED) continue;
      sums.measured_ms[lamp] += span_ms;
      if ((current_mA * voltage_mV) / 1000 > WORKING_mW) sums.worked_ms[lamp] += span_ms;
    }
  }
}

/** The UTC day of a time, counted from 1970. */
export function dayOf(time_ms: number): number {
  return Math.floor(time_ms / DAY_ms);
}
