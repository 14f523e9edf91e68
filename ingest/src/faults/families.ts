import type { AnyFamily } from "./engine/family";
import { lampFamily } from "./lamps/lampFamily";
import { panelFamily } from "./panel/panelFamily";

/** All that looks for faults in readings, in an order in which a later one may ask what an earlier one found. */
export const families: readonly AnyFamily[] = [panelFamily, lampFamily];
