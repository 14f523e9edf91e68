import { chargeStates } from "@yeelen/shared/vocabulary";
import { STEP_s } from "./step";
import type { KitType } from "./kitType";

const IDLE = chargeStates.indexOf("idle");
const BULK = chargeStates.indexOf("bulk");
const ABSORPTION = chargeStates.indexOf("absorption");
const FLOAT = chargeStates.indexOf("float");

/** Thresholds of a kind of battery; voltages of the whole battery. */
interface ChargeThresholds {
  absorption_V: number;
  recharge_V: number;
  float_V: number | undefined;
  /** Absorption ends below this share of the nominal capacity in A. */
  endCurrent_per_h: number;
  perKelvin_V: number;
  coldest_degC: number;
}

/** Per cell as in the charge controller firmware of LibreSolar (bat_charger.cpp; lead-acid after EN 62509:2011). */
const thresholds: Record<KitType["battery"], ChargeThresholds> = {
  "lifepo4-4s": {
    absorption_V: 4 * 3.55,
    recharge_V: 4 * 3.35,
    float_V: undefined,
    endCurrent_per_h: 0.1,
    perKelvin_V: 0,
    coldest_degC: 0,
  },
  "lead-acid-6s": {
    absorption_V: 6 * 2.4,
    recharge_V: 6 * 2.2,
    float_V: 6 * 2.3,
    endCurrent_per_h: 0.04,
    perKelvin_V: 6 * -0.003,
    coldest_degC: -10,
  },
};

// LibreSolar for all batteries
const WARMEST_degC = 50;
const TEMPERATURE_HYSTERESIS_K = 1;
const ABSORPTION_s = 7200;
const LONGEST_ABSORPTION_s = 8 * 3600;
const FLOAT_RECHARGE_s = 1800;
const AT_TARGET_V = 0.05;

/**
 * The charge stages of a small controller, after LibreSolar's: bulk until the voltage of absorption, absorption until the
 * current has gone down or two hours have passed, then float (lead-acid) or idle until the voltage has fallen (LiFePO4).
 * Without light it is idle. It knows the battery it was made for, not the one it finds.
 */
export class ChargeController {
  /** Index into `chargeStates`. */
  state = IDLE;
  /** The voltage that it holds, or charges towards. */
  target_V = 0;

  private readonly thresholds: ChargeThresholds;
  private readonly endCurrent_A: number;
  /** Since the state was entered, since the voltage of float was last reached, and at the voltage of absorption. */
  private inState_s = 0;
  private belowFloat_s = 0;
  private atTarget_s = 0;

  constructor(type: KitType) {
    this.thresholds = thresholds[type.battery];
    this.endCurrent_A = this.thresholds.endCurrent_per_h * type.battery_Ah;
  }

  /** Decides before a step whether it is charging at all. */
  decide(isLit: boolean, voltage_V: number, battery_degC: number): void {
    const { thresholds, state } = this;
    const margin_K = state === IDLE ? TEMPERATURE_HYSTERESIS_K : 0;
    const isAllowed = battery_degC <= WARMEST_degC - margin_K && battery_degC >= thresholds.coldest_degC + margin_K;
    if (!isLit || !isAllowed) this.enter(IDLE);
    else if (state === IDLE && voltage_V < thresholds.recharge_V) this.enter(BULK);
    const stage_V =
      this.state === FLOAT && thresholds.float_V !== undefined ? thresholds.float_V : thresholds.absorption_V;
    this.target_V = stage_V + thresholds.perKelvin_V * (battery_degC - 25);
  }

  /** There is no battery: it holds its voltage, and no current flows. */
  hold(): void {
    this.enter(ABSORPTION);
  }

  get isCharging(): boolean {
    return this.state !== IDLE;
  }

  /** Takes note of what the step has come to. */
  follow(voltage_V: number, current_A: number): void {
    this.inState_s += STEP_s;
    const isAtTarget = voltage_V >= this.target_V - AT_TARGET_V;
    if (this.state === BULK) {
      if (isAtTarget) this.enter(ABSORPTION);
    } else if (this.state === ABSORPTION) {
      if (isAtTarget) {
        this.atTarget_s += STEP_s;
        const isFull = current_A < this.endCurrent_A || this.atTarget_s > ABSORPTION_s;
        if (isFull) this.enter(this.thresholds.float_V === undefined ? IDLE : FLOAT);
      } else if (this.inState_s > LONGEST_ABSORPTION_s) this.enter(BULK);
    } else if (this.state === FLOAT) {
      this.belowFloat_s = isAtTarget ? 0 : this.belowFloat_s + STEP_s;
      if (this.belowFloat_s > FLOAT_RECHARGE_s && voltage_V < this.thresholds.recharge_V) this.enter(BULK);
    }
  }

  private enter(state: number): void {
    if (state === this.state) return;
    this.state = state;
    this.inState_s = 0;
    this.belowFloat_s = 0;
    this.atTarget_s = 0;
  }
}
