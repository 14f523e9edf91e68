import type { Condition } from "../life/condition";
import type { KitType } from "./kitType";
import { Panel } from "./panel";

/** An MPPT controller finds this share of the panel's most power; data sheets say up to 99 % (EPsolar Tracer BN). */
const TRACKING = 0.98;
/**
 * Of what it takes, its converter passes this share on, less a constant loss. Chosen so that the whole is 92 to 95 %
 * efficient from a quarter of a 20 W panel upwards, as the manual of Renogy's Rover says of MPPT controllers.
 */
const CONVERTER_SHARE = 0.955;
const CONVERTER_CONSTANT_W = 0.08;
/** A step-down converter needs this much more at its input. Chosen. */
const HEADROOM_V = 0.5;
/** Switch and reverse-current diode of a PWM controller. Chosen: a Schottky diode at an ampere. */
const PWM_DROP_V = 0.4;

/** The panel and what stands between it and the bus. */
export class PanelInput {
  /** Means of the step. A PWM controller connects and disconnects, so their product is not its power. */
  voltage_V = 0;
  current_A = 0;
  /** Taken from the panel, and lost on the way to the bus. */
  power_W = 0;
  loss_W = 0;
  /** What it can bring to the bus: a power (MPPT) or a current (PWM); the other is 0. */
  availablePower_W = 0;
  availableCurrent_A = 0;

  private readonly panel: Panel;
  private readonly isMppt: boolean;
  private point_V = 0;

  constructor(
    type: KitType,
    tolerance: number,
    private readonly condition: Condition,
  ) {
    this.panel = new Panel(type.panel_Wp, tolerance);
    this.isMppt = type.controller === "mppt";
  }

  /** Sets the light of a step; nothing is taken yet. */
  light(minute: number, irradiance_W_per_m2: number, ambient_degC: number, isInContact: boolean): void {
    const { condition, panel } = this;
    let light_W_per_m2 = irradiance_W_per_m2 * (1 - condition.panelDirt);
    if (minute >= condition.shadeFrom_min && minute < condition.shadeUntil_min) light_W_per_m2 *= 1 - condition.shade;
    if (!isInContact || !(light_W_per_m2 > 0)) panel.darken();
    else panel.shine(light_W_per_m2, ambient_degC, condition.panelOutput, condition.panelVoltage);
    this.leave();
  }

  /**
   * Looks at what it can bring to a bus at about this voltage.
   *
   * @returns its power there
   */
  offer_W(bus_V: number): number {
    const { panel } = this;
    this.availablePower_W = 0;
    this.availableCurrent_A = 0;
    if (!(panel.power_W > 0)) return 0;
    if (!this.isMppt) {
      this.availableCurrent_A = panel.currentAt_A(bus_V + PWM_DROP_V);
      return this.availableCurrent_A * bus_V;
    }
    this.point_V = Math.max(panel.voltageFor_V(panel.power_W * TRACKING), bus_V + HEADROOM_V);
    const taken_W = this.point_V * panel.currentAt_A(this.point_V);
    this.availablePower_W = Math.max(0, taken_W * CONVERTER_SHARE - CONVERTER_CONSTANT_W);
    return this.availablePower_W;
  }

  /** Takes nothing. */
  leave(): void {
    this.voltage_V = this.panel.openVoltage_V;
    this.current_A = 0;
    this.power_W = 0;
    this.loss_W = 0;
  }

  /** Takes all that was offered. */
  takeAll(bus_V: number): void {
    if (this.isMppt) this.convert(this.point_V, this.availablePower_W);
    else this.connect(bus_V, this.availableCurrent_A);
  }

  /** Takes what brings this power to the bus, no more than was offered. */
  take(bus_V: number, needed_W: number): void {
    if (!this.isMppt) this.connect(bus_V, needed_W / bus_V);
    else this.convert(Math.max(this.panel.voltageFor_V(inputOf_W(needed_W)), bus_V + HEADROOM_V), needed_W);
  }

  private convert(panel_V: number, given_W: number): void {
    this.power_W = inputOf_W(given_W);
    this.loss_W = this.power_W - given_W;
    this.voltage_V = panel_V;
    this.current_A = this.power_W / panel_V;
  }

  /** A PWM controller connects the panel for the share of time in which it gives this current on average. */
  private connect(bus_V: number, current_A: number): void {
    const share = this.availableCurrent_A > 0 ? Math.min(1, current_A / this.availableCurrent_A) : 0;
    const connected_V = bus_V + PWM_DROP_V;
    this.voltage_V = share * connected_V + (1 - share) * this.panel.openVoltage_V;
    this.current_A = current_A;
    this.power_W = current_A * connected_V;
    this.loss_W = current_A * PWM_DROP_V;
  }
}

function inputOf_W(given_W: number): number {
  return (given_W + CONVERTER_CONSTANT_W) / CONVERTER_SHARE;
}
