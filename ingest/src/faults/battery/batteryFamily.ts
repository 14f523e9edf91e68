import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { Family } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import type { Battery } from "../../journal/kits";
import { atTemperature_mV, chemistries } from "./chemistry";
import { addDischarge } from "./discharge";
import { batteryDisconnected, notDisconnected, type DisconnectedMemory } from "./disconnected";
import { batteryHot, coldBattery, HOT_degC, type HotMemory } from "./hot";
import { batteryOvervoltage, noOvervoltage, type OvervoltageMemory } from "./overvoltage";
import { Slot } from "./slots";
import { increase, load_mA, lowerTo, mark, raiseTo } from "./sums";
import { batteryUndervoltage } from "./undervoltage";
import { batteryWorn, freshBattery, type WornMemory } from "./worn";

export interface BatteryMemory {
  worn: WornMemory;
  disconnected: DisconnectedMemory;
  overvoltage: OvervoltageMemory;
  hot: HotMemory;
}

/** What the kits of a site show together. */
export interface BatteryReference {
  /** The median resistance of their batteries, by kind; absent with fewer than four. The season's temperature shows in it. */
  resistances_ohm: Partial<Record<Battery, number>>;
  /** The median of their batteries' highest temperatures; undefined with fewer than three. */
  hottest_degC: number | undefined;
}

const NEIGHBOURS = 4;
/** Less is no charge and no sun: the offsets of shunts, and dusk. */
const CHARGED_mA = 40;
const SUNLIT_mA = 20;
const DARK_mA = 5;
/** The controller alone takes about as much: a battery that carries it or is charged shows more than the offset of a shunt. */
const NOTHING_mA = 8;
/** Sunlight that feeds at least the controller. */
const FEEDS_mA = 10;
const CONNECTED_mA = 20;
const LOADED_mA = 40;
/** How far below its target a charger without a battery may seem to be, by what sensors err. */
const NEAR_mV = 250;
/** What a sensor may err beyond the absolute maximum: 0.7 %. */
const SENSOR_mV = 100;
/** Faults of the battery. */
export const batteryFamily: Family<BatteryMemory, BatteryReference> = {
  name: "battery",
  slots: Slot.Count,
  start: { worn: freshBattery, disconnected: notDisconnected, overvoltage: noOvervoltage, hot: coldBattery },

  add(sums, at, { row, time_ms, boot }, kit) {
    const minute = Math.floor((time_ms % DAY_ms) / 60_000) + 1;
    const hour = Math.floor((minute - 1) / 60);
    mark(sums, at + Slot.PresentHours, hour);
    const voltage_mV = row[Column.BatteryVoltage_mV] as number;
    const current_mA = row[Column.BatteryCurrent_mA] as number;
    const panel_mA = row[Column.PanelCurrent_mA] as number;
    const measured_degC = row[Column.BatteryTemperature_degC] as number;
    const battery_degC = measured_degC === NOT_MEASURED ? undefined : measured_degC;
    addTemperature(sums, at, row, minute, hour);
    raiseTo(sums, at + Slot.Fullest_pct, row[Column.BatteryStateOfCharge_pct] as number);
    if (voltage_mV === NOT_MEASURED || current_mA === NOT_MEASURED || panel_mA === NOT_MEASURED) return;
    const chemistry = chemistries[kit.battery];
    const isLow = voltage_mV < chemistry.disconnect_mV;
    const isEvening = hour >= 12;
    raiseTo(sums, at + Slot.Lowest, 32_767 - voltage_mV);
    raiseTo(sums, at + Slot.Highest_mV, voltage_mV);
    if (isLow) lowerTo(sums, at + Slot.FirstLow_min, minute);
    if (current_mA > CHARGED_mA && panel_mA > SUNLIT_mA) {
      mark(sums, at + Slot.ChargedHours, hour);
      increase(sums, at + Slot.SumCharged_mA, current_mA);
      increase(sums, at + Slot.Charged);
      if (isLow) {
        mark(sums, at + Slot.LowChargedHours, hour);
        increase(sums, at + Slot.LowCharged);
      } else if (voltage_mV > atTemperature_mV(chemistry.absolute_mV + SENSOR_mV, chemistry, battery_degC)) {
        mark(sums, at + Slot.HighHours, hour);
        increase(sums, at + Slot.High);
        lowerTo(sums, at + Slot.FirstHigh_min, minute);
      }
    } else if (isDark(row)) {
      increase(sums, at + (isLow ? Slot.LowRestMorning : Slot.OkRestMorning) + (isEvening ? 1 : 0));
    }
    const isStill = current_mA <= NOTHING_mA && current_mA >= -NOTHING_mA;
    if (panel_mA >= FEEDS_mA) {
      const target_mV = atTemperature_mV(chemistry.absorption_mV - NEAR_mV, chemistry, battery_degC);
      if (isStill && voltage_mV >= target_mV) {
        mark(sums, at + Slot.FloatingHours, hour);
        increase(sums, at + Slot.Floating);
        lowerTo(sums, at + Slot.FirstFloating_min, minute);
      } else if (current_mA > CONNECTED_mA || current_mA < -CONNECTED_mA) mark(sums, at + Slot.ConnectedHours, hour);
    } else if (panel_mA < DARK_mA && isStill && load_mA(row) > LOADED_mA) increase(sums, at + Slot.Impossible);
    if (isEvening && isDark(row)) addDischarge(sums, at, row, boot, chemistry);
  },

  refer(kits) {
    const resistances_ohm: Partial<Record<Battery, number>> = {};
    for (const battery of Object.keys(chemistries) as Battery[]) {
      const known = kits.filter(({ kit, memory }) => kit.battery === battery && memory.worn.now_ohm > 0);
      if (known.length >= NEIGHBOURS) resistances_ohm[battery] = median(known.map(({ memory }) => memory.worn.now_ohm));
    }
    const hottest = kits
      .map(({ sums, at }) => (sums[at + Slot.Hottest] as number) - 100)
      .filter((temperature_degC) => temperature_degC > -100);
    return {
      resistances_ohm,
      hottest_degC: hottest.length >= 3 ? median(hottest) : undefined,
    };
  },

  step(memory, on) {
    const isTrusted = !on.isOpen("sensor-stuck", "battery-voltage-sensor");
    batteryUndervoltage(on, isTrusted);
    return {
      overvoltage: batteryOvervoltage(memory.overvoltage, on),
      hot: batteryHot(memory.hot, on),
      disconnected: batteryDisconnected(memory.disconnected, on),
      worn: batteryWorn(memory.worn, on),
    };
  },
};

/** Without current from the panel, nor a voltage that could drive one. */
function isDark(row: readonly number[]): boolean {
  const voltage_mV = row[Column.PanelVoltage_mV] as number;
  return (
    (row[Column.PanelCurrent_mA] as number) < DARK_mA &&
    (voltage_mV === NOT_MEASURED || voltage_mV < (row[Column.BatteryVoltage_mV] as number))
  );
}

function addTemperature(sums: Int32Array, at: number, row: readonly number[], minute: number, hour: number): void {
  const battery_degC = row[Column.BatteryTemperature_degC] as number;
  if (battery_degC === NOT_MEASURED) return;
  raiseTo(sums, at + Slot.Hottest, battery_degC + 100);
  if (battery_degC > HOT_degC) {
    increase(sums, at + Slot.Hot);
    mark(sums, at + Slot.HotHours, hour);
    lowerTo(sums, at + Slot.FirstHot_min, minute);
  }
  const controller_degC = row[Column.ControllerTemperature_degC] as number;
  if (controller_degC === NOT_MEASURED || row[Column.PanelCurrent_mA] === NOT_MEASURED || !isDark(row)) return;
  if (load_mA(row) > LOADED_mA) return;
  increase(sums, at + Slot.Warmer_K, battery_degC - controller_degC);
  increase(sums, at + Slot.Idle);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] as number;
}
