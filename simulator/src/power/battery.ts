import type { Condition } from "../life/condition";
import { BatteryHealth } from "./batteryHealth";
import { chemistryOf, GASSING_PER_V, gassingShare, STEPS_OF_CHARGE, type Chemistry } from "./chemistry";
import type { KitType } from "./kitType";
import type { PartsStart } from "./parts";
import { STEP_h, STEP_s } from "./step";

const STEPS_PER_HOUR = 3600 / STEP_s;

/** Wires, fuse and plug between battery and controller. Chosen: a metre of 1.5 mm² and two contacts. */
const WIRES_ohm = 0.02;
/** How close two rounds of the solution have to come, and how many there are at most. */
const CLOSE_V = 0.001;
const ROUNDS = 4;
/** A change of charge in a step in which the open-circuit voltage counts as straight. */
const SMALL_CHANGE = 0.0002;
/** What counts as charging where a voltage is held and the current is not known yet. */
const LEAST_A = 1e-6;

/**
 * A battery as an open-circuit voltage over its charge, a resistance that answers at once, one that
 * builds up and fades, and a side current that charges nothing. One cell stands for all: a dead cell
 * has lost its voltage and takes its share of the resistance with it.
 */
export class Battery {
  /** 0 to 1 of the present usable capacity. */
  stateOfCharge: number;
  /** At its terminals; the mean of the step. */
  voltage_V: number;
  /** Positive when charging. */
  current_A = 0;
  /** Lost since the start, and what of it warmed the battery in the last step. */
  heat_Wh = 0;
  lastHeat_Wh = 0;

  private readonly chemistry: Chemistry;
  private readonly health: BatteryHealth;
  private readonly nominal_Ah: number;
  private readonly fade: number;
  private livingCells: number;
  private capacity_Ah: number;
  private capacityLost: number;
  /** What has built up, in V, negative after a discharge. */
  private lag_V = 0;
  private steps = 0;

  // what the step is solved with: V = source_V + resistance_ohm * main_A, where main_A is what charges
  private source_V = 0;
  private resistance_ohm = 1;
  private ohmic_ohm = 0;
  private lagging_ohm = 0;
  private main_A = 0;

  constructor(
    type: KitType,
    start: PartsStart,
    private readonly condition: Condition,
  ) {
    this.chemistry = chemistryOf(type.battery);
    this.health = new BatteryHealth(type, start);
    this.nominal_Ah = type.battery_Ah;
    this.fade = Math.exp(-STEP_s / this.chemistry.lag_s);
    this.stateOfCharge = start.stateOfCharge;
    this.livingCells = this.cellsAlive();
    this.capacityLost = condition.batteryCapacityLost;
    this.capacity_Ah = this.health.capacity_Ah(this.capacityLost);
    this.voltage_V = this.livingCells * (this.chemistry.openCircuit_V[nodeBelow(this.stateOfCharge)] as number);
  }

  /** Below this it no longer carries the kit. */
  get cutOff_V(): number {
    return this.livingCells * this.chemistry.cutOff_V;
  }

  /** Its protection lets no charger go above this. */
  get ceiling_V(): number {
    return this.livingCells * this.chemistry.ceiling_V;
  }

  /** Energy between empty and now, along the open-circuit voltage. */
  stored_Wh(): number {
    return this.livingCells * this.capacity_Ah * this.integralAt_V(this.stateOfCharge);
  }

  /** Takes over what has happened to it since the last step, and ages. To be called once at the start of a step. */
  begin(temperature_degC: number): void {
    this.lastHeat_Wh = 0;
    const { condition, health } = this;
    if (this.steps === 0) health.follow(temperature_degC);
    const isHour = this.steps > 0 && this.steps % STEPS_PER_HOUR === 0;
    if (isHour) health.age(temperature_degC, this.stateOfCharge);
    this.steps += 1;
    if (isHour || condition.batteryCapacityLost !== this.capacityLost || this.cellsAlive() !== this.livingCells) {
      this.change();
    }
  }

  /**
   * Finds voltage and current while the bus around it gives a constant current and a constant power.
   *
   * @param current_A and `power_W` are positive towards the battery
   * @returns false when it cannot give that much
   */
  solve(current_A: number, power_W: number): boolean {
    const estimate_A = current_A + power_W / this.voltage_V;
    this.ready(estimate_A);
    if (!this.balance(current_A, power_W)) return false;
    if (!this.isFarFrom(estimate_A)) return true;
    this.ready(this.main_A);
    return this.balance(current_A, power_W);
  }

  /** Sets the voltage that a charger holds. */
  holdAt(voltage_V: number): void {
    const estimate_A = Math.max(LEAST_A, this.main_A);
    this.ready(estimate_A);
    this.hold(voltage_V, this.side_A(voltage_V));
    if (!this.isFarFrom(estimate_A)) return;
    this.ready(Math.max(LEAST_A, this.main_A));
    this.hold(voltage_V, this.side_A(voltage_V));
  }

  /** Whether what was solved takes more than there is: the voltage of a spent battery collapses. */
  get isSpent(): boolean {
    return this.stateOfCharge * this.capacity_Ah + this.main_A * STEP_h < 0;
  }

  /** Lets what was solved happen. */
  settle(): void {
    const { main_A, capacity_Ah, livingCells } = this;
    const { openCircuit_V } = this.chemistry;
    this.lag_V = this.lag_V * this.fade + this.lagging_ohm * main_A;
    this.lastHeat_Wh +=
      STEP_h * (main_A * (main_A * this.ohmic_ohm + this.lag_V) + this.voltage_V * (this.current_A - main_A));
    let charge = this.stateOfCharge + (main_A * STEP_h) / capacity_Ah;
    if (charge > 1) {
      // what no longer goes in turns to heat in the protection's bleeders, or to gas
      this.lastHeat_Wh += (charge - 1) * capacity_Ah * livingCells * (openCircuit_V[STEPS_OF_CHARGE] as number);
      charge = 1;
    } else if (charge < 0) {
      this.lastHeat_Wh += charge * capacity_Ah * livingCells * (openCircuit_V[0] as number);
      charge = 0;
    }
    this.stateOfCharge = charge;
    this.heat_Wh += this.lastHeat_Wh;
    this.health.use(main_A, charge);
  }

  /**
   * Readies the solution for about this current. What the step itself changes of the open-circuit voltage, on its mean,
   * counts as resistance: this makes steep ends harmless and the account exact.
   */
  private ready(estimate_A: number): void {
    const { chemistry, livingCells, stateOfCharge } = this;
    const { openCircuit_V } = chemistry;
    const i = nodeBelow(stateOfCharge);
    const low_V = openCircuit_V[i] as number;
    const slope_V = ((openCircuit_V[i + 1] as number) - low_V) * STEPS_OF_CHARGE;
    const now_V = low_V + slope_V * (stateOfCharge - i / STEPS_OF_CHARGE);
    const lag = estimate_A > 0 ? chemistry.chargeLag_ohmAh : chemistry.dischargeLag_ohmAh;
    const perCell = (livingCells * this.health.resistance * this.condition.batteryResistance) / this.nominal_Ah;
    this.ohmic_ohm = chemistry.ohmic_ohmAh * perCell + WIRES_ohm;
    this.lagging_ohm = (lag[i] as number) * perCell * (1 - this.fade);
    let change = (estimate_A * STEP_h) / this.capacity_Ah;
    if (stateOfCharge + change > 1) change = 1 - stateOfCharge;
    else if (stateOfCharge + change < 0) change = -stateOfCharge;
    let rising_V = slope_V / 2;
    if (change > SMALL_CHANGE || change < -SMALL_CHANGE) {
      const mean_V = (this.integralAt_V(stateOfCharge + change) - this.integralAt_V(stateOfCharge)) / change;
      rising_V = (mean_V - now_V) / change;
    }
    this.source_V = livingCells * now_V + this.lag_V * this.fade;
    this.resistance_ohm = this.ohmic_ohm + this.lagging_ohm + (rising_V * livingCells * STEP_h) / this.capacity_Ah;
  }

  /** Newton's method on the side current, which grows steeply with the voltage of a gassing battery. */
  private balance(current_A: number, power_W: number): boolean {
    let voltage_V = this.voltage_V;
    let side_A = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const guess_V = voltage_V;
      side_A = this.side_A(guess_V);
      let side_A_per_V = this.chemistry.gassing ? (side_A * GASSING_PER_V) / this.livingCells : 0;
      voltage_V = this.voltageWith_V(current_A, power_W, side_A - side_A_per_V * guess_V, side_A_per_V);
      if (side_A + side_A_per_V * (voltage_V - guess_V) < 0) {
        side_A = 0;
        side_A_per_V = 0;
        voltage_V = this.voltageWith_V(current_A, power_W, 0, 0);
      }
      if (!(voltage_V > 0)) return false;
      side_A += side_A_per_V * (voltage_V - guess_V);
      if (Math.abs(voltage_V - guess_V) < CLOSE_V) break;
    }
    this.hold(voltage_V, side_A);
    return true;
  }

  private hold(voltage_V: number, side_A: number): void {
    this.voltage_V = voltage_V;
    this.main_A = (voltage_V - this.source_V) / this.resistance_ohm;
    this.current_A = this.main_A + side_A;
  }

  private isFarFrom(estimate_A: number): boolean {
    const missed = ((this.main_A - estimate_A) * STEP_h) / this.capacity_Ah;
    return missed > SMALL_CHANGE || missed < -SMALL_CHANGE;
  }

  /** Root of `V = source + resistance * (current + power / V - (sideAt0 + sidePerVolt * V))`; NaN where there is none. */
  private voltageWith_V(current_A: number, power_W: number, sideAtZero_A: number, side_A_per_V: number): number {
    const { resistance_ohm } = this;
    const slope = 1 + resistance_ohm * side_A_per_V;
    const linear_V = this.source_V + resistance_ohm * (current_A - sideAtZero_A);
    return (linear_V + Math.sqrt(linear_V * linear_V + 4 * slope * resistance_ohm * power_W)) / (2 * slope);
  }

  private side_A(voltage_V: number): number {
    if (this.stateOfCharge <= 0) return 0;
    const share = this.chemistry.gassing ? gassingShare(voltage_V / this.livingCells) * this.health.side : 1;
    return share * this.chemistry.sideCurrent_per_h * this.nominal_Ah;
  }

  private integralAt_V(stateOfCharge: number): number {
    const { openCircuit_V, openCircuitIntegral_V } = this.chemistry;
    const i = nodeBelow(stateOfCharge);
    const rest = stateOfCharge * STEPS_OF_CHARGE - i;
    const low_V = openCircuit_V[i] as number;
    const mean_V = low_V + (((openCircuit_V[i + 1] as number) - low_V) * rest) / 2;
    return (openCircuitIntegral_V[i] as number) + (mean_V * rest) / STEPS_OF_CHARGE;
  }

  /** One at least: without any there is nothing to reckon with, and little to tell it from one. */
  private cellsAlive(): number {
    return Math.max(1, this.chemistry.cells - this.condition.batteryDeadCells);
  }

  /**
   * Takes over another capacity and number of living cells. Capacity that goes takes its charge with it; capacity that a
   * repair brings is empty. What the stored energy changes by counts as lost (a repair's gain as negative), so that the
   * account stays closed, but does not warm: it is bookkeeping, or takes days.
   */
  private change(): void {
    const before_Wh = this.stored_Wh();
    const before_Ah = this.capacity_Ah;
    this.capacityLost = this.condition.batteryCapacityLost;
    this.livingCells = this.cellsAlive();
    this.capacity_Ah = this.health.capacity_Ah(this.capacityLost);
    if (this.capacity_Ah > before_Ah) this.stateOfCharge *= before_Ah / this.capacity_Ah;
    this.heat_Wh += before_Wh - this.stored_Wh();
  }
}

function nodeBelow(stateOfCharge: number): number {
  const i = (stateOfCharge * STEPS_OF_CHARGE) | 0;
  return i < STEPS_OF_CHARGE ? i : STEPS_OF_CHARGE - 1;
}
