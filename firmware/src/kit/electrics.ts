import { Column, NOT_MEASURED } from "../../../shared/src/wire/columns";
import type { BatteryProfile } from "./battery";
import { Charge } from "./charge";
import { chargeState } from "./chargeState";
import { Counters } from "./counters";
import { LoadControl } from "./loadControl";
import { Protection, Reason } from "./protection";
import { stateOfCharge_pct } from "./stateOfCharge";

/** How many `outputs` the contract has. */
const OUTPUTS = 6;
const REASON_bits = 4;
/** Nobody knows what flowed while nothing was measured for longer. */
const LONGEST_STEP_s = 3600;

/** What a kit knows and decides of its battery and outputs. Portable. */
export class Electrics {
  private readonly charge: Charge;
  private readonly counters: Counters;
  private readonly loads: LoadControl;
  private readonly protection = new Protection();
  private lookedAt_s = 0;
  /** The outputs that are to be off, a bit for each of the `outputs` of the contract; the same with their reasons, as a reading has them. */
  off = 0;
  reasons = 0;

  /** @param stored what flash held of the counters; empty where it held none */
  constructor(
    private readonly battery: BatteryProfile,
    stored: number[],
  ) {
    this.charge = new Charge(battery);
    this.counters = new Counters(stored);
    this.loads = new LoadControl(battery);
  }

  /** Takes a reading of everything: fills in what the kit knows by itself, then decides as `look` does. */
  take(row: number[], uptime_s: number): void {
    this.count(row, uptime_s);
    const voltage_mV = row[Column.BatteryVoltage_mV] as number;
    if (row[Column.BatteryStateOfCharge_pct] === NOT_MEASURED && voltage_mV !== NOT_MEASURED) {
      const counted_pct = this.charge.percent();
      row[Column.BatteryStateOfCharge_pct] =
        counted_pct === NOT_MEASURED ? stateOfCharge_pct(this.battery, voltage_mV) : counted_pct;
    }
    if (row[Column.ChargeState] === NOT_MEASURED) row[Column.ChargeState] = chargeState(this.battery, row);
    row[Column.Off] = this.reasons;
    for (let lamp = 0; lamp < 3; lamp++) {
      const column = Column.Lamp1Commanded_pct + lamp;
      if ((this.off & (1 << lamp)) !== 0 && row[column] !== NOT_MEASURED) row[column] = 0;
    }
    this.protection.judge(row, this.off, uptime_s);
    this.decide(row, uptime_s);
  }

  /** Looks at the battery alone, once a minute, and decides which outputs it can still feed. */
  look(row: number[], uptime_s: number): void {
    this.count(row, uptime_s);
    this.decide(row, uptime_s);
  }

  /** Outputs are shed at voltages that are higher by this. */
  shift_mV(shift_mV: number): void {
    this.loads.shift_mV = shift_mV;
  }

  /** As a report carries them. */
  counterValues(): number[] {
    return this.counters.values();
  }

  /** The counters as flash keeps them. */
  countersRecord(): number[] {
    return this.counters.record();
  }

  private count(row: number[], uptime_s: number): void {
    const elapsed_s = Math.min(uptime_s - this.lookedAt_s, LONGEST_STEP_s);
    this.lookedAt_s = uptime_s;
    const voltage_mV = row[Column.BatteryVoltage_mV] as number;
    const current_mA = row[Column.BatteryCurrent_mA] as number;
    this.charge.step(voltage_mV, current_mA, elapsed_s);
    this.counters.count(voltage_mV, current_mA, elapsed_s);
    if (this.charge.isFull) this.counters.filled(this.charge.isFilled);
  }

  private decide(row: number[], uptime_s: number): void {
    const { charge, loads, protection } = this;
    const voltage_mV = row[Column.BatteryVoltage_mV] as number;
    const current_mA = row[Column.BatteryCurrent_mA] as number;
    const sure_pct = charge.isSure ? charge.percent() : NOT_MEASURED;
    if (loads.decide(voltage_mV, current_mA, sure_pct, uptime_s)) {
      charge.emptied(voltage_mV, current_mA);
      this.counters.emptied();
    }
    protection.tryAgain(uptime_s);
    const low = loads.outputsOff(protection.lampToKeep());
    this.off = 0;
    this.reasons = 0;
    for (let output = 0; output < OUTPUTS; output++) {
      let reason = protection.reasonFor(output);
      if (reason === Reason.None && (low & (1 << output)) !== 0) reason = Reason.LowBattery;
      if (reason === Reason.None) continue;
      this.off = this.off | (1 << output);
      this.reasons = this.reasons | (reason << (REASON_bits * output));
    }
  }
}
