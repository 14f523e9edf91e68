import { batteryFamily } from "./battery/batteryFamily";
import type { AnyFamily } from "./engine/family";
import { lampFamily } from "./lamps/lampFamily";
import { useFamily } from "./use/useFamily";

/** All that looks for faults in readings, in an order in which a later one may ask what an earlier one found. */
export const families: readonly AnyFamily[] = [
  batteryFamily as AnyFamily,
  lampFamily as AnyFamily,
  useFamily as AnyFamily,
];
