import type { CalendarDay } from "./calendar";
import type { Habits } from "./habits";
import type { Plan } from "./plan";
import type { Random } from "../random";

/** All that decides what a household does with its kit today. */
export interface Today {
  plan: Plan;
  habits: Habits;
  calendar: CalendarDay;
  random: Random;
  sunrise_min: number;
  sunset_min: number;
  /** When the main room gets dark today; beyond 1,440 where it is after midnight. */
  bedtime_min: number;
  overuse: number;
  /** The market of the place fills the house: `condition.marketDay`. */
  isMarketHere: boolean;
}
