import type { Fault } from "@yeelen/shared/faults";

/** What a fault's function finds on a kit. */
export type Finding = Pick<Fault, "kind" | "part" | "severity" | "evidence"> & {
  /** Event time at which the condition began, Unix time in ms. */
  since_ms: number;
};
