import type { Evidence, FaultKind, FaultPart } from "@yeelen/shared/faults";
import { learned, type OnHalf, type SensorMemory, type SensorReference } from "./memory";
import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { highestOf, lowestOf, widthOf } from "./range";
import { countsOf, Half, halfAt, Whole, wholeAt } from "./sensorDay";

/**
 * A sensor shows too much or too little, always in one direction: a corroded shunt, a wet connector. The kit decides by
 * the wrong value too.
 *
 * Set, half day by half day, when all readings of it contradict the others; cleared when they agree again to within
 * 0.6 of the limit.
 * - Battery current: at night a battery gives what the outputs take and some 15 mA for the controller. Limit: 60 mA and 3 %
 *   of the current. A shunt's monitor (INA3221: 80 µV over 10 mΩ) may be off by 8 mA and 1.3 %.
 * - Panel current: in the dark there is none. Limit: 50 mA, for what leaks back through a controller without a diode.
 * - Battery voltage: see `judgeVoltage`. Battery temperature: see `temperatures.ts`.
 */
const FEWEST_READINGS = 3;
const OWN_mA = 15;
const BATTERY_LIMIT_mA = 60;
const BATTERY_LIMIT_SHARE = 0.03;
const PANEL_LIMIT_mA = 50;
const CLEARS = 0.6;

export function judgeCurrents({ on, sums, at, start_ms, seen_ms }: OnHalf): void {
  if (countsOf(sums, at).dark < FEWEST_READINGS) return;
  const given = sums[at + Half.DarkBattery_mA] as number;
  const most_mA = Math.max(-lowestOf(given), highestOf(given));
  const check = (part: FaultPart, shown: number, difference: number, middle_mA: number, limit_mA: number) => {
    if (widthOf(shown) < 0 || widthOf(difference) < 0) return;
    const lowest_mA = lowestOf(difference) + middle_mA;
    const highest_mA = highestOf(difference) + middle_mA;
    if (Math.max(highest_mA, -lowest_mA) < limit_mA * CLEARS) on.clear("sensor-implausible", part, seen_ms);
    // one value alone is a sensor that is stuck, or cannot be told from it
    if (widthOf(shown) === 0 || on.isOpen("sensor-stuck", part)) return;
    if (lowest_mA <= limit_mA && highest_mA >= -limit_mA) return;
    const evidence: Evidence = {
      offset_A: Math.round((lowest_mA + highest_mA) / 2) / 1000,
      limit_A: Math.round(limit_mA) / 1000,
      nightReadings: countsOf(sums, at).dark,
    };
    on.set("sensor-implausible", part, { severity: "major", since_ms: start_ms, evidence }, seen_ms);
  };
  const unexplained = sums[at + Half.DarkUnexplained_mA] as number;
  const limit_mA = BATTERY_LIMIT_mA + BATTERY_LIMIT_SHARE * most_mA;
  check("battery-current-sensor", given, unexplained, OWN_mA, limit_mA);
  const panel = sums[at + Half.DarkPanel_mA] as number;
  check("panel-current-sensor", panel, panel, 0, PANEL_LIMIT_mA);
}

/**
 * Battery voltage: when the charger of a lit panel takes the battery for full and leaves it alone (LiFePO4), or holds it
 * at float (lead-acid), the battery's voltage is known. A LiFePO4 cell rests at 3.34 to 3.38 V then (200 batteries in
 * the field, BatteryDevBBoxx), and its charger begins anew below 3.35 V (LibreSolar); float is 2.30 V a cell at 25 °C.
 * What the kit itself used to show is nearer, within what chargers differ.
 *
 * Set when it is off by 0.18 V on a day, three times what a monitor with 16 mV and 0.25 % may err; or when a LiFePO4
 * battery gives current all night above 13.55 V, which is more than a full one has at rest (3.38 V a cell). By day it
 * counts only where the night before was off as well. Cleared within 0.1 V. Off by more than 1.5 V it is not the
 * sensor but a cell.
 */
const profiles = {
  "lifepo4-4s": { full_mV: 13_470, lowest_mV: 13_380, highest_mV: 13_580, night_mV: 13_550, dawn_mV: 13_250 },
  "lead-acid-6s": { full_mV: 13_800, lowest_mV: 13_600, highest_mV: 14_000, night_mV: 13_100, dawn_mV: 12_450 },
};
const VOLTAGE_LIMIT_mV = 180;
const VOLTAGE_CLEARS_mV = 100;
const VOLTAGE_MOST_mV = 1500;
/** What the charge left on the voltage fades within an hour. */
const LONG_min = 120;
const LONG_h = 2;
/** How much of it the night before has to show: what a night takes from the battery changes its voltage by a tenth of a volt. */
const NIGHT_SHARE = 0.4;
/** A float is held: what spreads further is a battery under a cloudy sky. Nor does a cloudy day come quite alike twice. */
const HELD_mV = 200;
const LEAD_DAYS = 2;
const VOLTAGE: FaultPart = "battery-voltage-sensor";
const PANEL: FaultPart = "panel-current-sensor";

/** By night: the first half of a day alone, when what the day's charge left on the voltage has faded. */
export function judgeNightVoltage({ on, sums, at, half, start_ms, seen_ms }: OnHalf): void {
  const night = sums[at + Half.DarkBattery_mV] as number;
  const { night_mV } = profiles[on.kit.battery];
  if (half !== 0 || countsOf(sums, at).dark < FEWEST_READINGS || widthOf(night) <= 0) return;
  if (lowestOf(night) < night_mV || highestOf(sums[at + Half.DarkBattery_mA] as number) > 0) return;
  const evidence = { lowestAtNight_V: lowestOf(night) / 1000, limit_V: night_mV / 1000 };
  on.set("sensor-implausible", VOLTAGE, { severity: "major", since_ms: start_ms, evidence }, seen_ms);
}

/** By day. @param before what was remembered before the day */
export function judgeVoltage(memory: SensorMemory, on: OnDay<SensorReference>, before: SensorMemory): SensorMemory {
  const { sums } = on;
  const whole = wholeAt(on.at);
  const readings = sums[whole + Whole.FullCount] as number;
  const range = sums[whole + Whole.Full_mV] as number;
  const perHour = readingsOf(on) / ((on.newest_ms - on.day * DAY_ms) / 3600_000);
  const isLong = widthOf(sums[whole + Whole.Full_min] as number) >= LONG_min && readings >= perHour * LONG_h;
  const isStill = before.still[0] !== undefined || memory.still[0] !== undefined || widthOf(range) <= 0;
  const knowsPanel = !["sensor-stuck", "sensor-implausible"].some((kind) => on.isOpen(kind as FaultKind, PANEL));
  if (readings < FEWEST_READINGS || !isLong || isStill || !knowsPanel) return memory;
  const { full_mV, lowest_mV, highest_mV, night_mV } = profiles[on.kit.battery];
  const mean_mV = (sums[whole + Whole.FullSum_mV] as number) / readings;
  const usual_mV = memory.full?.value ?? full_mV;
  const off_mV = mean_mV - usual_mV;
  const shown_mV = (sums[whole + Whole.FullShownSum_mV] as number) / readings;
  const shownOff_mV = shown_mV - (memory.fullShown?.value ?? shown_mV - off_mV);
  const night = sums[halfAt(on.at, 0) + Half.DarkBattery_mV] as number;
  const hasNight = countsOf(sums, halfAt(on.at, 0)).dark >= FEWEST_READINGS;
  const dawn_mV = memory.dawn?.value ?? profiles[on.kit.battery].dawn_mV;
  // without its battery a kit shows the charger's voltage by day; at night it is off, or shows that of the battery
  const side = Math.sign(off_mV);
  const isOffAtNight = hasNight && (lowestOf(night) - dawn_mV) * side > NIGHT_SHARE * Math.abs(off_mV);
  const isLead = on.kit.battery === "lead-acid-6s";
  const isHeld = !isLead || widthOf(range) <= HELD_mV;
  const isWhole =
    side > 0 ? lowestOf(range) > usual_mV + VOLTAGE_LIMIT_mV / 2 : lowestOf(range) > usual_mV - VOLTAGE_MOST_mV;
  const isOff = Math.abs(off_mV) > VOLTAGE_LIMIT_mV && isWhole && isOffAtNight && isHeld;
  // else it is the temperature that is wrong, by which a float is corrected
  const isOfVoltage = shownOff_mV * side > VOLTAGE_LIMIT_mV / 2;
  if (isOff && isOfVoltage && Math.abs(off_mV) < VOLTAGE_MOST_mV) {
    const offDays = memory.offDays * side > 0 ? memory.offDays + side : side;
    const next = { ...memory, offDays };
    if (isLead && Math.abs(offDays) < LEAD_DAYS) return next;
    const evidence = {
      full_V: Math.round(mean_mV) / 1000,
      usual_V: Math.round(usual_mV) / 1000,
      offset_V: Math.round(off_mV) / 1000,
      readings,
    };
    const since_ms = on.day * DAY_ms + DAY_ms / 3;
    on.set("sensor-implausible", VOLTAGE, { severity: "major", since_ms, evidence });
    return next;
  }
  if (Math.abs(off_mV) > VOLTAGE_CLEARS_mV) return { ...memory, offDays: 0 };
  if (!hasNight || lowestOf(night) < night_mV) on.clear("sensor-implausible", VOLTAGE);
  return {
    ...memory,
    offDays: 0,
    full: learned(memory.full, full_mV, mean_mV, lowest_mV, highest_mV),
    fullShown: learned(memory.fullShown, shown_mV, shown_mV, 12_000, 15_000),
    dawn: hasNight ? learned(memory.dawn, dawn_mV, lowestOf(night), dawn_mV - 300, dawn_mV + 300) : memory.dawn,
  };
}

function readingsOf(on: OnDay<SensorReference>): number {
  return countsOf(on.sums, halfAt(on.at, 0)).all + countsOf(on.sums, halfAt(on.at, 1)).all;
}
