import type { Condition } from "../life/condition";

/**
 * Whether a kit can open a connection in this minute, all things considered: the plan of the day, the
 * phone, its credit and the site's network. A half-open connection opens like any other: this stays
 * true, and `Link.exchange` loses what is sent over it.
 *
 * @param planned the minute of `LinkDay.reachable`
 */
export function isReachable(planned: number, condition: Condition): boolean {
  return planned === 1 && !condition.phoneAway && !condition.creditOut && !condition.siteOffline;
}
