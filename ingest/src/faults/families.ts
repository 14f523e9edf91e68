import type { AnyFamily } from "./engine/family";
import { controllerFamily } from "./controller/controllerFamily";
import { lampFamily } from "./lamps/lampFamily";
import { portFamily } from "./ports/portFamily";
import { sensorFamily } from "./sensors/sensorFamily";

/** All that looks for faults in readings, in an order in which a later one may ask what an earlier one found. */
export const families: readonly AnyFamily[] = [sensorFamily, controllerFamily, lampFamily, portFamily];
