import { fileURLToPath } from "node:url";
import { SiteLife } from "../life/site";
import { layOut } from "../scenario/layOut";
import { loadScenario } from "../scenario/load";
import type { FleetPlan, PlannedKit } from "../scenario/plan";

/** A seed like any other: every measurement lives through the same fleet. */
export const SEED = 2026;

const PROGRAMME = fileURLToPath(new URL("../../scenarios/programme.yaml", import.meta.url));

export interface FleetSize {
  kits: number;
  days: number;
}

/**
 * Households of the programme that nothing befalls, with everything that is normal: weather, people,
 * noise of the sensors.
 *
 * @param phones `always`: every upload is made when it is due; `habits`: phones come and go
 */
export function normalHouseholds(size: FleetSize, upload_s: number, phones: FleetPlan["phones"]): FleetPlan {
  return { ...layOut(loadScenario(PROGRAMME), { seed: SEED, ...size }), upload_s, phones, happenings: [] };
}

/** The site that a kit is at, to itself: kits then need not live in step. */
export function siteOf({ sites, seed, start_ms }: FleetPlan, { kit, site }: PlannedKit): SiteLife {
  const planned = sites.find(({ slug }) => slug === site);
  if (!planned) throw new Error(`${kit} is at ${site}, which the fleet does not have`);
  return new SiteLife(planned, [], seed, start_ms);
}
