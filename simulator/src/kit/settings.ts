import { type BatteryName, batteryProfile } from "@yeelen/firmware/kit/battery";
import { recordOfNumbers } from "@yeelen/firmware/kit/numberRecord";
import {
  FIRMWARE_VERSION,
  type FlashWrite,
  type KitSettings,
  READINGS_PER_REPORT,
  RING_bytes,
} from "@yeelen/firmware/kit/settings";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";

interface SimulatedKit {
  flash: FlashWrite[];
  random: number;
  clock_s: number;
  interval_s: number;
  uploadInterval_s: number;
  battery: BatteryName;
  /** Its nominal capacity. Where it is not said, it is not known: nothing is counted, its voltage alone tells its charge. */
  battery_mAh?: number;
}

/** Settings of a simulated kit; what is not said is as in the firmware. */
export function settingsOfKit({ battery, battery_mAh = 0, ...settings }: SimulatedKit): KitSettings {
  return {
    ...settings,
    battery: batteryProfile(battery, battery_mAh),
    rest: () => undefined,
    // the chip's runtime does not say why it started
    resetCause: NOT_MEASURED,
    firmware: FIRMWARE_VERSION,
    ring_bytes: RING_bytes,
    readingsPerReport: READINGS_PER_REPORT,
  };
}

/** A flash that knows a numbering and nothing else: the next boot goes on with its first sequence that is free. */
export function numberedFlash(incarnation: number, firstSequence: number, boot: number): FlashWrite[] {
  return [{ key: "numbering", bytes: recordOfNumbers([incarnation, firstSequence, boot]) }];
}
