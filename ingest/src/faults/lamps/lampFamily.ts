import { lampConditions } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { FaultPart } from "@yeelen/shared/faults";
import type { Family } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";

const LAMPS = [0, 1, 2] as const;

/** What is kept of a lamp's day. */
const enum Slot {
  /** How many readings say that it is open, that it is short, and that it is well while lit. */
  Open = 0,
  Short = 1,
  Lit = 2,
  /** When the first of these was taken, in minutes of the day; 0 = none, else one more. */
  FirstOpen_min = 3,
  FirstShort_min = 4,
  LastLit_min = 5,
  Count = 6,
}

const OPEN = lampConditions.indexOf("open");
const SHORT = lampConditions.indexOf("short");

/** Faults of the lamps. */
export const lampFamily: Family<null> = {
  name: "lamps",
  slots: LAMPS.length * Slot.Count,
  start: null,
  add(sums, at, { row, time_ms }) {
    const minute = Math.floor((time_ms % DAY_ms) / 60_000) + 1;
    for (const lamp of LAMPS) {
      const slot = at + lamp * Slot.Count;
      const condition = row[Column.Lamp1Condition + lamp] as number;
      const current_mA = row[Column.Lamp1Current_mA + lamp] as number;
      if (condition === OPEN) count(sums, slot + Slot.Open, slot + Slot.FirstOpen_min, minute);
      else if (condition === SHORT) count(sums, slot + Slot.Short, slot + Slot.FirstShort_min, minute);
      else if (current_mA !== NOT_MEASURED && current_mA > 10) {
        sums[slot + Slot.Lit] = (sums[slot + Slot.Lit] as number) + 1;
        sums[slot + Slot.LastLit_min] = Math.max(sums[slot + Slot.LastLit_min] as number, minute);
      }
    }
  },
  step(memory, on) {
    if (!on.hasReadings) return memory;
    for (const lamp of LAMPS) {
      const part = `lamp${lamp + 1}` as FaultPart;
      const slot = on.at + lamp * Slot.Count;
      const open = on.sums[slot + Slot.Open] as number;
      const short = on.sums[slot + Slot.Short] as number;
      const lit = on.sums[slot + Slot.Lit] as number;
      const at_ms = (minute: number) => on.day * DAY_ms + (minute - 1) * 60_000;
      if (open >= 2) {
        on.set("lamp-open", part, {
          severity: "major",
          since_ms: at_ms(on.sums[slot + Slot.FirstOpen_min] as number),
          evidence: { readings: open },
        });
      } else if (lit > 0) on.clear("lamp-open", part);
      if (short >= 1) {
        on.set("lamp-short", part, {
          severity: "major",
          since_ms: at_ms(on.sums[slot + Slot.FirstShort_min] as number),
          evidence: { readings: short },
        });
      } else if (lit > 0) on.clear("lamp-short", part);
    }
    return memory;
  },
};

function count(sums: Int32Array, times: number, first: number, minute: number): void {
  sums[times] = (sums[times] as number) + 1;
  const before = sums[first] as number;
  sums[first] = before === 0 ? minute : Math.min(before, minute);
}
