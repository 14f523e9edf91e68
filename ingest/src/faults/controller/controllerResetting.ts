import type { OnDay } from "../engine/family";
import { highestOf, widthOf } from "../sensors/range";
import { DAY_ms } from "../engine/kitDays";
import { Slot } from "./controllerDay";

/**
 * The controller starts anew again and again, though it has supply: a loose supply, a failing regulator, a program that
 * hangs.
 *
 * Counted are the kit's boots over event time, less one for each stretch of an hour or more without a reading: a battery
 * that was flat or off ends in a start as well. A reset takes a reading or two; where a day lacks an hour for every three
 * starts, or more, it is the supply that was gone, and the day is not counted. Nor is one on which the battery is all but
 * empty, or no current flows through it while the panel feeds the outputs.
 * Set from three in a week on two days or more, or four in a day: a restart that is commanded or comes every forty
 * days is one, and somebody who works at the kit makes a few within the hour. Cleared after a week of readings
 * without one.
 */
const WEEK_days = 7;
const IN_A_WEEK = 3;
const ON_DAYS = 2;
const IN_A_DAY = 4;
const STARTS_PER_HOUR = 3;
/** Readings that one numbering lasts at least while flash is worn (firmware/src/kit/numbering.ts). */
const NUMBERS = 256;

export interface ResetMemory {
  /** Number of the newest boot. */
  boot: number | undefined;
  /** Days with starts that nothing explains, of the last week, and how many. */
  days: readonly { day: number; starts: number }[];
  /** Days with readings since the last of them. */
  quiet: number;
}

export const startOfResets: ResetMemory = { boot: undefined, days: [], quiet: 0 };

/** @param isSame whether the numbering, and with it the count of boots, goes on from the day before */
export function judgeResets(memory: ResetMemory, on: OnDay<undefined>, isSame: boolean): ResetMemory {
  if (!on.hasReadings) return memory;
  const { sums, at } = on;
  const boots = sums[at + Slot.Boots] as number;
  if (widthOf(boots) < 0) return memory;
  const boot = highestOf(boots);
  const days = memory.days.filter(({ day }) => day > on.day - WEEK_days);
  const starts = startsOf(memory, on, isSame);
  if (starts <= 0) {
    const quiet = memory.quiet + 1;
    if (quiet >= WEEK_days) on.clear("controller-resetting", "controller");
    return { boot, days, quiet };
  }
  const now = [...days, { day: on.day, starts }];
  const total = now.reduce((sum, one) => sum + one.starts, 0);
  const isAgain = (total >= IN_A_WEEK && now.length >= ON_DAYS) || starts >= IN_A_DAY;
  if (isAgain || on.isOpen("controller-resetting", "controller")) {
    on.set("controller-resetting", "controller", {
      severity: "major",
      since_ms: (now[0] as { day: number }).day * DAY_ms,
      evidence: { startsToday: starts, startsInAWeek: total, daysWithStarts: now.length },
    });
  }
  return { boot, days: now, quiet: 0 };
}

/** How many starts of a day nothing explains. */
function startsOf(memory: ResetMemory, on: OnDay<undefined>, isSame: boolean): number {
  const { sums, at } = on;
  if ((sums[at + Slot.Starved] as number) > 0) return 0;
  const hours = sums[at + Slot.Hours] as number;
  const gaps = gapsOf(hours);
  const starts = unexplained(memory, on, isSame) - gaps;
  const lastHour = Math.floor((on.newest_ms % DAY_ms) / 3600_000);
  return STARTS_PER_HOUR * missingOf(hours, lastHour) > starts ? 0 : starts;
}

function unexplained(memory: ResetMemory, on: OnDay<undefined>, isSame: boolean): number {
  const { sums, at } = on;
  const boots = sums[at + Slot.Boots] as number;
  if (isSame) {
    // of a silent day nobody knows what it had
    return memory.boot === undefined || on.past(1) < 0 ? widthOf(boots) : highestOf(boots) - memory.boot;
  }
  // worn flash: every start begins a numbering, and counts boots from 1 again
  if (!on.isOpen("flash-worn", "controller")) return 0;
  const readings = sums[at + Slot.Readings] as number;
  return (sums[at + Slot.Beginnings] as number) - Math.ceil(readings / NUMBERS);
}

/** Hours of the day so far of which there is no reading. */
function missingOf(hours: number, lastHour: number): number {
  let missing = 0;
  for (let hour = 0; hour <= lastHour; hour++) if ((hours & (1 << hour)) === 0) missing++;
  return missing;
}

/** Stretches of hours without a reading that ended on this day. */
function gapsOf(hours: number): number {
  let gaps = 0;
  for (let hour = 0; hour < 24; hour++) {
    const isThere = (hours & (1 << hour)) !== 0;
    const wasThere = hour > 0 && (hours & (1 << (hour - 1))) !== 0;
    if (isThere && !wasThere) gaps++;
  }
  // one that began the day is no gap where the hour before midnight was there: the first hour is
  return (hours & 1) !== 0 ? gaps - 1 : gaps;
}
