import { NOT_MEASURED } from "../../../shared/src/wire/columns";

/** How many counters there are, in the order of `counterNames`. */
const COUNT = 6;
const Wh_mWs = 3600000;

/**
 * What a kit counts for as long as its flash keeps it. Energy is summed in mWs; the rest of a Wh
 * is lost with a reset. Portable.
 */
export class Counters {
  private charged_Wh = 0;
  private discharged_Wh = 0;
  private fullCharges = 0;
  private deepDischarges = 0;
  /** 0 until it was measured. */
  private usable_mAh = 0;
  private resets = 0;
  private charged_mWs = 0;
  private discharged_mWs = 0;
  /** What has flowed out, less what flowed in, since the battery was full; not known before that. */
  private sinceFull_mAs = NOT_MEASURED;

  /** @param stored what flash held at the start; without it they begin anew */
  constructor(stored: number[]) {
    if (stored.length !== COUNT) return;
    this.charged_Wh = stored[0] as number;
    this.discharged_Wh = stored[1] as number;
    this.fullCharges = stored[2] as number;
    this.deepDischarges = stored[3] as number;
    this.usable_mAh = stored[4] as number;
    this.resets = (stored[5] as number) + 1;
  }

  /** @param current_mA flowed for `elapsed_s` until now; positive when charging */
  count(voltage_mV: number, current_mA: number, elapsed_s: number): void {
    // nor is a voltage below 0 one: energy would run backwards, and no report carries a count below 0
    if (voltage_mV < 0 || current_mA === NOT_MEASURED) return;
    const isCharging = current_mA > 0;
    const power_mW = Math.floor((voltage_mV * (isCharging ? current_mA : -current_mA)) / 1000);
    if (isCharging) {
      this.charged_mWs = this.charged_mWs + power_mW * elapsed_s;
      const whole_Wh = Math.floor(this.charged_mWs / Wh_mWs);
      this.charged_Wh = this.charged_Wh + whole_Wh;
      this.charged_mWs = this.charged_mWs - whole_Wh * Wh_mWs;
    } else {
      this.discharged_mWs = this.discharged_mWs + power_mW * elapsed_s;
      const whole_Wh = Math.floor(this.discharged_mWs / Wh_mWs);
      this.discharged_Wh = this.discharged_Wh + whole_Wh;
      this.discharged_mWs = this.discharged_mWs - whole_Wh * Wh_mWs;
    }
    if (this.sinceFull_mAs !== NOT_MEASURED) this.sinceFull_mAs = this.sinceFull_mAs - current_mA * elapsed_s;
  }

  /** The battery is full. */
  filled(isFirst: boolean): void {
    if (isFirst) this.fullCharges = this.fullCharges + 1;
    this.sinceFull_mAs = 0;
  }

  /**
   * The battery is empty. What it gave since it was full moves the usable capacity by a fifth, as
   * in LibreSolar's firmware: one day with a cold battery or a drifting sensor does not count much.
   */
  emptied(): void {
    this.deepDischarges = this.deepDischarges + 1;
    if (this.sinceFull_mAs === NOT_MEASURED || this.sinceFull_mAs < 0) return;
    const given_mAh = Math.floor(this.sinceFull_mAs / 3600);
    if (this.usable_mAh === 0) this.usable_mAh = given_mAh;
    else this.usable_mAh = Math.floor((4 * this.usable_mAh + given_mAh) / 5);
    // what comes until it is full again is no whole discharge
    this.sinceFull_mAs = NOT_MEASURED;
  }

  /** As a report carries them, in the order of `counterNames`. */
  values(): number[] {
    const values = this.record();
    if (this.usable_mAh === 0) values[4] = NOT_MEASURED;
    return values;
  }

  /** What flash keeps. */
  record(): number[] {
    return [this.charged_Wh, this.discharged_Wh, this.fullCharges, this.deepDischarges, this.usable_mAh, this.resets];
  }
}
