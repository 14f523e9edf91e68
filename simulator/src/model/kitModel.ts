import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import { Battery } from "./battery";
import { Household } from "./household";
import type { Random } from "../random";
import { irradiance_W_per_m2, type Place } from "./sun";

/** What a simulated kit consists of: round figures of a 20 W panel, a 12.8 V battery and LED lamps of 2.3 W. */
const PANEL_PEAK_mA = 1150;
const PANEL_VOLTAGE_mV = 17_500;
/** The charger trades the panel's voltage for current at about this battery voltage. */
const CHARGING_VOLTAGE_mV = 13_300;
const BATTERY_mAh = 7000;
const LAMP_mA = 180;
const USB_mA = 450;
const RADIO_mA = 90;
const CONTROLLER_mA = 20;
/** The battery disconnects its loads below this and reconnects them above the second. */
const DISCONNECT_mV = 12_000;
const RECONNECT_mV = 12_600;

/** Faults that the model knows. */
export type ModelFault = "battery-cell-dead";

/**
 * A first simple model of a kit and the household that uses it: sun, panel, battery, loads. It
 * gives the rows that the kit's sensors would measure.
 */
export class KitModel {
  private readonly battery: Battery;
  private readonly household: Household;
  private connected = true;

  constructor(
    private readonly place: Place,
    private readonly random: Random,
  ) {
    this.battery = new Battery(BATTERY_mAh, 0.7 + 0.2 * random());
    this.household = new Household(random);
  }

  /** Breaks something, for good. */
  break(fault: ModelFault): void {
    if (fault === "battery-cell-dead") this.battery.loseCell();
  }

  /**
   * Lives through a step of time and measures at its end.
   *
   * @param end_ms Unix time of the end of the step
   */
  step(end_ms: number, step_ms: number): number[] {
    const step_h = step_ms / 3600_000;
    const hour = (((end_ms / 3600_000 + this.place.longitude_deg / 15) % 24) + 24) % 24;
    const sun = (irradiance_W_per_m2(this.place, end_ms - step_ms / 2) / 1000) * (0.85 + 0.15 * this.random());
    const panel_mA = Math.round(PANEL_PEAK_mA * sun);
    const use = this.household.use(hour);
    const lamps_mA = use.lamps.map((on) => (on && this.connected ? LAMP_mA : 0));
    const usb_mA = use.usb && this.connected ? USB_mA : 0;
    const radio_mA = use.radio && this.connected ? RADIO_mA : 0;
    const load_mA = lamps_mA.reduce((sum, lamp) => sum + lamp, CONTROLLER_mA + usb_mA + radio_mA);
    const charge_mA = (panel_mA * PANEL_VOLTAGE_mV) / CHARGING_VOLTAGE_mV;
    const battery_mA = Math.round(this.battery.flow(charge_mA - load_mA, step_h));
    const voltage_mV = this.battery.voltage_mV(battery_mA) + Math.round((this.random() - 0.5) * 10);
    if (voltage_mV < DISCONNECT_mV || this.battery.isEmpty()) this.connected = false;
    else if (voltage_mV > RECONNECT_mV) this.connected = true;
    const row = emptyRow();
    row[Column.BatteryVoltage_mV] = voltage_mV;
    row[Column.BatteryCurrent_mA] = battery_mA + 0;
    row[Column.BatteryTemperature_degC] = Math.round(27 + 6 * Math.sin(((hour - 9) / 12) * Math.PI));
    row[Column.PanelVoltage_mV] = panel_mA > 0 ? PANEL_VOLTAGE_mV : 0;
    row[Column.PanelCurrent_mA] = panel_mA;
    row[Column.Usb1Current_mA] = usb_mA;
    row[Column.RadioCurrent_mA] = radio_mA;
    row[Column.ControllerTemperature_degC] = Math.round(31 + 8 * sun + 4 * Math.sin(((hour - 9) / 12) * Math.PI));
    lamps_mA.forEach((lamp_mA, i) => {
      row[Column.Lamp1Current_mA + i] = lamp_mA;
      row[Column.Lamp1Commanded_pct + i] = use.lamps[i] && this.connected ? 100 : 0;
    });
    return row;
  }
}
