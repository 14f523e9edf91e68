import type { FleetPlan } from "./plan";

/** The same plan on other dates: everything in it moves, the sky follows the season of the new dates. */
export function startingOn(plan: FleetPlan, start_ms: number): FleetPlan {
  const by_ms = start_ms - plan.start_ms;
  return {
    ...plan,
    start_ms,
    kits: plan.kits.map((kit) => ({ ...kit, handedOut_ms: kit.handedOut_ms + by_ms })),
    happenings: plan.happenings.map((happening) => ({
      ...happening,
      onset_ms: happening.onset_ms + by_ms,
      ...(happening.end_ms !== undefined && { end_ms: happening.end_ms + by_ms }),
    })),
  };
}
