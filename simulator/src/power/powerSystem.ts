import type { Condition } from "../life/condition";
import type { Demand } from "../people/demand";
import { Battery, STEP_s } from "./battery";
import { ChargeController } from "./chargeController";
import type { KitType } from "./kitType";
import { Loads } from "./loads";
import { Panel } from "./panel";
import type { PartsStart } from "./parts";

const STEP_h = STEP_s / 3600;

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
/** Below this a panel does not wake the controller. Chosen: a little over the converter's own loss. */
const WAKE_W = 0.15;
/** After the battery has cut off, the panel has to give this much more than is asked for to start again. Chosen. */
const RESTART_MARGIN_W = 0.2;

/**
 * Kit and battery stand in a dwelling, whose air follows the air outside with this time constant: half of the daily swing
 * stays, four hours late. The battery follows the dwelling within two more hours. Chosen: with the Malian climate this gives
 * monthly means as Bboxx found in 200 batteries (18.8 to 33.8 °C, EliasGaliounas/BatteryDevBBoxx).
 */
const DWELLING_s = 6 * 3600;
const BATTERY_s = 2 * 3600;
const CONTROLLER_s = 15 * 60;
/** Warming by a watt of loss. Chosen: still air around a battery of 7 Ah, and around a small closed case. */
const BATTERY_K_per_W = 2.5;
const CONTROLLER_K_per_W = 8;

const follow = (time_s: number) => 1 - Math.exp(-STEP_s / time_s);
const DWELLING_SHARE = follow(DWELLING_s);
const BATTERY_SHARE = follow(BATTERY_s);
const CONTROLLER_SHARE = follow(CONTROLLER_s);

/** The electrics of one kit: panel, charge controller, battery and outputs on one bus. Lives in steps of `STEP_s`. */
export class PowerSystem {
  // what is true after a step
  /** Of the bus, where the controller measures it: 0 where nothing feeds it. */
  batteryVoltage_V: number;
  /** Positive when charging. */
  batteryCurrent_A = 0;
  battery_degC = 25;
  /** Means of the step. A PWM controller connects and disconnects, so their product is not its power. */
  panelVoltage_V = 0;
  panelCurrent_A = 0;
  readonly lampCurrent_A = new Float64Array(3);
  readonly usbCurrent_A = new Float64Array(2);
  radioCurrent_A = 0;
  radioLight_pct = 0;
  /** What the switches ask for, 0 where the kit has switched off. */
  readonly lampCommanded_pct: Float64Array;
  controller_degC = 25;
  /** Index into `chargeStates`. */
  chargeState = 0;
  /** 0 to 1 of the present usable capacity. */
  stateOfCharge: number;
  /** Whether the controller has supply. */
  isPowered = true;

  /** Sums since the start. The first is what the others and the change of `stored_Wh()` add up to. */
  readonly energy = {
    panel_Wh: 0,
    load_Wh: 0,
    /** The controller's own consumption. */
    controller_Wh: 0,
    /** Losses of the converters of panel and USB ports. */
    conversion_Wh: 0,
    /** Resistance, what builds up, side reactions and capacity that was lost with its charge. */
    batteryHeat_Wh: 0,
  };

  private readonly panel: Panel;
  private readonly battery: Battery;
  private readonly charger: ChargeController;
  private readonly loads: Loads;
  private readonly isMppt: boolean;
  private isCutOff = false;
  private dwelling_degC = NaN;
  /** What the step takes from the panel and loses in the converter. */
  private panel_W = 0;
  private conversion_W = 0;

  constructor(
    private readonly type: KitType,
    start: PartsStart,
    private readonly condition: Condition,
  ) {
    this.panel = new Panel(type.panel_Wp, start.panelTolerance);
    this.battery = new Battery(type, start, condition);
    this.charger = new ChargeController(type);
    this.loads = new Loads(type, start.lampTolerance, condition);
    this.isMppt = type.controller === "mppt";
    this.lampCommanded_pct = this.loads.lampCommanded_pct;
    this.batteryVoltage_V = this.battery.voltage_V;
    this.stateOfCharge = this.battery.stateOfCharge;
  }

  /** Energy stored now relative to empty, along the open-circuit voltage: independent of `energy`. */
  stored_Wh(): number {
    return this.battery.stored_Wh();
  }

  /**
   * Lives through one step.
   *
   * @param minute of the day, for shade that comes at its time
   * @param irradiance_W_per_m2 on the panel's plane, after the season's dust
   * @param ambient_degC air outside
   * @param off bits, in the order of `outputs`, of what the kit's code has switched off
   * @param isPanelInContact whether the panel's plug touches in this minute
   * @param isUplinkOn whether the controller's radio is on
   */
  step(
    minute: number,
    irradiance_W_per_m2: number,
    ambient_degC: number,
    demand: Demand,
    off: number,
    isPanelInContact: boolean,
    isUplinkOn: boolean,
  ): void {
    const { battery, charger, loads, energy } = this;
    this.warm(ambient_degC);
    this.light(minute, irradiance_W_per_m2, ambient_degC, isPanelInContact);
    battery.begin();
    const controller_W = this.type.idle_W + (isUplinkOn ? this.type.uplink_W : 0);
    loads.demand(demand, off, this.batteryVoltage_V > 0 ? this.batteryVoltage_V : battery.voltage_V);
    const bus_W = loads.total_W + controller_W;
    const offered_W = this.panel.power_W > 0 ? this.offer_W() : 0;
    if (this.isCutOff && offered_W > bus_W + RESTART_MARGIN_W) this.isCutOff = false;

    this.leavePanel();
    if (!this.condition.batteryContact) this.liveFromPanel(bus_W, offered_W);
    else if (this.isCutOff) this.stop();
    else this.liveFromBattery(bus_W, offered_W);
    battery.settle();

    this.stateOfCharge = battery.stateOfCharge;
    this.chargeState = charger.state;
    this.radioLight_pct = loads.radioLight_pct;
    this.share();
    energy.panel_Wh += this.panel_W * STEP_h;
    energy.load_Wh += (loads.total_W - loads.conversion_W) * STEP_h;
    energy.conversion_Wh += (this.conversion_W + loads.conversion_W) * STEP_h;
    if (this.isPowered) energy.controller_Wh += controller_W * STEP_h;
    energy.batteryHeat_Wh = battery.heat_Wh;
    const loss_W = this.conversion_W + loads.conversion_W + (this.isPowered ? controller_W : 0);
    const target_degC = this.dwelling_degC + CONTROLLER_K_per_W * loss_W + this.condition.controllerHeat_K;
    this.controller_degC += (target_degC - this.controller_degC) * CONTROLLER_SHARE;
  }

  private warm(ambient_degC: number): void {
    if (Number.isNaN(this.dwelling_degC)) {
      this.dwelling_degC = ambient_degC;
      this.battery_degC = ambient_degC;
      this.controller_degC = ambient_degC;
    }
    this.dwelling_degC += (ambient_degC - this.dwelling_degC) * DWELLING_SHARE;
    const heat_W = this.battery.lastHeat_Wh / STEP_h;
    const target_degC = this.dwelling_degC + BATTERY_K_per_W * heat_W;
    this.battery_degC += (target_degC - this.battery_degC) * BATTERY_SHARE;
    this.battery.temperature_degC = this.battery_degC;
  }

  private light(minute: number, irradiance_W_per_m2: number, ambient_degC: number, isInContact: boolean): void {
    const { condition, panel } = this;
    let light_W_per_m2 = irradiance_W_per_m2 * (1 - condition.panelDirt);
    if (minute >= condition.shadeFrom_min && minute < condition.shadeUntil_min) light_W_per_m2 *= 1 - condition.shade;
    if (!isInContact || !(light_W_per_m2 > 0)) panel.darken();
    else panel.shine(light_W_per_m2, ambient_degC, condition.panelOutput, condition.panelVoltage);
  }

  /** What the panel can bring to the bus. */
  private offer_W(): number {
    const { panel } = this;
    if (this.isMppt) return Math.max(0, panel.power_W * TRACKING * CONVERTER_SHARE - CONVERTER_CONSTANT_W);
    const bus_V = this.battery.voltage_V;
    return panel.currentAt_A(bus_V + PWM_DROP_V) * bus_V;
  }

  private liveFromBattery(bus_W: number, offered_W: number): void {
    const { battery, charger } = this;
    charger.decide(offered_W > WAKE_W, battery.voltage_V, this.battery_degC);
    const isSolved = charger.isCharging ? this.charge(bus_W) : this.discharge(bus_W);
    const isLow = battery.voltage_V < battery.cutOff_V && battery.current_A < 0;
    if (!isSolved || isLow || battery.isSpent) {
      this.isCutOff = true;
      this.stop();
      return;
    }
    this.isPowered = true;
    this.batteryVoltage_V = battery.voltage_V;
    this.batteryCurrent_A = battery.current_A;
    charger.follow(battery.voltage_V, battery.current_A);
  }

  private discharge(bus_W: number): boolean {
    this.battery.ready(-bus_W / this.battery.voltage_V);
    return this.battery.solve(0, -bus_W);
  }

  private charge(bus_W: number): boolean {
    const { battery, charger, panel } = this;
    const highest_V = Math.min(charger.target_V, battery.ceiling_V);
    // The panel's point follows the battery's last voltage, which moves slowly.
    const last_V = battery.voltage_V;
    let available_W = 0;
    let available_A = 0;
    let point_V = 0;
    if (this.isMppt) {
      point_V = Math.max(panel.voltageFor_V(panel.power_W * TRACKING), last_V + HEADROOM_V);
      available_W = point_V * panel.currentAt_A(point_V) * CONVERTER_SHARE - CONVERTER_CONSTANT_W;
      if (available_W <= 0) return this.discharge(bus_W);
    } else available_A = panel.currentAt_A(last_V + PWM_DROP_V);
    battery.ready((available_W - bus_W) / last_V + available_A);
    if (!battery.solve(available_A, available_W - bus_W)) return false;
    if (battery.voltage_V <= highest_V) {
      if (this.isMppt) this.take(point_V, (available_W + CONVERTER_CONSTANT_W) / CONVERTER_SHARE, available_W);
      else this.connect(available_A, available_A);
      return true;
    }
    battery.holdAt(highest_V);
    const needed_W = battery.current_A * highest_V + bus_W;
    if (needed_W <= 0) return this.discharge(bus_W);
    if (this.isMppt) {
      const taken_W = (needed_W + CONVERTER_CONSTANT_W) / CONVERTER_SHARE;
      this.take(Math.max(panel.voltageFor_V(taken_W), highest_V + HEADROOM_V), taken_W, needed_W);
    } else this.connect(needed_W / highest_V, available_A);
    return true;
  }

  private leavePanel(): void {
    this.panel_W = 0;
    this.conversion_W = 0;
    this.panelCurrent_A = 0;
    this.panelVoltage_V = this.panel.openVoltage_V;
  }

  /** An MPPT controller takes a power at a voltage and passes on what is left of it. */
  private take(voltage_V: number, taken_W: number, given_W: number): void {
    this.panelVoltage_V = voltage_V;
    this.panelCurrent_A = taken_W / voltage_V;
    this.panel_W = taken_W;
    this.conversion_W = taken_W - given_W;
  }

  /** A PWM controller connects the panel for the share of time in which it gives this current on average. */
  private connect(current_A: number, full_A: number): void {
    const share = full_A > 0 ? Math.min(1, current_A / full_A) : 0;
    const connected_V = this.battery.voltage_V + PWM_DROP_V;
    this.panelVoltage_V = share * connected_V + (1 - share) * this.panel.openVoltage_V;
    this.panelCurrent_A = current_A;
    this.panel_W = current_A * connected_V;
    this.conversion_W = current_A * PWM_DROP_V;
  }

  /** Without a battery the panel alone carries the kit: at the charger's voltage, or not at all. */
  private liveFromPanel(bus_W: number, offered_W: number): void {
    const { charger, panel } = this;
    charger.decide(offered_W > WAKE_W, 0, this.battery_degC);
    const bus_V = charger.target_V;
    const carries_W = this.isMppt ? offered_W : panel.currentAt_A(bus_V + PWM_DROP_V) * bus_V;
    if (!charger.isCharging || carries_W < bus_W) {
      this.stop();
      return;
    }
    charger.hold();
    this.rest();
    this.isPowered = true;
    this.batteryVoltage_V = bus_V;
    this.batteryCurrent_A = 0;
    const taken_W = this.isMppt ? (bus_W + CONVERTER_CONSTANT_W) / CONVERTER_SHARE : bus_W * (1 + PWM_DROP_V / bus_V);
    this.take(panel.voltageFor_V(taken_W), taken_W, bus_W);
  }

  /** Nothing feeds the bus. */
  private stop(): void {
    this.leavePanel();
    this.rest();
    this.charger.decide(false, 0, this.battery_degC);
    this.loads.silence();
    this.isPowered = false;
    this.batteryVoltage_V = 0;
    this.batteryCurrent_A = 0;
  }

  private rest(): void {
    this.battery.ready(0);
    this.battery.solve(0, 0);
  }

  /** Turns the powers of the outputs into the currents that the controller sees. */
  private share(): void {
    const { loads, lampCurrent_A, usbCurrent_A } = this;
    const per_V = this.isPowered ? 1 / this.batteryVoltage_V : 0;
    for (let lamp = 0; lamp < 3; lamp++) lampCurrent_A[lamp] = (loads.lamp_W[lamp] as number) * per_V;
    usbCurrent_A[0] = (loads.usb_W[0] as number) * per_V;
    usbCurrent_A[1] = (loads.usb_W[1] as number) * per_V;
    this.radioCurrent_A = loads.radio_W * per_V;
  }
}
