import { RADIO_BIT } from "./demand";
import type { Today } from "./today";

/**
 * News and music in the morning, at midday and in the evening. Start and length are chosen around
 * the times at which most listen (see `householdTypes.ts`).
 */
export function layRadio({ plan, habits, calendar, random, bedtime_min, overuse }: Today): void {
  const [morning, midday, evening] = habits.type.radio;
  const { isFeast, isVigil, weekday } = calendar;
  const listen = (share: number, from_min: number, within_min: number, shortest_min: number, longest_min: number) => {
    const draw = random();
    const start_min = from_min + within_min * random();
    const length_min = (shortest_min + (longest_min - shortest_min) * random()) * (1 + 0.5 * overuse);
    const chance = Math.min(0.95, share * habits.radio);
    if (isFeast || draw < chance + 0.7 * overuse * (1 - chance)) plan.on(RADIO_BIT, start_min, start_min + length_min);
  };
  listen(morning, 6 * 60, 45, 20, 75);
  // the sermon on Friday
  listen(weekday === 5 ? 1.4 * midday : midday, 12.5 * 60, 45, 20, 60);
  listen(evening, 19 * 60, 90, 30, 110);
  if (isVigil) listen(0.7, bedtime_min - 90, 15, 60, 90);
}
