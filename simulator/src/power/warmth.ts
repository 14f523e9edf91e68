import { STEP_s } from "./step";

/**
 * Kit and battery stand in a dwelling, whose air follows the air outside with this time constant: half of the daily swing
 * stays, four hours late. The battery follows the dwelling within two more hours. Chosen: monthly means stay near
 * those of the air outside, as in 200 batteries of Bboxx (18.8 to 33.8 °C, EliasGaliounas/BatteryDevBBoxx).
 */
const DWELLING_s = 6 * 3600;
const BATTERY_s = 2 * 3600;
const CONTROLLER_s = 15 * 60;
/** Warming by a watt of loss. Chosen: still air around a battery of 7 Ah, and around a small closed case. */
const BATTERY_K_per_W = 2.5;
const CONTROLLER_K_per_W = 8;

const DWELLING_SHARE = shareOf(DWELLING_s);
const BATTERY_SHARE = shareOf(BATTERY_s);
const CONTROLLER_SHARE = shareOf(CONTROLLER_s);

/** Temperatures of a kit's parts. */
export class Warmth {
  battery_degC = 25;
  controller_degC = 25;
  private dwelling_degC = NaN;

  /**
   * Lives through a step.
   *
   * @param batteryLoss_W and `controllerLoss_W` those of the step before
   * @param extra_K how much warmer than it should be the controller gets
   */
  step(ambient_degC: number, batteryLoss_W: number, controllerLoss_W: number, extra_K: number): void {
    if (Number.isNaN(this.dwelling_degC)) {
      this.dwelling_degC = ambient_degC;
      this.battery_degC = ambient_degC;
      this.controller_degC = ambient_degC;
    }
    this.dwelling_degC += (ambient_degC - this.dwelling_degC) * DWELLING_SHARE;
    const battery_degC = this.dwelling_degC + BATTERY_K_per_W * batteryLoss_W;
    this.battery_degC += (battery_degC - this.battery_degC) * BATTERY_SHARE;
    const controller_degC = this.dwelling_degC + CONTROLLER_K_per_W * controllerLoss_W + extra_K;
    this.controller_degC += (controller_degC - this.controller_degC) * CONTROLLER_SHARE;
  }
}

function shareOf(time_s: number): number {
  return 1 - Math.exp(-STEP_s / time_s);
}
