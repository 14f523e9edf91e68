import { Column } from "@yeelen/shared/wire/columns";
import type { Battery } from "../../journal/kits";
import { FaultEngine } from "../engine/engine";
import type { AnyFamily, FoldedReading } from "../engine/family";
import { HOUR_ms, reading } from "../testReadings";

/** What is measured at an hour of a day. */
export type Measured = Partial<Record<Column, number>>;
/** Undefined where the kit was dead. */
export type Life = (day: number, hour: number) => Measured | undefined;

/** A Monday at 0 o'clock, as the first day of a test. */
const FIRST_day = 20_454;
const STEP_h = 0.5;

/**
 * A LiFePO4 battery of 7 Ah in a day of sun from 7 to 17 o'clock and an evening of lamps.
 *
 * @param share of its capacity that is left, which its resistance grows against; `load` against the usual evening
 */
export function home(share = 1, load = 1): Life {
  const resistance_mOhm = 230 / share;
  return (_, hour) => {
    const evening_h = Math.min(4, Math.max(0, hour - 18));
    // bright at first, then less: 0.6 A and 0.2 A
    const out_mA = hour >= 18 && hour < 22 ? load * (hour < 20 ? 600 : 200) : 15;
    const given_Ah = load * (0.6 * Math.min(2, evening_h) + 0.2 * Math.max(0, evening_h - 2));
    const isSunny = hour >= 7 && hour < 17;
    const atDawn_Ah = load * 1.6;
    const missing_Ah = hour < 7 ? atDawn_Ah : hour < 12 ? (atDawn_Ah * (12 - hour)) / 5 : given_Ah;
    const counted_pct = 100 - (100 * missing_Ah) / 7;
    const current_mA = isSunny ? (hour < 12 ? load * 320 : -15) : -out_mA;
    const rest_mV = 13_404 - (4.3 * (100 - counted_pct)) / share;
    const voltage_mV = rest_mV + (current_mA * resistance_mOhm) / 1000;
    return {
      [Column.BatteryVoltage_mV]: 8 * Math.round(voltage_mV / 8),
      [Column.BatteryCurrent_mA]: Math.round(current_mA),
      [Column.BatteryStateOfCharge_pct]: Math.round(counted_pct),
      [Column.BatteryTemperature_degC]: 30,
      [Column.ControllerTemperature_degC]: 31,
      [Column.PanelVoltage_mV]: isSunny ? 18_000 : 0,
      [Column.PanelCurrent_mA]: isSunny && hour < 12 ? Math.round(load * 300) : 0,
      [Column.Lamp1Current_mA]: out_mA > 15 ? Math.round((out_mA - 15) / 2) : 0,
      [Column.Lamp2Current_mA]: 0,
      [Column.Lamp3Current_mA]: out_mA > 15 ? Math.round((out_mA - 15) / 2) : 0,
      [Column.Usb1Current_mA]: 0,
      [Column.Usb2Current_mA]: 0,
      [Column.RadioCurrent_mA]: 0,
      [Column.Off]: 0,
    };
  };
}

/** A life in which something is measured otherwise. */
export function but(life: Life, change: (measured: Measured, day: number, hour: number) => Measured | undefined): Life {
  return (day, hour) => {
    const measured = life(day, hour);
    return measured && change(measured, day, hour);
  };
}

/** @returns `kind firstDay lastDay` of what was found on the first kit; the others are its neighbours */
export function found(
  families: readonly AnyFamily[],
  days: number,
  lives: readonly Life[],
  battery: Battery,
): string[] {
  const engine = new FaultEngine(families);
  lives.forEach((life, i) => {
    const kit = `kit${i + 1}`;
    const readings: FoldedReading[] = [];
    for (let step = 0; step < (days * 24) / STEP_h; step++) {
      const hour = step * STEP_h;
      const measured = life(Math.floor(hour / 24), hour % 24);
      if (measured) readings.push({ ...reading(FIRST_day * 24 + hour, measured), kit, sequence: step, boot: 1 });
    }
    const sent_ms = (FIRST_day + days) * 24 * HOUR_ms;
    const facts = { sent_ms, received_ms: sent_ms, incarnation: 1, counters: [], events: [], boots: [] };
    engine.fold({ kit, site: "Mopti", battery }, { facts, readings });
  });
  engine.judge();
  const dayOf = (ms: number | undefined) => (ms === undefined ? "open" : Math.floor(ms / (24 * HOUR_ms)) - FIRST_day);
  return engine
    .historyOf("kit1")
    .map(({ kind, since_ms, cleared_ms }) => `${kind} ${dayOf(since_ms)} ${dayOf(cleared_ms)}`);
}
