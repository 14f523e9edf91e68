import type { Random } from "../random";

/**
 * One channel of an INA3221 (data sheet SBOS576): steps of 8 mV on the bus and 40 µV on the shunt; offset at most
 * 16 mV and 80 µV (typically half), gain error at most 0.25 %. The shunt itself is within 1 %.
 */
const BUS_STEP_mV = 8;
const SHUNT_STEP_uV = 40;
const BUS_OFFSET_mV = 16;
const SHUNT_OFFSET_uV = 80;
const GAIN_ERROR = 0.0025;
const SHUNT_TOLERANCE = 0.01;
/** The range of the shunt's voltage. */
const SHUNT_RANGE_uV = 163_800;

/** Evenly within one step either way. Chosen: the data sheet names no noise, and the converters around it ripple. */
function noise(random: Random): number {
  return 2 * random() - 1;
}

/** Mostly near 0, never beyond `most`. */
export function error(random: Random, most: number): number {
  return (random() + random() - 1) * most;
}

export class BusVoltage {
  private readonly gain: number;
  private readonly offset_mV: number;

  constructor(private readonly random: Random) {
    this.gain = 1 + error(random, GAIN_ERROR);
    this.offset_mV = error(random, BUS_OFFSET_mV);
  }

  /** @returns in mV, never below 0; takes one draw */
  read_mV(voltage_V: number): number {
    const steps = Math.round((voltage_V * 1000 * this.gain + this.offset_mV) / BUS_STEP_mV + noise(this.random));
    return steps > 0 ? steps * BUS_STEP_mV : 0;
  }
}

export class ShuntCurrent {
  private readonly uV_per_A: number;
  private readonly offset_uV: number;
  private readonly mA_per_step: number;
  private readonly range_steps: number;

  /** @param shunt_ohm as its label says */
  constructor(
    private readonly random: Random,
    shunt_ohm: number,
  ) {
    this.uV_per_A = shunt_ohm * 1e6 * (1 + error(random, GAIN_ERROR)) * (1 + error(random, SHUNT_TOLERANCE));
    this.offset_uV = error(random, SHUNT_OFFSET_uV);
    this.mA_per_step = SHUNT_STEP_uV / shunt_ohm / 1000;
    this.range_steps = SHUNT_RANGE_uV / SHUNT_STEP_uV;
  }

  /** @returns in mA, as a whole number; takes one draw */
  read_mA(current_A: number): number {
    const steps = Math.round((current_A * this.uV_per_A + this.offset_uV) / SHUNT_STEP_uV + noise(this.random));
    const within = Math.max(-this.range_steps, Math.min(this.range_steps, steps));
    return Math.round(within * this.mA_per_step) + 0;
  }
}
