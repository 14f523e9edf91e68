import { FIRMWARE_VERSION, type KitSettings, READINGS_PER_REPORT, RING_CAPACITY } from "@yeelen/firmware/kit/settings";
import { NOT_MEASURED } from "@yeelen/shared/wire/columns";

/** Settings of a simulated kit in its first boot; what is not said is as in the firmware. */
export function firstBoot(settings: Pick<KitSettings, "incarnation" | "clock_s" | "uploadInterval_s">): KitSettings {
  return {
    ...settings,
    firstSequence: 0,
    boot: 1,
    // the chip's runtime does not say why it started
    resetCause: NOT_MEASURED,
    firmware: FIRMWARE_VERSION,
    ringCapacity: RING_CAPACITY,
    readingsPerReport: READINGS_PER_REPORT,
  };
}
