import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { FoldedReading } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { NO_RANGE, widened } from "./range";

/** What is kept of each half of a UTC day: one holds the morning, the other the evening, where people live by UTC or near it. */
export const enum Half {
  BatteryVoltage_mV = 0,
  BatteryCurrent_mA = 1,
  PanelCurrent_mA = 2,
  BatteryTemperature_degC = 3,
  /** What the other sensors say that the battery's current should be, and what flows onto the bus from the panel. */
  ExpectedBattery_mA = 4,
  Supplied_mA = 5,
  /** In the dark: what the battery gives that no output takes, and what its and the panel's sensors show. */
  DarkUnexplained_mA = 6,
  DarkBattery_mA = 7,
  DarkPanel_mA = 8,
  DarkBattery_mV = 9,
  /** In the dark while no phone is charged: what the controller shows when it only shows the dwelling. */
  QuietController_degC = 10,
  QuietBatterySum_degC = 11,
  QuietControllerSum_degC = 12,
  /** How many readings there are, how many of the dark, and how many of these quiet: ten bits each. */
  Counts = 13,
  Count = 14,
}

/** What is kept of the day behind its halves. */
export const enum Whole {
  /** The battery's voltage while the charger leaves a lit panel alone: the battery is full. */
  Full_mV = 0,
  FullSum_mV = 1,
  FullCount = 2,
  /** Between which minutes of the day that was. */
  Full_min = 3,
  /** The sum of the same voltages as they were shown; the others are as at 25 °C. */
  FullShownSum_mV = 4,
  /** Readings in which the controller is beyond what its parts bear, and the hottest of the day. */
  HotCount = 5,
  Hottest_degC = 6,
  Count = 7,
}

export const SENSOR_SLOTS = 2 * Half.Count + Whole.Count;
const WHOLE = 2 * Half.Count;
const RANGES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const MOST = 1023;

/** A panel below this is in the dark: moonlight gives some millivolts. */
const DARK_mV = 2000;
/** At night by the clock of Mali, which is UTC: a panel that is gone is in the dark by day, and dwellings are unlike then. */
const NIGHT_BEGINS_min = 18 * 60 + 30;
const NIGHT_ENDS_min = 6 * 60;
/** A phone that charges warms the controller's converter, and takes hundreds of mA. */
const QUIET_mA = 50;
/** The hours around noon: a lit panel gives something then, if somebody takes it. */
const NOON_BEGINS_min = 9 * 60;
const NOON_ENDS_min = 16 * 60;
/** Of what a panel gives, so much reaches the bus: 92 to 95 % in the manuals of small MPPT controllers. */
const EFFICIENCY = 0.93;
/** An ESP32 is made for up to 85 °C around it (its data sheet); the firmware switches the USB ports off at 80 °C. */
export const HOTTEST_degC = 80;

export function clearSensorDay(sums: Int32Array, at: number): void {
  for (const half of [0, 1]) for (const slot of RANGES) sums[at + half * Half.Count + slot] = NO_RANGE;
  sums[at + WHOLE + Whole.Full_mV] = NO_RANGE;
  sums[at + WHOLE + Whole.Full_min] = NO_RANGE;
  sums[at + WHOLE + Whole.Hottest_degC] = -1000;
}

export function addToSensorDay(sums: Int32Array, at: number, { row, time_ms }: FoldedReading, isLead: boolean): void {
  const minute = Math.floor((time_ms % DAY_ms) / 60_000);
  const half = at + (minute < 720 ? 0 : Half.Count);
  const battery_mV = row[Column.BatteryVoltage_mV] as number;
  const battery_mA = row[Column.BatteryCurrent_mA] as number;
  const panel_mV = row[Column.PanelVoltage_mV] as number;
  const panel_mA = row[Column.PanelCurrent_mA] as number;
  const battery_degC = row[Column.BatteryTemperature_degC] as number;
  const controller_degC = row[Column.ControllerTemperature_degC] as number;
  addRange(sums, half + Half.BatteryVoltage_mV, battery_mV);
  addRange(sums, half + Half.BatteryCurrent_mA, battery_mA);
  addRange(sums, half + Half.PanelCurrent_mA, panel_mA);
  addRange(sums, half + Half.BatteryTemperature_degC, battery_degC);
  let isDark = false;
  let isQuiet = false;
  if (panel_mV !== NOT_MEASURED && battery_mV !== NOT_MEASURED) {
    isDark = panel_mV < DARK_mV;
    const loads_mA = loadsOf(row);
    if (battery_mA !== NOT_MEASURED) {
      const supplied_mA = battery_mA + loads_mA;
      addRange(sums, half + Half.Supplied_mA, supplied_mA);
      if (isDark) {
        addRange(sums, half + Half.DarkUnexplained_mA, supplied_mA);
        addRange(sums, half + Half.DarkBattery_mA, battery_mA);
        addRange(sums, half + Half.DarkBattery_mV, battery_mV);
      } else if (isFull(row, supplied_mA, minute, isLead)) {
        const full_mV = isLead ? compensated_mV(battery_mV, battery_degC) : battery_mV;
        const whole = at + WHOLE;
        addRange(sums, whole + Whole.Full_mV, full_mV);
        addRange(sums, whole + Whole.Full_min, minute);
        sums[whole + Whole.FullSum_mV] = (sums[whole + Whole.FullSum_mV] as number) + full_mV;
        sums[whole + Whole.FullShownSum_mV] = (sums[whole + Whole.FullShownSum_mV] as number) + battery_mV;
        sums[whole + Whole.FullCount] = (sums[whole + Whole.FullCount] as number) + 1;
      }
    }
    if (panel_mA !== NOT_MEASURED) {
      const given_mA = battery_mV > 0 ? (panel_mV * panel_mA * EFFICIENCY) / battery_mV : 0;
      addRange(sums, half + Half.ExpectedBattery_mA, Math.round(given_mA - loads_mA));
      if (isDark) addRange(sums, half + Half.DarkPanel_mA, panel_mA);
    }
    const usb_mA = Math.max(row[Column.Usb1Current_mA] as number, row[Column.Usb2Current_mA] as number);
    const isNight = minute < NIGHT_ENDS_min || minute >= NIGHT_BEGINS_min;
    isQuiet =
      isDark && isNight && usb_mA < QUIET_mA && battery_degC !== NOT_MEASURED && controller_degC !== NOT_MEASURED;
  }
  if (isQuiet) {
    addRange(sums, half + Half.QuietController_degC, controller_degC);
    sums[half + Half.QuietBatterySum_degC] = (sums[half + Half.QuietBatterySum_degC] as number) + battery_degC;
    sums[half + Half.QuietControllerSum_degC] = (sums[half + Half.QuietControllerSum_degC] as number) + controller_degC;
  }
  const counts = sums[half + Half.Counts] as number;
  if ((counts & MOST) < MOST) sums[half + Half.Counts] = counts + 1 + (isDark ? 1 << 10 : 0) + (isQuiet ? 1 << 20 : 0);
  if (controller_degC === NOT_MEASURED) return;
  const hottest = at + WHOLE + Whole.Hottest_degC;
  sums[hottest] = Math.max(sums[hottest] as number, controller_degC);
  if (controller_degC > HOTTEST_degC) {
    sums[at + WHOLE + Whole.HotCount] = (sums[at + WHOLE + Whole.HotCount] as number) + 1;
  }
}

/**
 * Whether the charger leaves a lit panel alone, or holds a full battery at float: then it takes the battery for full.
 * Around noon, so that it is not the dusk that gives nothing.
 */
function isFull(row: number[], supplied_mA: number, minute: number, isLead: boolean): boolean {
  const panel_mV = row[Column.PanelVoltage_mV] as number;
  const battery_mV = row[Column.BatteryVoltage_mV] as number;
  const battery_mA = row[Column.BatteryCurrent_mA] as number;
  const panel_mA = row[Column.PanelCurrent_mA] as number;
  if (minute < NOON_BEGINS_min || minute >= NOON_ENDS_min || panel_mV < 1.3 * battery_mV) return false;
  if (isLead) return panel_mA > 5 && battery_mA > -30 && battery_mA < 150;
  // what the controller itself takes comes from the battery then; under a load a worn battery sags
  return Math.abs(panel_mA) < 25 && supplied_mA <= -6 && supplied_mA > -80 && battery_mA > -80;
}

/** The voltage of float falls by 3 mV a cell and kelvin (EN 62509 asks for such a compensation); here as at 25 °C. */
function compensated_mV(voltage_mV: number, battery_degC: number): number {
  return battery_degC === NOT_MEASURED ? voltage_mV : voltage_mV + 18 * (battery_degC - 25);
}

function loadsOf(row: number[]): number {
  let loads_mA = 0;
  for (const column of LOADS) {
    const current_mA = row[column] as number;
    if (current_mA !== NOT_MEASURED) loads_mA += current_mA;
  }
  return loads_mA;
}

const LOADS = [
  Column.Lamp1Current_mA,
  Column.Lamp2Current_mA,
  Column.Lamp3Current_mA,
  Column.Usb1Current_mA,
  Column.Usb2Current_mA,
  Column.RadioCurrent_mA,
];

function addRange(sums: Int32Array, slot: number, value: number): void {
  if (value !== NOT_MEASURED) sums[slot] = widened(sums[slot] as number, value);
}

/** How many readings a half has: all, those of the dark, and the quiet ones of these. */
export function countsOf(sums: Int32Array, half: number): { all: number; dark: number; quiet: number } {
  const counts = sums[half + Half.Counts] as number;
  return { all: counts & MOST, dark: (counts >> 10) & MOST, quiet: (counts >> 20) & MOST };
}

/** Where a half begins, 0 = before noon, 1 = after; and the day's rest. */
export const halfAt = (at: number, half: number) => at + half * Half.Count;
export const wholeAt = (at: number) => at + WHOLE;
