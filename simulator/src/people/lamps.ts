import type { Today } from "./today";
import { DAY_min } from "./plan";
import { RADIO_LIGHT_BIT } from "./demand";

/** Levels of the switch. */
const LOW = 1;
const MIDDLE = 2;
const FULL = 3;

/** People get up for the prayer before dawn about so long before sunrise, and eat before it in Ramadan. */
const PRAYER_BEFORE_SUNRISE_min = 75;
const RAMADAN_MEAL_min = 50;

/** When children stop learning: chosen. */
const LESSONS_END_min = 20.5 * 60;

/** The lamps of a day: main room, kitchen, outside, and before dawn. */
export function layLamps(today: Today): void {
  layMain(today);
  layKitchen(today);
  layOutside(today);
  layBeforeDawn(today);
  layNight(today);
}

/** From the last daylight until bedtime: bright while somebody works by it, then less. */
function layMain({ plan, habits, calendar, random, sunset_min, bedtime_min, overuse }: Today): void {
  // civil twilight lasts 21 to 24 minutes between 13° and 17° north
  const dusk_min = sunset_min + 10 + 15 * random();
  const level = random() < overuse ? FULL : habits.mainLevel;
  const work_min = 90 + 60 * random() + 90 * overuse;
  let bright_min = dusk_min + work_min;
  if (habits.type.hasPupils && calendar.isSchoolNight && !calendar.isFeast) {
    plan.lamp(habits.mainLamp, dusk_min, Math.min(LESSONS_END_min, bedtime_min), FULL);
    bright_min = Math.max(bright_min, LESSONS_END_min);
  }
  if (calendar.isFeast) bright_min = bedtime_min;
  // now and then everybody is outside for a while
  const pause_min = dusk_min + 60 + 60 * random();
  const pause_length_min = random() < 0.3 ? 5 + 25 * random() : 0;
  const lay = (from_min: number, until_min: number, to: number) => {
    plan.lamp(habits.mainLamp, from_min, Math.min(until_min, pause_min), to);
    plan.lamp(habits.mainLamp, Math.max(from_min, pause_min + pause_length_min), until_min, to);
  };
  lay(dusk_min, Math.min(bright_min, bedtime_min), level);
  lay(bright_min, bedtime_min, Math.max(LOW, level - 1));
}

/** Cooking and the meal around sunset; in Ramadan it is ready when the sun has set. */
function layKitchen({ plan, habits, calendar, random, sunset_min, bedtime_min, overuse }: Today): void {
  const isUsed = random() < 0.93;
  const from_min = sunset_min + (calendar.isRamadan ? -10 : 5) + 20 * random();
  const length_min = habits.kitchen_min * (0.75 + 0.5 * random()) * (calendar.isFeast ? 1.6 : 1) * (1 + overuse);
  const level = random() < 0.4 + 0.6 * overuse ? FULL : MIDDLE;
  if (isUsed) plan.lamp(habits.kitchenLamp, from_min, Math.min(from_min + length_min, bedtime_min), level);
}

/**
 * The lamp outside: where one sits, and against thieves and animals. A full moon saves it on some
 * evenings. Where it is left on all night it is turned down, as the lamps of the camp of Kigeme are:
 * lit, they draw 4.6 W on average until midnight and 3.0 W after it (`data/heed-kigeme`; those of
 * nurseries, a playground and streets, for homes were not measured).
 */
function layOutside({ plan, habits, calendar, random, sunrise_min, sunset_min, bedtime_min, overuse }: Today): void {
  const isMoonlit = calendar.moonDay >= 10 && calendar.moonDay <= 17;
  const isHot = calendar.month >= 2 && calendar.month <= 5;
  const chance = habits.lampOutside * (isMoonlit ? 0.6 : 1) * (isHot ? 1.2 : 1);
  const draw = random();
  const isUsed = calendar.isFeast || draw < chance + overuse * (1 - chance);
  const from_min = sunset_min + 20 + 30 * random();
  const until_min = Math.min(bedtime_min, from_min + 60 + 120 * random() + 90 * overuse);
  const level = random() < overuse ? FULL : MIDDLE;
  const isLeftOn = random() < (habits.leavesLampAllNight ? 0.92 : 0.03 + 0.3 * overuse);
  const dawn_min = DAY_min + sunrise_min - 40 * random();
  if (isUsed) plan.lamp(habits.outsideLamp, from_min, until_min, level);
  if (isLeftOn) plan.lamp(habits.outsideLamp, isUsed ? until_min : from_min, dawn_min, LOW);
}

/** The prayer, and in Ramadan the meal before it. */
function layBeforeDawn({ plan, habits, calendar, random, sunrise_min }: Today): void {
  const prayer_min = sunrise_min - PRAYER_BEFORE_SUNRISE_min;
  const isUp = random() < habits.lampAtDawn;
  const length_min = 20 + 30 * random();
  const level = random() < 0.5 ? LOW : MIDDLE;
  const meal_min = prayer_min - RAMADAN_MEAL_min - 20 * random();
  if (calendar.isRamadan) {
    plan.lamp(habits.kitchenLamp, meal_min, prayer_min, MIDDLE);
    plan.lamp(habits.mainLamp, meal_min + 10, prayer_min, MIDDLE);
  }
  if (isUp || calendar.isRamadan) plan.lamp(habits.mainLamp, prayer_min, prayer_min + length_min, level);
}

/** A few minutes for a child or a walk outside, mostly with the light of the radio; and with it to bed. */
function layNight({ plan, habits, random, bedtime_min }: Today): void {
  const isNeeded = random() < habits.type.nightLight;
  const withRadio = random() < 0.7;
  const from_min = bedtime_min + 60 + 240 * random();
  const length_min = 5 + 10 * random();
  const toBed_min = 5 + 20 * random();
  plan.on(RADIO_LIGHT_BIT, bedtime_min - 5, bedtime_min + toBed_min);
  if (!isNeeded) return;
  if (withRadio) plan.on(RADIO_LIGHT_BIT, from_min, from_min + length_min);
  else plan.lamp(habits.mainLamp, from_min, from_min + length_min, LOW);
}
