import { type BatteryName, batteryProfile } from "@yeelen/firmware/kit/battery";
import { FIRMWARE_VERSION, type KitSettings, READINGS_PER_REPORT, RING_CAPACITY } from "@yeelen/firmware/kit/settings";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";

interface SimulatedKit {
  incarnation: number;
  clock_s: number;
  uploadInterval_s: number;
  battery: BatteryName;
  /** Its nominal capacity. Where it is not said, it is not known: nothing is counted, its voltage alone tells its charge. */
  battery_mAh?: number;
  /** Of the first boot where they are not said. */
  boot?: number;
  firstSequence?: number;
  /** What flash held of the counters. */
  counters?: number[];
}

/** Settings of a simulated kit; what is not said is as in the firmware. */
export function settingsOfKit({
  battery,
  battery_mAh = 0,
  boot = 1,
  firstSequence = 0,
  ...settings
}: SimulatedKit): KitSettings {
  return {
    ...settings,
    boot,
    firstSequence,
    battery: batteryProfile(battery, battery_mAh),
    // the chip's runtime does not say why it started
    resetCause: NOT_MEASURED,
    firmware: FIRMWARE_VERSION,
    ringCapacity: RING_CAPACITY,
    readingsPerReport: READINGS_PER_REPORT,
  };
}
