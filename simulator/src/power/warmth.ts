import type { PartsStart } from "./parts";
import { STEP_s } from "./step";

/** The battery follows the air of the dwelling it stands in within two hours. Chosen. */
const BATTERY_s = 2 * 3600;
const CONTROLLER_s = 15 * 60;
/** Warming by a watt of loss. Chosen: still air around a battery of 7 Ah, and around a small closed case. */
const BATTERY_K_per_W = 2.5;
const CONTROLLER_K_per_W = 8;

const BATTERY_SHARE = shareOf(BATTERY_s);
const CONTROLLER_SHARE = shareOf(CONTROLLER_s);

/** Temperatures of a kit's parts. */
export class Warmth {
  battery_degC = 25;
  controller_degC = 25;
  private dwelling_degC = NaN;
  private readonly dwellingShare: number;
  private readonly dwellingWarmer_K: number;

  constructor({ dwelling_h, dwellingWarmer_K }: PartsStart) {
    this.dwellingShare = shareOf(dwelling_h * 3600);
    this.dwellingWarmer_K = dwellingWarmer_K;
  }

  /**
   * Lives through a step.
   *
   * @param batteryLoss_W and `controllerLoss_W` those of the step before
   * @param extra_K how much warmer than it should be the controller gets
   */
  step(ambient_degC: number, batteryLoss_W: number, controllerLoss_W: number, extra_K: number): void {
    const air_degC = ambient_degC + this.dwellingWarmer_K;
    if (Number.isNaN(this.dwelling_degC)) {
      this.dwelling_degC = air_degC;
      this.battery_degC = air_degC;
      this.controller_degC = air_degC;
    }
    this.dwelling_degC += (air_degC - this.dwelling_degC) * this.dwellingShare;
    const battery_degC = this.dwelling_degC + BATTERY_K_per_W * batteryLoss_W;
    this.battery_degC += (battery_degC - this.battery_degC) * BATTERY_SHARE;
    const controller_degC = this.dwelling_degC + CONTROLLER_K_per_W * controllerLoss_W + extra_K;
    this.controller_degC += (controller_degC - this.controller_degC) * CONTROLLER_SHARE;
  }
}

function shareOf(time_s: number): number {
  return 1 - Math.exp(-STEP_s / time_s);
}
