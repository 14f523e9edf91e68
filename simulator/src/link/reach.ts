import type { Stage } from "@yeelen/firmware/kit/attempts";
import { connectionStages } from "@yeelen/shared/vocabulary";
import type { Condition } from "../life/condition";

/**
 * How far the network lets a connection come, all the way to an acknowledgement: `hotspot` does not let the kit
 * join, at `joined` no name is resolved (the phone has no credit, or no network), `accepted` is a half-open
 * connection, over which nothing comes any more.
 */
const reaches = [...connectionStages, "acknowledged"] as const;
export type Reach = (typeof reaches)[number];

/** Whether a connection comes at least so far. */
export function reachesTo(reach: Reach, least: Reach): boolean {
  return reaches.indexOf(reach) >= reaches.indexOf(least);
}

/** What a kit notes of an attempt that came so far and was not acknowledged. */
export function stageOf(reach: Exclude<Reach, "acknowledged">): Stage {
  return reaches.indexOf(reach);
}

/**
 * How far a kit's connection comes in this minute, all things considered: the plan of the day, the phone,
 * its credit and the site's network.
 *
 * @param near the minute of `LinkDay.near`
 * @param planned the minute of `LinkDay.reachable`
 */
export function reachOf(near: number, planned: number, condition: Condition): Reach {
  if (near === 0 || condition.phoneAway) return "no-hotspot";
  if (planned === 0 || condition.creditOut || condition.siteOffline) return "joined";
  return condition.halfOpen ? "accepted" : "acknowledged";
}
