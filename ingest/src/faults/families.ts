import { controllerFamily } from "./controller/controllerFamily";
import type { AnyFamily } from "./engine/family";
import { lampFamily } from "./lamps/lampFamily";
import { lonePanelFamily } from "./panel/lonePanel";
import { sensorFamily } from "./sensors/sensorFamily";

/** All that looks for faults in readings, in an order in which a later one may ask what an earlier one found. */
export const families: readonly AnyFamily[] = [sensorFamily, controllerFamily, lonePanelFamily, lampFamily];
