import { randomNormal } from "d3-random";
import { calendarDay, type CalendarDay } from "./calendar";
import { layCharging } from "./charging";
import { type Habits, drawHabits } from "./habits";
import type { HouseholdType } from "./householdTypes";
import { layLamps } from "./lamps";
import { DAY_min, Plan } from "./plan";
import { layRadio } from "./radio";
import type { Today } from "./today";
import type { Condition } from "../life/condition";
import { randomOf, type Random } from "../random";

/** What a household wants of its kit on a day. */
export interface HouseholdDay {
  /** A packed `Demand` for each of 1,440 minutes; the next day is written into the same array. */
  demand: Uint16Array;
  cleansPanel: boolean;
}

/** When those who travel leave, and when they are back. */
const LEAVES_min = 8 * 60;
const RETURNS_min = 16 * 60;

/**
 * A household and its habits. Days differ as they do in life: by the calendar, by an evening that
 * tends to be like the one before, by trips, and by chance.
 *
 * A day draws one number from the household's stream and all others from a stream of its own, so
 * that what happens to a kit on one day leaves the household's other days as they are.
 */
export class Household {
  private readonly habits: Habits;
  private readonly plan = new Plan();
  private readonly result: HouseholdDay = { demand: this.plan.today, cleansPanel: false };
  /** How much later than usual they go to bed these days. */
  private drift_min = 0;
  /** Nights that are still to be spent elsewhere. */
  private nightsAway = 0;

  constructor(
    type: HouseholdType,
    private readonly random: Random,
  ) {
    this.habits = drawHabits(type, random);
  }

  /**
   * Days in order. Reads `condition.overuse` and `condition.marketDay` as they are at the start of the
   * day; what switches on and off at any minute is `demandNow`'s.
   *
   * @param start_ms midnight
   * @param sunrise_min, sunset_min minutes of the day at the site
   */
  day(start_ms: number, sunrise_min: number, sunset_min: number, condition: Condition): HouseholdDay {
    const random = randomOf(Math.floor(4294967296 * this.random()), "day");
    const { habits, plan } = this;
    const calendar = calendarDay(start_ms);
    // half an hour earlier or later, and three evenings until it is mostly forgotten: chosen
    this.drift_min = 0.7 * this.drift_min + randomNormal.source(random)(0, 20)();
    const isReturning = this.nightsAway === 1;
    const isAway = this.nightsAway > 0;
    const leaves = !isAway && random() < this.tripChance(calendar);
    if (isAway) this.nightsAway--;
    else if (leaves) this.nightsAway = 1 + Math.floor(3 * random());

    const cleans = random() < cleaningChance(habits, calendar);

    plan.turn();
    const { overuse, marketDay: isMarketHere } = condition;
    const bedtime_min = this.bedtime(calendar, overuse, random);
    const today: Today = {
      plan,
      habits,
      calendar,
      random,
      sunrise_min,
      sunset_min,
      bedtime_min,
      overuse,
      isMarketHere,
    };
    layLamps(today);
    layRadio(today);
    layCharging(today);
    if (leaves) plan.clear(LEAVES_min, 2 * DAY_min);
    else if (isReturning) plan.clear(0, RETURNS_min);
    else if (isAway) plan.clear(0, 2 * DAY_min);

    this.result.cleansPanel = cleans && !isAway && !leaves;
    return this.result;
  }

  /** Chosen: relatives are visited ten times as often before the two great feasts. */
  private tripChance(calendar: CalendarDay): number {
    return (this.habits.type.tripsPerYear / 365) * (calendar.isTravelTime ? 10 : 1);
  }

  /** All of these are chosen: hot nights, feasts and Ramadan end late. */
  private bedtime({ month, isRamadan, isFeast, isVigil }: CalendarDay, overuse: number, random: Random): number {
    let later_min = this.drift_min;
    // March to June: it is cooler to sit outside than to lie inside
    if (month >= 2 && month <= 5) later_min += 20;
    if (isRamadan) later_min += 60;
    if (isFeast) later_min += 60 + 60 * random();
    if (isVigil) later_min += 120;
    // a wedding, a baptism, a visit
    if (random() < 0.04) later_min += 60 + 120 * random();
    return this.habits.bedtime_min + later_min + 90 * overuse;
  }
}

/** More often when there is dust to be seen (December to May), hardly while the rain does it (June to September). */
function cleaningChance({ cleaning_days }: Habits, { month }: CalendarDay): number {
  const season = month === 11 || month <= 4 ? 1.5 : month <= 8 ? 0.4 : 1;
  return season / cleaning_days;
}
