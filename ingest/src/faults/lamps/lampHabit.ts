/**
 * How a household uses a lamp, and how surprising it is that it does not: the lamp's own past is what
 * it is measured by, on days on which somebody is at home, which another lamp of the kit tells.
 */
export interface Habit {
  /** Days on which somebody was at home and the lamp was used, and on which it was not, before the present run; older days count less. */
  used: number;
  unused: number;
  /** How many days in a row somebody was at home and did not use it. */
  run: number;
  /** The first of them, or -1. */
  since: number;
  /** On how many days it was used since it was last found to be unused; enough of them end that. */
  usedAgain: number;
}

export const noHabit: Habit = { used: 0, unused: 0, run: 0, since: -1, usedAgain: 0 };

/** A day a fortnight ago counts nearly as much as one of yesterday, one three months ago a quarter. Chosen: seasons change habits. */
const KEPT_OF_A_DAY = 1 - 1 / 60;

/** What a day adds. */
export function afterDay(habit: Habit, day: number, isUsed: boolean, isAtHome: boolean): Habit {
  if (isUsed) {
    const forgotten = KEPT_OF_A_DAY ** (habit.run + 1);
    return {
      used: habit.used * forgotten + 1,
      unused: habit.unused * forgotten + habit.run,
      run: 0,
      since: -1,
      usedAgain: habit.usedAgain + 1,
    };
  }
  if (!isAtHome) return habit;
  return { ...habit, run: habit.run + 1, since: habit.since < 0 ? day : habit.since };
}

/**
 * How likely it is that a lamp stays unused for as long as it has, if the household is as it was: for a share of days that
 * is not known but by the days counted (Jeffreys' prior), one day after the other.
 */
export function chanceOf({ used, unused, run }: Habit): number {
  let chance = 1;
  for (let day = 0; day < run; day++) chance *= (unused + 0.5 + day) / (used + unused + 1 + day);
  return chance;
}
