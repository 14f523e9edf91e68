import { batteryFamily } from "./battery/batteryFamily";
import { controllerFamily } from "./controller/controllerFamily";
import type { AnyFamily } from "./engine/family";
import { lampFamily } from "./lamps/lampFamily";
import { portFamily } from "./ports/portFamily";
import { sensorFamily } from "./sensors/sensorFamily";
import { useFamily } from "./use/useFamily";

/** All that looks for faults in readings, in an order in which a later one may ask what an earlier one found. */
export const families: readonly AnyFamily[] = [
  sensorFamily,
  controllerFamily,
  batteryFamily,
  lampFamily,
  portFamily,
  useFamily,
];
