import { NOT_MEASURED } from "../../../shared/src/wire/columns";
import { atRest_mV, type BatteryProfile } from "./battery";

/** A bit for each of the `outputs` of the contract. */
export const ALL_OUTPUTS = 63;
const USB = 24;
const RADIO = 32;
const LAMPS = 7;
const STAGES = 5;
/** All stages but the last wait for so long, until a phone or a radio that was just plugged in has settled. Chosen. */
const SETTLE_s = 300;

/**
 * Switches outputs off as the battery empties, in stages: the USB ports, the radio, two lamps one
 * after the other, and before the battery is damaged the last lamp; each on again once there is
 * enough. Light is protection, so the last lamp burns longest, and its stage goes by voltage alone:
 * no count that has drifted takes it.
 *
 * Voltages are corrected for what the current does to them. Between the two thresholds of a stage
 * nothing changes. Portable.
 */
export class LoadControl {
  /** Added to the voltages of the profile; none falls below that of the last stage, which protects the battery. */
  shift_mV = 0;
  private readonly isShed: boolean[] = [];
  private readonly lowSince_s: number[] = [];

  constructor(private readonly battery: BatteryProfile) {
    for (let stage = 0; stage < STAGES; stage++) {
      this.isShed.push(false);
      this.lowSince_s.push(NOT_MEASURED);
    }
  }

  /**
   * Decides anew, once a minute. Without a voltage everything stays as it is.
   *
   * @param current_mA positive when charging, or `NOT_MEASURED`
   * @param charge_pct state of charge, or `NOT_MEASURED` where it is a guess
   * @returns whether the battery has just become empty
   */
  decide(voltage_mV: number, current_mA: number, charge_pct: number, uptime_s: number): boolean {
    if (voltage_mV === NOT_MEASURED) return false;
    const { battery, isShed, lowSince_s } = this;
    const rest_mV = current_mA === NOT_MEASURED ? voltage_mV : atRest_mV(battery, voltage_mV, current_mA);
    const last = STAGES - 1;
    const wasEmpty = this.isEmpty();
    const lowest_mV = battery.disconnect_mV[last] as number;
    const lowestEnough_mV = battery.reconnect_mV[last] as number;
    for (let stage = 0; stage < STAGES; stage++) {
      const hasCharge = stage < last && charge_pct !== NOT_MEASURED;
      const isLow =
        rest_mV < Math.max(lowest_mV, (battery.disconnect_mV[stage] as number) + this.shift_mV) ||
        (hasCharge && charge_pct < (battery.disconnect_pct[stage] as number));
      const isEnough =
        rest_mV > Math.max(lowestEnough_mV, (battery.reconnect_mV[stage] as number) + this.shift_mV) &&
        !(hasCharge && charge_pct <= (battery.reconnect_pct[stage] as number));
      if (!isLow) lowSince_s[stage] = NOT_MEASURED;
      else if (lowSince_s[stage] === NOT_MEASURED) lowSince_s[stage] = uptime_s;
      if (isLow && (stage === last || uptime_s - (lowSince_s[stage] as number) >= SETTLE_s)) isShed[stage] = true;
      else if (isEnough) isShed[stage] = false;
    }
    if (wasEmpty || !this.isEmpty()) return false;
    // however fast it got there, all come back one after the other
    for (let stage = 0; stage < last; stage++) isShed[stage] = true;
    return true;
  }

  /**
   * The outputs that are to be off, a bit each.
   *
   * @param lampToKeep the lamp, 0 to 2, that burns longest
   */
  outputsOff(lampToKeep: number): number {
    const { isShed } = this;
    if (this.isEmpty()) return ALL_OUTPUTS;
    let off = 0;
    if (isShed[0]) off = off | USB;
    if (isShed[1]) off = off | RADIO;
    const others = LAMPS & ~(1 << lampToKeep);
    // the highest of the others goes first
    if (isShed[3]) off = off | others;
    else if (isShed[2]) off = off | (others & 4 ? 4 : 2);
    return off;
  }

  private isEmpty(): boolean {
    return this.isShed[STAGES - 1] as boolean;
  }
}
