import { NOT_MEASURED } from "../../../shared/src/wire/columns";
import { atRest_mV, type BatteryProfile } from "./battery";

/** A current below this share of the capacity is rest: 70 mA of 7 Ah, the controller and a dim lamp. Chosen. */
const REST_SHARE = 100;
/** A full battery still takes this share; less at the voltage of absorption means that there is no battery. Chosen. */
const LEAST_CHARGE_SHARE = 200;
/** Held for so long at absorption it is full whatever it takes (LibreSolar). */
const ABSORPTION_s = 7200;
/** Full counts again once it has been emptied to this. Chosen. */
const FULL_AGAIN_pct = 90;

/**
 * State of charge by counting what flows in and out. A count drifts with its sensor (10 mA are
 * 3 % of 7 Ah a day), so it is set right wherever the battery tells what it holds: when it is
 * full, when it has rested in the steep part of its curve, and when it is empty. The middle of
 * LiFePO4 is flat and tells nothing: there the count goes on. Portable.
 */
export class Charge {
  /** Whether the battery has told its charge since the start; before, the count rests on one voltage. */
  isSure = false;
  /** Whether it was full at the last step, and whether that was the one that filled it. */
  isFull = false;
  isFilled = false;
  private charge_mAs = NOT_MEASURED;
  private isCounted = false;
  private wasFull = false;
  private rested_s = 0;
  private absorbed_s = 0;

  constructor(private readonly battery: BatteryProfile) {}

  /**
   * Counts on.
   *
   * @param current_mA flowed for `elapsed_s` until now; positive when charging
   */
  step(voltage_mV: number, current_mA: number, elapsed_s: number): void {
    const { battery } = this;
    const capacity_mAh = battery.capacity_mAh;
    this.isFull = false;
    this.isFilled = false;
    this.isCounted = capacity_mAh > 0 && voltage_mV !== NOT_MEASURED && current_mA !== NOT_MEASURED;
    if (!this.isCounted) {
      this.rested_s = 0;
      this.absorbed_s = 0;
      return;
    }
    const rest_mV = atRest_mV(battery, voltage_mV, current_mA);
    if (this.charge_mAs === NOT_MEASURED) this.charge_mAs = this.chargeAt_mAs(rest_mV);
    else this.charge_mAs = this.within(this.charge_mAs + current_mA * elapsed_s);
    const isAtRest = current_mA * REST_SHARE < capacity_mAh && current_mA * REST_SHARE > -capacity_mAh;
    this.rested_s = isAtRest ? this.rested_s + elapsed_s : 0;
    if (this.rested_s >= battery.rest_s && rest_mV < battery.tells_mV) {
      this.charge_mAs = this.chargeAt_mAs(rest_mV);
      this.isSure = true;
    }
    const isAbsorbing = voltage_mV >= battery.absorption_mV && current_mA * LEAST_CHARGE_SHARE >= capacity_mAh;
    this.absorbed_s = isAbsorbing ? this.absorbed_s + elapsed_s : 0;
    const isTapered = current_mA * 100 < battery.endCurrent_pct * capacity_mAh;
    if (isAbsorbing && (isTapered || this.absorbed_s >= ABSORPTION_s)) this.fill();
    else if (this.percent() < FULL_AGAIN_pct) this.wasFull = false;
  }

  /** The outputs had to be switched off: it holds no more than its voltage says, whatever was counted. */
  emptied(voltage_mV: number, current_mA: number): void {
    if (!this.isCounted) return;
    const most_mAs = this.chargeAt_mAs(atRest_mV(this.battery, voltage_mV, current_mA));
    if (this.charge_mAs > most_mAs) this.charge_mAs = most_mAs;
    this.isSure = true;
  }

  /** In percent of the nominal capacity; `NOT_MEASURED` while it cannot be counted. */
  percent(): number {
    if (!this.isCounted) return NOT_MEASURED;
    return Math.floor(this.charge_mAs / (this.battery.capacity_mAh * 36) + 0.5);
  }

  private fill(): void {
    this.charge_mAs = this.battery.capacity_mAh * 3600;
    this.isSure = true;
    this.isFull = true;
    this.isFilled = !this.wasFull;
    this.wasFull = true;
  }

  private within(charge_mAs: number): number {
    if (charge_mAs < 0) return 0;
    return Math.min(charge_mAs, this.battery.capacity_mAh * 3600);
  }

  /** Straight between the points of the profile. */
  private chargeAt_mAs(rest_mV: number): number {
    const points = this.battery.restVoltages;
    const unit_mAs = this.battery.capacity_mAh * 3.6;
    let low_mV = points[0] as number;
    let low = points[1] as number;
    if (rest_mV <= low_mV) return 0;
    for (let i = 2; i < points.length; i = i + 2) {
      const high_mV = points[i] as number;
      const high = points[i + 1] as number;
      if (rest_mV <= high_mV) {
        return Math.floor((low + ((high - low) * (rest_mV - low_mV)) / (high_mV - low_mV)) * unit_mAs);
      }
      low_mV = high_mV;
      low = high;
    }
    return Math.floor(1000 * unit_mAs);
  }
}
