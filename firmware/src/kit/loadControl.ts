import { NOT_MEASURED } from "../../../shared/src/wire/columns";
import type { BatteryProfile } from "./battery";

/** A bit for each of the `outputs` of the contract. */
export const ALL_OUTPUTS = 63;
/** `Off` of the contract with every output off for low battery: four bits each, 1 + the reason's index. */
const ALL_LOW_BATTERY = 0x111111;

/**
 * Switches the outputs off before the battery is damaged, and on again once it is charged.
 *
 * The voltage is corrected for what the current does to it over the battery's resistance, so that
 * a heavy load does not disconnect a battery that is half full, nor the morning sun reconnect an
 * empty one. Between the two thresholds nothing changes. Portable.
 */
export class LoadControl {
  private isLow = false;

  constructor(private readonly battery: BatteryProfile) {}

  /**
   * Decides anew, once a minute. Without a voltage everything stays as it is.
   *
   * @param current_mA positive when charging, or `NOT_MEASURED`
   */
  decide(voltage_mV: number, current_mA: number): void {
    if (voltage_mV === NOT_MEASURED) return;
    let atRest_mV = voltage_mV;
    if (current_mA !== NOT_MEASURED) {
      // the chip rounds negative halves another way than Node does, but both have the same floor
      atRest_mV = voltage_mV - Math.floor((current_mA * this.battery.resistance_mOhm + 500) / 1000);
    }
    if (atRest_mV < this.battery.disconnect_mV) this.isLow = true;
    else if (atRest_mV > this.battery.reconnect_mV) this.isLow = false;
  }

  /** The outputs that are to be off, a bit each. */
  outputsOff(): number {
    return this.isLow ? ALL_OUTPUTS : 0;
  }

  /** The same with its reason, as a reading has it. */
  offColumn(): number {
    return this.isLow ? ALL_LOW_BATTERY : 0;
  }
}
