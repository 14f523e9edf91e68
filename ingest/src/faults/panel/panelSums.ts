import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { FoldedReading, KitFacts } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";

/**
 * Hours of the day (UTC) that are told apart, so that shade, which comes at its hours, differs from dirt and cracks, which
 * do not. 3 to 19 o'clock holds the daylight from 15° W to 45° E.
 */
export const FIRST_h = 3;
export const HOURS = 16;

/** What is kept of each hour, and behind the hours of the whole day. */
const enum Block {
  /** Current of the panel while all that it gives is taken, in mA, and how many readings. */
  Taken = 0,
  /** Its voltage in these readings, in 16 mV, and when they were taken, in 4 minutes of the hour. */
  TakenVoltage = HOURS,
  /** Voltage of the lit panel of which nothing is taken, in 8 mV, and how many readings. */
  Open = 2 * HOURS,
  /** Readings without any voltage of the panel, and all readings. */
  Dark = 3 * HOURS,
  /** Readings at night that show a current, and all at night, in which a current was measured. */
  Night = 4 * HOURS,
  /** Readings in which the panel was connected to the battery straight. */
  Connected = 4 * HOURS + 1,
  Count = 4 * HOURS + 2,
}

export const PANEL_SLOTS: number = Block.Count;

/** Two sums share an integer: counts stay below 64 an hour as long as readings come a minute apart. */
const COUNT = 64;
const NIGHT_COUNT = 2048;
const MINUTES = 1024;

/** Below this a panel gives no voltage: an open 36-cell panel has 15 V in the dimmest daylight. */
const DARK_mV = 5000;
/** Below this nothing flows: the offset of a shunt, and the dusk. The firmware draws the same line. */
const NOTHING_mA = 20;
/** At night a panel gives nothing. More than twice what a shunt may be off (an INA3221: 80 µV over 20 mΩ). */
const AT_NIGHT_mA = 40;
/** A PWM charger connects the panel to the battery: only diode and switch lie between. */
const CONNECTED_mV = 1200;

/**
 * At its charging voltage the charger takes less than it could: 3.55 V a cell, 2.40 V for lead-acid, less 3 mV per
 * kelvin (EN 62509, LibreSolar), less 150 mV for what a sensor errs.
 */
function targetOf_mV(kit: KitFacts, battery_degC: number): number {
  if (kit.battery === "lifepo4-4s") return 14_200 - 150;
  return 14_400 - 18 * (battery_degC === NOT_MEASURED ? 15 : Math.max(0, battery_degC - 25)) - 150;
}

export function addPanelReading(
  sums: Int32Array,
  at: number,
  { row, time_ms, estimated }: FoldedReading,
  kit: KitFacts,
): void {
  // the sun tells hours apart: a reading whose time is only estimated is none
  if (estimated) return;
  const panel_mV = row[Column.PanelVoltage_mV] as number;
  if (panel_mV === NOT_MEASURED) return;
  const panel_mA = row[Column.PanelCurrent_mA] as number;
  const isCurrentKnown = panel_mA !== NOT_MEASURED;
  const isDark = panel_mV < DARK_mV;
  if (isDark && isCurrentKnown) plus(sums, at + Block.Night, Math.abs(panel_mA) >= AT_NIGHT_mA ? 1 : 0, NIGHT_COUNT);
  const minute = Math.floor((time_ms % DAY_ms) / 60_000);
  const hour = Math.floor(minute / 60) - FIRST_h;
  if (hour < 0 || hour >= HOURS) return;
  plus(sums, at + Block.Dark + hour, isDark ? 1 : 0, COUNT);
  if (isDark || !isCurrentKnown) return;
  const battery_mV = row[Column.BatteryVoltage_mV] as number;
  const battery_mA = row[Column.BatteryCurrent_mA] as number;
  if (panel_mA < NOTHING_mA) {
    // a battery that is charged while nothing seems to flow tells of the sensor
    if (battery_mA < 2 * NOTHING_mA) plus(sums, at + Block.Open + hour, Math.round(panel_mV / 8), COUNT);
    return;
  }
  if (battery_mV === NOT_MEASURED || battery_mV < 8000) return;
  if (battery_mV > targetOf_mV(kit, row[Column.BatteryTemperature_degC] as number)) return;
  if (panel_mV - battery_mV < CONNECTED_mV) plus(sums, at + Block.Connected, 0, 1);
  // a PWM charger that holds a float connects for a part of the time: then its panel has more than the battery
  else if (kit.battery === "lead-acid-6s" && battery_mV > 13_000) return;
  plus(sums, at + Block.Taken + hour, panel_mA, COUNT);
  const voltage = at + Block.TakenVoltage + hour;
  sums[voltage] = (sums[voltage] as number) + Math.round(panel_mV / 16) * MINUTES + Math.floor((minute % 60) / 4);
}

function plus(sums: Int32Array, slot: number, value: number, count: number): void {
  sums[slot] = (sums[slot] as number) + value * count + 1;
}

/** What a kit's panel did in an hour of a day. */
export interface PanelHour {
  /** Readings in which all that the panel gives was taken, and their means; 0 where there are none. */
  taken: number;
  current_mA: number;
  voltage_V: number;
  /** Hours of the day at which these were taken, on the mean. */
  at_h: number;
  /** Readings in which nothing was taken of the lit panel, and its voltage then. */
  open: number;
  open_V: number;
  dark: number;
  readings: number;
}

export function panelHour(sums: Int32Array, at: number, hour: number): PanelHour {
  const taken = (sums[at + Block.Taken + hour] as number) % COUNT;
  const open = (sums[at + Block.Open + hour] as number) % COUNT;
  const voltage = sums[at + Block.TakenVoltage + hour] as number;
  const minutes = voltage % MINUTES;
  return {
    taken,
    current_mA: taken && Math.floor((sums[at + Block.Taken + hour] as number) / COUNT) / taken,
    voltage_V: taken && (((voltage - minutes) / MINUTES) * 16) / taken / 1000,
    at_h: hour + FIRST_h + (taken && ((minutes / taken) * 4 + 2) / 60),
    open,
    open_V: open && (Math.floor((sums[at + Block.Open + hour] as number) / COUNT) * 8) / open / 1000,
    dark: Math.floor((sums[at + Block.Dark + hour] as number) / COUNT),
    readings: (sums[at + Block.Dark + hour] as number) % COUNT,
  };
}

/** Whether the day's panel current cannot be believed: it flows at night. */
export function flowsAtNight(sums: Int32Array, at: number): boolean {
  const slot = sums[at + Block.Night] as number;
  const all = slot % NIGHT_COUNT;
  return Math.floor(slot / NIGHT_COUNT) >= Math.max(2, all / 4);
}

/** How many readings had the panel connected to the battery straight, as a PWM charger does. */
export function connectedReadings(sums: Int32Array, at: number): number {
  return sums[at + Block.Connected] as number;
}
