import { Column } from "@yeelen/shared/wire/columns";
import type { Condition } from "../life/condition";
import type { PowerSystem } from "../power/powerSystem";
import type { Random } from "../random";
import { BusVoltage, error, ShuntCurrent } from "./ina3221";

/** Shunts as on the board (docs/wiring.md): the most that can flow stays within an INA3221's 163.8 mV. */
const BATTERY_SHUNT_ohm = 0.02;
const PANEL_SHUNT_ohm = 0.02;
const USB_SHUNT_ohm = 0.05;
const OUTPUT_SHUNT_ohm = 0.1;

/**
 * A 10 kΩ thermistor of 1 % (B 3950 K) with its divider and the chip's converter: within a kelvin of the truth, and
 * a fifth of a kelvin of noise. Chosen: 1 % of resistance is a quarter of a kelvin, the rest is the converter's.
 */
const THERMISTOR_ERROR_K = 1;
const THERMISTOR_NOISE_K = 0.2;

/** The sensors of one kit: what they show differs from the truth by errors of their own, fixed for their life, and by noise. */
export class Sensors {
  private readonly batteryVoltage: BusVoltage;
  private readonly panelVoltage: BusVoltage;
  private readonly batteryCurrent: ShuntCurrent;
  private readonly panelCurrent: ShuntCurrent;
  private readonly lampCurrents: ShuntCurrent[];
  private readonly usbCurrents: ShuntCurrent[];
  private readonly radioCurrent: ShuntCurrent;
  private readonly batteryError_K: number;
  private readonly controllerError_K: number;
  /** What each column showed last; a stuck one shows it again. */
  private readonly shown = new Array<number>(Column.Count).fill(0);
  private readonly hasShown = new Array<boolean>(Column.Count).fill(false);

  /** Draws the errors of its parts. */
  constructor(
    private readonly random: Random,
    private readonly power: PowerSystem,
    private readonly condition: Condition,
  ) {
    const output = () => new ShuntCurrent(random, OUTPUT_SHUNT_ohm);
    this.batteryVoltage = new BusVoltage(random);
    this.panelVoltage = new BusVoltage(random);
    this.batteryCurrent = new ShuntCurrent(random, BATTERY_SHUNT_ohm);
    this.panelCurrent = new ShuntCurrent(random, PANEL_SHUNT_ohm);
    this.lampCurrents = [output(), output(), output()];
    this.usbCurrents = [new ShuntCurrent(random, USB_SHUNT_ohm), new ShuntCurrent(random, USB_SHUNT_ohm)];
    this.radioCurrent = output();
    this.batteryError_K = error(random, THERMISTOR_ERROR_K);
    this.controllerError_K = error(random, THERMISTOR_ERROR_K);
  }

  /** Battery voltage and current into a row, as the kit reads them each minute for its load control. Takes two draws. */
  measureBattery(row: number[]): void {
    const { power } = this;
    this.show(row, Column.BatteryVoltage_mV, this.batteryVoltage.read_mV(power.batteryVoltage_V));
    this.show(row, Column.BatteryCurrent_mA, this.batteryCurrent.read_mA(power.batteryCurrent_A));
  }

  /**
   * Everything that the kit measures into a row of the wire's columns; battery voltage and current as
   * `measureBattery` gave them last. Takes ten draws.
   */
  measureRest(row: number[]): void {
    const { power } = this;
    row[Column.BatteryVoltage_mV] = this.shown[Column.BatteryVoltage_mV] as number;
    row[Column.BatteryCurrent_mA] = this.shown[Column.BatteryCurrent_mA] as number;
    this.show(row, Column.PanelVoltage_mV, this.panelVoltage.read_mV(power.panelVoltage_V));
    this.show(row, Column.PanelCurrent_mA, this.panelCurrent.read_mA(power.panelCurrent_A));
    this.show(
      row,
      Column.Usb1Current_mA,
      (this.usbCurrents[0] as ShuntCurrent).read_mA(power.usbCurrent_A[0] as number),
    );
    this.show(
      row,
      Column.Usb2Current_mA,
      (this.usbCurrents[1] as ShuntCurrent).read_mA(power.usbCurrent_A[1] as number),
    );
    this.show(row, Column.BatteryTemperature_degC, this.temperature_degC(power.battery_degC + this.batteryError_K));
    this.show(
      row,
      Column.ControllerTemperature_degC,
      this.temperature_degC(power.controller_degC + this.controllerError_K),
    );
    this.show(row, Column.RadioCurrent_mA, this.radioCurrent.read_mA(power.radioCurrent_A));
    this.show(row, Column.RadioLight_pct, power.radioLight_pct);
    for (let lamp = 0; lamp < 3; lamp++) {
      const current_mA = (this.lampCurrents[lamp] as ShuntCurrent).read_mA(power.lampCurrent_A[lamp] as number);
      this.show(row, Column.Lamp1Current_mA + lamp, current_mA);
      this.show(row, Column.Lamp1Commanded_pct + lamp, power.lampCommanded_pct[lamp] as number);
    }
  }

  private temperature_degC(true_degC: number): number {
    return Math.round(true_degC + THERMISTOR_NOISE_K * (2 * this.random() - 1)) + 0;
  }

  private show(row: number[], column: number, value: number): void {
    const { condition, shown, hasShown } = this;
    let seen = value;
    if (condition.offsets.length > 0) {
      for (const [of, offset] of condition.offsets) if (of === column) seen = Math.round(seen + offset) + 0;
    }
    if (hasShown[column] && condition.stuckColumns.includes(column)) seen = shown[column] as number;
    shown[column] = seen;
    hasShown[column] = true;
    row[column] = seen;
  }
}
