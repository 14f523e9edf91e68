import { Column } from "@yeelen/shared/wire/columns";
import type { PowerSystem } from "../power/powerSystem";
import { mean } from "../report/kitDays";
import { WORKING_W } from "./kigeme";
import { HOURS } from "./tables";

const LAMPS = [0, 1, 2] as const;
const MINUTE_ms = 60_000;
const HOUR_ms = 60 * MINUTE_ms;

/** What one simulated kit went through, gathered from its readings and from what was true when they were taken. */
export class KitRecord {
  /** By hour of the day, a value a reading: the true state of charge, and the measured voltage. */
  readonly stateOfCharge_pct = byHour();
  readonly batteryVoltage_V = byHour();
  /** Power that the panel gave. */
  readonly panel_W = byHour();
  /** Of each lamp: 1 for each reading in which it works, else 0. */
  readonly lampsOn = LAMPS.map(byHour);
  /** True battery temperature by calendar month, 1 = January. */
  readonly battery_degC = new Map<number, number[]>();

  /** @param time_ms when the reading was taken: it stands for the interval before, so that 18:00 belongs to the hour from 17:00 */
  take(row: readonly number[], truth: Readonly<PowerSystem>, time_ms: number): void {
    const before = new Date(time_ms - MINUTE_ms);
    const hour = Math.floor((before.getTime() / HOUR_ms) % HOURS);
    const battery_mV = row[Column.BatteryVoltage_mV] as number;
    this.stateOfCharge_pct[hour]?.push(100 * truth.stateOfCharge);
    this.batteryVoltage_V[hour]?.push(battery_mV / 1000);
    this.panel_W[hour]?.push(wattsOf(row[Column.PanelVoltage_mV] as number, row[Column.PanelCurrent_mA] as number));
    for (const lamp of LAMPS) {
      const power_W = wattsOf(battery_mV, row[Column.Lamp1Current_mA + lamp] as number);
      this.lampsOn[lamp]?.[hour]?.push(power_W > WORKING_W ? 1 : 0);
    }
    const month = before.getUTCMonth() + 1;
    const ofMonth = this.battery_degC.get(month);
    if (ofMonth) ofMonth.push(truth.battery_degC);
    else this.battery_degC.set(month, [truth.battery_degC]);
  }

  /** Hours a day that each lamp works, on average. */
  lampHours(): number[] {
    return this.lampsOn.map((hours) => HOURS * mean(hours.flat()));
  }
}

function byHour(): number[][] {
  return Array.from({ length: HOURS }, () => []);
}

function wattsOf(voltage_mV: number, current_mA: number): number {
  return (voltage_mV * current_mA) / 1e6;
}
