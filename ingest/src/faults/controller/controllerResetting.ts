import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { highestOf, widthOf } from "../sensors/range";
import { Slot } from "./controllerDay";

/**
 * The controller starts anew again and again, though it has supply: a loose supply, a failing regulator, a program that
 * hangs.
 *
 * Counted are the kit's boots over event time, whenever they are told. A battery that is flat or off ends in a start as
 * well, but the kit takes no reading while it has no supply; a reset costs it one or two. So starts do not count on
 * days that lack more readings than resets would cost (those of which not all is known yet among them), nor on days on which
 * the battery is all but empty, or takes nothing at the voltage of absorption, so that there is none.
 * Set from three in a week on two days or more, or four in a day: a restart that is commanded or comes every forty
 * days is one, and somebody who works at the kit makes a few within the hour. Cleared after a week of readings
 * without one.
 */
const WEEK_days = 7;
const IN_A_WEEK = 3;
const ON_DAYS = 2;
const IN_A_DAY = 4;
const MANY = 8;
/** Readings that a start costs: the one that was due, and now and then another; and what may lack for other reasons. */
const COSTS = 1.5;
const LACKING = 2;
const STARTS_PER_HOUR = 3;
const VOLTAGE_FAULTS = ["sensor-stuck", "sensor-implausible"] as const;
/** Numbers that a numbering lasts while flash is worn (firmware/src/kit/numbering.ts). */
const NUMBERS = 256;
/** How many readings a day has follows a command within some weeks. */
const FORGETS = 0.98;

export interface ResetMemory {
  /** Number of the newest boot, and the day of it. */
  newest: { boot: number; day: number } | undefined;
  /** How many readings the kit takes on a whole day. */
  perDay: number;
  /** Days with starts that nothing explains, of the last week, and how many. */
  days: readonly { day: number; starts: number }[];
  /** Days with readings since the last of them. */
  quiet: number;
}

export const startOfResets: ResetMemory = { newest: undefined, perDay: 0, days: [], quiet: 0 };

/** @param isSame whether the numbering, and with it the count of boots, goes on from the day before */
export function judgeResets(memory: ResetMemory, on: OnDay<undefined>, isSame: boolean): ResetMemory {
  const boots = on.sums[on.at + Slot.Boots] as number;
  if (!on.hasReadings || widthOf(boots) < 0) return memory;
  const readings = on.sums[on.at + Slot.Readings] as number;
  const hours = on.sums[on.at + Slot.Hours] as number;
  const now: ResetMemory = {
    newest: { boot: highestOf(boots), day: on.day },
    perDay: Math.max(memory.perDay * FORGETS, perDayOf(readings, hours)),
    days: memory.days.filter(({ day }) => day > on.day - WEEK_days),
    quiet: memory.quiet + 1,
  };
  const starts = startsOf(memory, on, isSame);
  const lacking = now.perDay * ((on.newest_ms - on.day * DAY_ms) / DAY_ms) - readings;
  const missing_h = Math.floor((on.newest_ms - on.day * DAY_ms) / 3600_000) + 1 - hoursIn(hours);
  // a kit that has no room for all its readings thins them out, and leaves no hour empty
  const hasAll = lacking <= COSTS * starts + LACKING || missing_h * STARTS_PER_HOUR <= starts;
  // nor does a battery come and go so often without being seen at it
  const isSupplied = (hasAll || starts >= MANY) && on.sums[on.at + Slot.Starved] === 0;
  if (starts <= 0 || !isSupplied) {
    if (now.quiet >= WEEK_days) on.clear("controller-resetting", "controller");
    return now;
  }
  const days = [...now.days, { day: on.day, starts }];
  const inAWeek = days.reduce((sum, one) => sum + one.starts, 0);
  // a battery whose voltage is not known may have been flat on a day or two
  const least = VOLTAGE_FAULTS.some((kind) => on.isOpen(kind, "battery-voltage-sensor")) ? ON_DAYS + 1 : ON_DAYS;
  const isAgain = (inAWeek >= IN_A_WEEK && days.length >= least) || (starts >= IN_A_DAY && hasAll && least === ON_DAYS);
  if (isAgain || on.isOpen("controller-resetting", "controller")) {
    on.set("controller-resetting", "controller", {
      severity: "major",
      since_ms: (days[0] as { day: number }).day * DAY_ms,
      evidence: { startsToday: starts, startsInAWeek: inAWeek, daysWithStarts: days.length },
    });
  }
  return { ...now, days, quiet: 0 };
}

/** How often the kit started on a day. */
function startsOf({ newest }: ResetMemory, on: OnDay<undefined>, isSame: boolean): number {
  const { sums, at } = on;
  const boots = sums[at + Slot.Boots] as number;
  // what happened on days of which nothing is known cannot be told from a battery that was flat
  if (isSame) return newest && newest.day === on.day - 1 ? highestOf(boots) - newest.boot : widthOf(boots);
  // worn flash: every start begins a numbering, and counts boots from 1 again
  if (!on.isOpen("flash-worn", "controller")) return 0;
  return (sums[at + Slot.Beginnings] as number) - Math.ceil((sums[at + Slot.Readings] as number) / NUMBERS);
}

/** How many readings a whole day has, as far as a day tells of which hours may be missing. */
function perDayOf(readings: number, hours: number): number {
  const covered = hoursIn(hours);
  // a kit takes one an hour at least (shared/src/wire/commandBounds.ts)
  return Math.max(24, readings > 1.5 * covered ? (readings * 24) / (covered + 1) : readings);
}

function hoursIn(hours: number): number {
  let covered = 0;
  for (let hour = 0; hour < 24; hour++) covered += (hours >> hour) & 1;
  return covered;
}
