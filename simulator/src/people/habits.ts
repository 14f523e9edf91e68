import { habitsOf, type HouseholdType, type Range, type TypeHabits } from "./householdTypes";
import type { Random } from "../random";

/** The habits of one household, drawn once. */
export interface Habits {
  type: TypeHabits;
  bedtime_min: number;
  kitchen_min: number;
  mainLevel: number;
  /** Which of the three lamps hangs in the main room, in the kitchen and outside: each house is wired its own way. */
  mainLamp: number;
  kitchenLamp: number;
  outsideLamp: number;
  leavesLampAllNight: boolean;
  lampOutside: number;
  lampAtDawn: number;
  phones: number;
  phonesOfOthers: number;
  chargesByDay: boolean;
  /** Share of what its type listens: some have no time for the radio, some never miss the news. */
  radio: number;
  marketWeekday: number;
  /** Days from one cleaning of the panel to the next, on average over the year; `Infinity` = never. */
  cleaning_days: number;
}

/**
 * How often the panel is cleaned, as shares of households. Chosen from never to every two weeks:
 * what is advised is weekly to monthly in the dry season (renewables-liberia.info: weekly; Aidara et
 * al., Open Geosciences 15, 2023, for Diass in Senegal: every three weeks, every five when it
 * rains), and most households do less than what is advised.
 */
const CLEANING: readonly [share: number, every_days: number][] = [
  [0.3, Number.POSITIVE_INFINITY],
  [0.3, 60],
  [0.25, 30],
  [0.15, 14],
];

/** Orders in which three lamps can be hung. */
const WIRINGS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

export function drawHabits(typeName: HouseholdType, random: Random): Habits {
  const type = habitsOf[typeName];
  const within = ([low, high]: Range) => low + (high - low) * random();
  const [mainLamp, kitchenLamp, outsideLamp] = WIRINGS[Math.floor(6 * random())] ?? WIRINGS[0];
  return {
    type,
    bedtime_min: 60 * within(type.bedtime_h),
    kitchen_min: within(type.kitchen_min),
    mainLevel: Math.round(within(type.mainLevel)),
    mainLamp,
    kitchenLamp,
    outsideLamp,
    leavesLampAllNight: random() < type.lampAllNight,
    lampOutside: within(type.lampOutside),
    lampAtDawn: within(type.lampAtDawn),
    phones: Math.round(within(type.phones)),
    phonesOfOthers: within(type.phonesOfOthers),
    chargesByDay: random() < 0.6,
    radio: 0.4 + random(),
    marketWeekday: Math.floor(7 * random()),
    cleaning_days: oneOf(CLEANING, random()),
  };
}

/** The value in whose share a draw from 0 to 1 falls. */
function oneOf<T>(choices: readonly (readonly [share: number, value: T])[], draw: number): T {
  let left = draw;
  for (const [share, value] of choices) {
    left -= share;
    if (left < 0) return value;
  }
  return (choices.at(-1) as readonly [number, T])[1];
}
