/** A LiFePO4 battery of four cells: a charge, a voltage at rest that follows it, and a resistance. */
export class Battery {
  private charge_mAh: number;
  private deadCells = 0;

  /**
   * @param capacity_mAh what it holds when full
   * @param stateOfCharge between 0 and 1
   */
  constructor(
    private readonly capacity_mAh: number,
    stateOfCharge: number,
  ) {
    this.charge_mAh = capacity_mAh * stateOfCharge;
  }

  /**
   * Charges (positive) or discharges (negative) for some time.
   *
   * @returns the current that flowed, in mA: none into a full battery, none out of an empty one
   */
  flow(current_mA: number, time_h: number): number {
    const before = this.charge_mAh;
    const after = Math.min(this.capacity_mAh, Math.max(0, before + current_mA * time_h));
    this.charge_mAh = after;
    return (after - before) / time_h;
  }

  /** Voltage at its terminals while a current flows, in mV. */
  voltage_mV(current_mA: number): number {
    const fraction = this.charge_mAh / this.capacity_mAh;
    const atRest_mV = (CELLS - this.deadCells) * (EMPTY_CELL_mV + (FULL_CELL_mV - EMPTY_CELL_mV) * fraction);
    return Math.round(atRest_mV + current_mA * RESISTANCE_ohm);
  }

  isEmpty(): boolean {
    return this.charge_mAh <= 0;
  }

  /** One cell shorts internally: its voltage is gone. */
  loseCell(): void {
    this.deadCells += 1;
  }
}

const CELLS = 4;
/** Rested cell voltages of LiFePO4 near empty and near full. */
const EMPTY_CELL_mV = 3050;
const FULL_CELL_mV = 3380;
const RESISTANCE_ohm = 0.08;
