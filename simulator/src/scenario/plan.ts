import type { Happening } from "../happenings/kinds";
import type { HouseholdType } from "../people/householdTypes";
import type { KitType } from "../power/kitType";
import type { Scenario } from "./schema";

type SiteEntry = Scenario["sites"][number];

/** A place with kits: the town's place, never a household's. */
export interface PlannedSite {
  name: string;
  slug: string;
  region: SiteEntry["region"];
  place: { latitude_deg: number; longitude_deg: number };
  coverage: SiteEntry["coverage"];
}

export interface PlannedKit {
  /** Unique: the site's slug and a number, such as `koro-3`. */
  kit: string;
  /** Slug of its site. */
  site: string;
  type: KitType;
  household: HouseholdType;
  handedOut_ms: number;
}

/** All that is certain about a simulation before it starts. */
export interface FleetPlan {
  name: string;
  description: string;
  seed: number;
  /** Midnight in UTC, which is Mali's. */
  start_ms: number;
  days: number;
  interval_s: number;
  upload_s: number;
  /** Whether phones come and go as households have it, or every kit has one of its own that never leaves or lacks credit. */
  phones: "habits" | "always";
  sites: PlannedSite[];
  kits: PlannedKit[];
  /** In the order of their onset. Those that befall a whole site have no kit. */
  happenings: Happening[];
}
