import { offReasons } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { increase } from "../battery/sums";
import type { Family } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { overuse, strangerOf, type UseMemory, unknownUse } from "./overuse";
import { type Use, UseSlot, useOf } from "./useOf";

/** By how many of their own standard deviations a site's households use more than they did, on their median. */
export interface UseReference extends Record<Use, number> {
  /** Feasts and Ramadan are known by the neighbours: without them nobody can tell. */
  hasNeighbours: boolean;
}

const LIT_mA = 10;
/** What the firmware takes for a short circuit is no light. */
const SHORT_mA = 600;
const CHARGING_mA = 30;
const LOW_BATTERY = 1 + offReasons.indexOf("low-battery");
const OUTPUTS = 6;
const BIN_h = 4;
const NEIGHBOURS = 4;

/** How households use their kits. */
export const useFamily: Family<UseMemory, UseReference> = {
  name: "use",
  slots: UseSlot.Count,
  start: unknownUse,

  add(sums, at, { row, time_ms }) {
    const hour = Math.floor((time_ms % DAY_ms) / 3600_000);
    const shift = 5 * Math.floor(hour / BIN_h);
    const bins = sums[at + UseSlot.Bins] as number;
    if (((bins >> shift) & 31) < 31) sums[at + UseSlot.Bins] = bins + (1 << shift);
    increase(sums, at + UseSlot.N);
    let isLit = false;
    for (let lamp = 0; lamp < 3; lamp++) {
      const current_mA = row[Column.Lamp1Current_mA + lamp] as number;
      if (current_mA <= LIT_mA || current_mA >= SHORT_mA) continue;
      isLit = true;
      increase(sums, at + UseSlot.Lamp1_mA + lamp, current_mA);
    }
    if (isLit) increase(sums, at + UseSlot.Lit);
    for (const column of [Column.Usb1Current_mA, Column.Usb2Current_mA]) {
      if ((row[column] as number) > CHARGING_mA) increase(sums, at + UseSlot.Charging);
    }
    if ((row[Column.RadioCurrent_mA] as number) > CHARGING_mA) increase(sums, at + UseSlot.Radio);
    if (isShort(row[Column.Off] as number)) increase(sums, at + UseSlot.Short);
  },

  refer(kits) {
    const known = kits
      .map(({ memory, sums, at }) => strangerOf(memory, useOf(sums, at), memory.isWell))
      .filter((z) => z !== undefined);
    const hasNeighbours = known.length >= NEIGHBOURS;
    const medianOf = (use: Use) => (hasNeighbours ? median(known.map((z) => z[use])) : 0);
    return { lamps: medianOf("lamps"), charging: medianOf("charging"), radio: medianOf("radio"), hasNeighbours };
  },

  step: overuse,
};

/** Whether something is off because the battery is low. */
function isShort(off: number): boolean {
  if (off === NOT_MEASURED) return false;
  for (let output = 0; output < OUTPUTS; output++) if (((off >> (4 * output)) & 15) === LOW_BATTERY) return true;
  return false;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] as number;
}
