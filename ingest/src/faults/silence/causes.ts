import type { Evidence } from "@yeelen/shared/faults";

/** Why a kit is not heard, or was not. */
export const silenceCauses = ["site-network", "credit", "battery-flat", "phone-away", "kit-dead", "unknown"] as const;
export type SilenceCause = (typeof silenceCauses)[number];

/** The likely cause, and the numbers that speak for it. */
export interface CauseFound {
  cause: SilenceCause;
  evidence: Evidence;
}

/** A time in which a kit was not heard. */
export interface Silence {
  /** Its last report before, and its first after (undefined: there is none yet), Unix time in ms. */
  from_ms: number;
  to_ms: number | undefined;
}
