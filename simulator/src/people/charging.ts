import { randomNormal, randomPoisson } from "d3-random";
import type { Today } from "./today";

/**
 * Phones on the charger: their own on most days for about two hours (a battery of 11 Wh at 5 W), and
 * those of others who have no kit. How many others is chosen by type of household, see there.
 */
export function layCharging(today: Today): void {
  const { plan, habits, calendar, random, overuse, isMarketHere } = today;
  const goesToMarket = calendar.weekday === habits.marketWeekday;
  const length_min = randomNormal.source(random)(120, 25);
  const duration_min = () => Math.min(200, Math.max(40, length_min()));
  const phones: { from_min: number; duration_min: number }[] = [];

  for (let phone = 0; phone < habits.phones; phone++) {
    const isEmpty = random() < 0.85 + 0.15 * overuse;
    const byDay_min = 9.5 * 60 + 6 * 60 * random();
    const evening_min = 17.5 * 60 + 2.5 * 60 * random();
    // a phone that is at the market is charged when it is back
    const from_min = habits.chargesByDay && !goesToMarket ? byDay_min : evening_min;
    const one = { from_min, duration_min: duration_min() };
    if (isEmpty) phones.push(one);
  }

  // a market in the place brings people with flat phones; overuse is mostly the phones of others
  const mean = habits.phonesOfOthers + 1.6 * overuse + (isMarketHere ? 4 : 0);
  const others = mean > 0 ? randomPoisson.source(random)(mean)() : 0;
  for (let phone = 0; phone < others; phone++) {
    const from_min = 8 * 60 + 10 * 60 * random();
    phones.push({ from_min, duration_min: 0.8 * duration_min() });
  }
  plan.charge(phones);
}
