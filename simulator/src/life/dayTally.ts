import { ALL_OUTPUTS } from "@yeelen/firmware/kit/loadControl";
import type { KitDay } from "../run/summary";
import type { Body } from "./body";

const MINUTES_PER_HOUR = 60;
/** A lamp that draws less gives no light: the dimmest setting of a healthy one draws several times as much. */
const LIT_A = 0.01;

/** Adds a kit's minutes up to its day. */
export class DayTally {
  private light_min = 0;
  private disconnected_min = 0;
  private reachable_min = 0;
  private lowest = 1;
  private panel_Wh = 0;
  private load_Wh = 0;
  private controller_Wh = 0;
  private before = { reports: 0, sent_B: 0, received_B: 0, dropped: 0 };

  constructor(private readonly body: Body) {}

  minute(outputsOff: number): void {
    const { power, isReachable } = this.body;
    const [a, b, c] = power.lampCurrent_A;
    if ((a as number) > LIT_A || (b as number) > LIT_A || (c as number) > LIT_A) this.light_min += 1;
    if (outputsOff === ALL_OUTPUTS || !power.isPowered) this.disconnected_min += 1;
    if (isReachable) this.reachable_min += 1;
    if (power.stateOfCharge < this.lowest) this.lowest = power.stateOfCharge;
  }

  /** The day is over: what it came to, and a new one begins. */
  end(counts: { reports: number; sent_B: number; received_B: number; dropped: number }): KitDay {
    const { energy, stateOfCharge } = this.body.power;
    const day: KitDay = {
      panel_Wh: energy.panel_Wh - this.panel_Wh,
      load_Wh: energy.load_Wh - this.load_Wh,
      controller_Wh: energy.controller_Wh - this.controller_Wh,
      light_h: this.light_min / MINUTES_PER_HOUR,
      lowestStateOfCharge: this.lowest,
      disconnected_h: this.disconnected_min / MINUTES_PER_HOUR,
      reachable_h: this.reachable_min / MINUTES_PER_HOUR,
      reports: counts.reports - this.before.reports,
      sent_B: counts.sent_B - this.before.sent_B,
      received_B: counts.received_B - this.before.received_B,
      dropped: counts.dropped - this.before.dropped,
    };
    ({ panel_Wh: this.panel_Wh, load_Wh: this.load_Wh, controller_Wh: this.controller_Wh } = energy);
    this.before = { ...counts };
    this.light_min = this.disconnected_min = this.reachable_min = 0;
    this.lowest = stateOfCharge;
    return day;
  }
}
