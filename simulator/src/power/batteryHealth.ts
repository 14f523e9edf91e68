import { ageingOf, arrhenius, type Ageing } from "./ageing";
import { GASSING_PER_K } from "./chemistry";
import type { KitType } from "./kitType";
import type { PartsStart } from "./parts";
import { STEP_h } from "./step";

/** Chosen: resistance doubles from 25 °C to freezing. */
const RESISTANCE_ACTIVATION_J_per_mol = 19_000;
/** What is left of a capacity at least, so that a worn-out battery can still be reckoned with. */
const LEAST_SHARE = 0.02;
const HOURS_PER_DAY = 24;

/** What changes slowly about a battery: its capacity, resistance and side current, by age, use and temperature. */
export class BatteryHealth {
  /** Factors on all resistances, and on the side current at 20 °C. */
  resistance = 1;
  side = 1;

  private readonly ageing: Ageing;
  private readonly fresh_Ah: number;
  private hours = 0;
  private throughput_Ah = 0;
  private lowest = 1;
  private highest = 0;

  constructor(type: KitType, start: PartsStart) {
    this.ageing = ageingOf(type.battery, start.ageYears);
    this.fresh_Ah = type.battery_Ah * start.capacityTolerance;
  }

  /** @param lostBesides share of the capacity that something else than age has taken */
  capacity_Ah(lostBesides: number): number {
    return this.fresh_Ah * Math.max(LEAST_SHARE, (1 - this.ageing.capacityLost) * (1 - lostBesides));
  }

  /** Takes note of one step of use. */
  use(current_A: number, stateOfCharge: number): void {
    this.throughput_Ah += (current_A < 0 ? -current_A : current_A) * STEP_h;
    if (stateOfCharge < this.lowest) this.lowest = stateOfCharge;
    if (stateOfCharge > this.highest) this.highest = stateOfCharge;
  }

  /** To be called once an hour: ages by the hour, and at the end of a day by its swing. */
  age(temperature_degC: number, stateOfCharge: number): void {
    this.hours += 1;
    this.ageing.rest(1, temperature_degC, stateOfCharge);
    if (this.hours % HOURS_PER_DAY === 0) {
      const cycles = this.throughput_Ah / 2 / this.fresh_Ah;
      this.ageing.cycle(cycles, Math.max(0, this.highest - this.lowest), (2 * cycles) / HOURS_PER_DAY);
      this.throughput_Ah = 0;
      this.lowest = 1;
      this.highest = 0;
    }
    this.follow(temperature_degC);
  }

  follow(temperature_degC: number): void {
    this.resistance = this.ageing.resistance * arrhenius(-RESISTANCE_ACTIVATION_J_per_mol, temperature_degC);
    this.side = Math.exp(GASSING_PER_K * (temperature_degC - 20));
  }
}
