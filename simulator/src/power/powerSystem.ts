import type { Condition } from "../life/condition";
import type { Demand } from "../people/demand";
import { Battery } from "./battery";
import { ChargeController } from "./chargeController";
import type { KitType } from "./kitType";
import { Loads } from "./loads";
import { PanelInput } from "./panelInput";
import type { PartsStart } from "./parts";
import { STEP_h } from "./step";
import { Warmth } from "./warmth";

/** Below this a panel does not wake the controller. Chosen: a little over the converter's own loss. */
const WAKE_W = 0.15;
/** After the battery has cut off, the panel has to give this much more than is asked for to start again. Chosen. */
const RESTART_MARGIN_W = 0.2;

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

  private readonly input: PanelInput;
  private readonly battery: Battery;
  private readonly charger: ChargeController;
  private readonly loads: Loads;
  private readonly warmth: Warmth;
  private isCutOff = false;
  private controllerLoss_W = 0;

  /** @param condition is read at every step: what befalls the kit is written there */
  constructor(
    private readonly type: KitType,
    start: PartsStart,
    private readonly condition: Condition,
  ) {
    this.input = new PanelInput(type, start.panelTolerance, condition);
    this.battery = new Battery(type, start, condition);
    this.charger = new ChargeController(type);
    this.warmth = new Warmth(start);
    this.loads = new Loads(type, start.lampTolerance, condition);
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
   * @param radioShare share of the step in which the controller's radio is on
   */
  step(
    minute: number,
    irradiance_W_per_m2: number,
    ambient_degC: number,
    demand: Demand,
    off: number,
    isPanelInContact: boolean,
    radioShare: number,
  ): void {
    const { battery, input, loads, warmth, condition } = this;
    warmth.step(ambient_degC, battery.lastHeat_Wh / STEP_h, this.controllerLoss_W, condition.controllerHeat_K);
    this.battery_degC = warmth.battery_degC;
    this.controller_degC = warmth.controller_degC;
    battery.begin(warmth.battery_degC);
    input.light(minute, irradiance_W_per_m2, ambient_degC, isPanelInContact);
    loads.demand(demand, off, this.batteryVoltage_V > 0 ? this.batteryVoltage_V : battery.voltage_V);
    const controller_W = this.type.idle_W + radioShare * this.type.uplink_W;
    const bus_W = loads.total_W + controller_W;
    if (condition.batteryContact) this.liveFromBattery(bus_W);
    else this.liveFromPanel(bus_W);
    battery.settle();
    this.stateOfCharge = battery.stateOfCharge;
    this.chargeState = this.charger.state;
    this.showOutputs();
    this.account(this.isPowered ? controller_W : 0);
  }

  private liveFromBattery(bus_W: number): void {
    const { battery, charger } = this;
    const offered_W = this.input.offer_W(battery.voltage_V);
    if (this.isCutOff && offered_W > bus_W + RESTART_MARGIN_W) this.isCutOff = false;
    if (this.isCutOff) {
      this.stop();
      return;
    }
    charger.decide(offered_W > WAKE_W, battery.voltage_V, this.battery_degC);
    const isSolved = charger.isCharging ? this.charge(bus_W) : this.discharge(bus_W);
    const isLow = battery.voltage_V < battery.cutOff_V && battery.current_A < 0;
    if (!isSolved || isLow || battery.isSpent) {
      this.isCutOff = true;
      this.stop();
      return;
    }
    this.run(battery.voltage_V, battery.current_A);
    charger.follow(battery.voltage_V, battery.current_A);
  }

  private discharge(bus_W: number): boolean {
    return this.battery.solve(0, -bus_W);
  }

  private charge(bus_W: number): boolean {
    const { battery, charger, input } = this;
    const highest_V = Math.min(charger.target_V, battery.ceiling_V);
    if (!battery.solve(input.availableCurrent_A, input.availablePower_W - bus_W)) return false;
    if (battery.voltage_V <= highest_V) {
      input.takeAll(battery.voltage_V);
      return true;
    }
    battery.holdAt(highest_V);
    const needed_W = battery.current_A * highest_V + bus_W;
    // still above from before: the loads bring it down
    if (needed_W <= 0) return this.discharge(bus_W);
    input.take(highest_V, needed_W);
    return true;
  }

  /** Without a battery the panel alone carries the kit: at the charger's voltage, or not at all. */
  private liveFromPanel(bus_W: number): void {
    const { charger, input } = this;
    charger.decide(input.offer_W(charger.target_V) > WAKE_W, 0, this.battery_degC);
    if (!charger.isCharging || input.offer_W(charger.target_V) < bus_W) {
      this.stop();
      return;
    }
    charger.hold();
    this.rest();
    this.run(charger.target_V, 0);
    input.take(charger.target_V, bus_W);
  }

  private run(voltage_V: number, current_A: number): void {
    this.isPowered = true;
    this.batteryVoltage_V = voltage_V;
    this.batteryCurrent_A = current_A;
  }

  /** Nothing feeds the bus. */
  private stop(): void {
    this.rest();
    this.input.leave();
    this.loads.silence();
    this.charger.decide(false, 0, this.battery_degC);
    this.isPowered = false;
    this.batteryVoltage_V = 0;
    this.batteryCurrent_A = 0;
  }

  /** Nothing flows at the battery's terminals. */
  private rest(): void {
    this.battery.solve(0, 0);
  }

  private showOutputs(): void {
    const { input, loads, lampCurrent_A, usbCurrent_A } = this;
    this.panelVoltage_V = input.voltage_V;
    this.panelCurrent_A = input.current_A;
    this.radioLight_pct = loads.radioLight_pct;
    const per_V = this.isPowered ? 1 / this.batteryVoltage_V : 0;
    for (let lamp = 0; lamp < 3; lamp++) lampCurrent_A[lamp] = (loads.lamp_W[lamp] as number) * per_V;
    usbCurrent_A[0] = (loads.usb_W[0] as number) * per_V;
    usbCurrent_A[1] = (loads.usb_W[1] as number) * per_V;
    this.radioCurrent_A = loads.radio_W * per_V;
  }

  private account(controller_W: number): void {
    const { energy, input, loads } = this;
    const conversion_W = input.loss_W + loads.conversion_W;
    energy.panel_Wh += input.power_W * STEP_h;
    energy.load_Wh += (loads.total_W - loads.conversion_W) * STEP_h;
    energy.controller_Wh += controller_W * STEP_h;
    energy.conversion_Wh += conversion_W * STEP_h;
    energy.batteryHeat_Wh = this.battery.heat_Wh;
    this.controllerLoss_W = conversion_W + controller_W;
  }
}
