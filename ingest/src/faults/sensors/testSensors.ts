import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import { FaultEngine } from "../engine/engine";
import type { Episode } from "../engine/episode";
import type { AnyFamily, FoldedReading, ReportFacts } from "../engine/family";
import { reading } from "../testReadings";

export type Row = Partial<Record<Column, number>>;

/** From 1970 there are no days before the first; tests start on day 100. */
export const START_h = 2400;
export const DAY_h = 24;

const facts: ReportFacts = { sent_ms: 0, received_ms: 0, incarnation: 1, counters: [], events: [], boots: [] };

/** What a sound kit of LiFePO4 measures at an hour of the day: it charges from seven, is full at eleven, has lamps in the evening. */
export function sound(hour: number, jitter = 0): Row {
  const isLit = hour >= 6.5 && hour < 17.5;
  const isCharging = hour >= 7 && hour < 11;
  const lamps_mA = hour >= 18 && hour < 22 ? 180 : 0;
  const warm_K = Math.round(4 * Math.sin(((hour - 9) / 24) * 2 * Math.PI));
  return {
    [Column.BatteryVoltage_mV]: (isCharging ? 13_600 : isLit ? 13_460 : 13_300) + 8 * jitter,
    [Column.BatteryCurrent_mA]: (isCharging ? 500 : -14) - lamps_mA + jitter,
    [Column.PanelVoltage_mV]: isCharging ? 17_800 : isLit ? 20_300 : 0,
    [Column.PanelCurrent_mA]: (isCharging ? 412 : 0) + jitter,
    [Column.BatteryTemperature_degC]: 28 + warm_K,
    [Column.ControllerTemperature_degC]: 29 + warm_K,
    [Column.Lamp1Current_mA]: lamps_mA,
    [Column.Lamp2Current_mA]: 0,
    [Column.Lamp3Current_mA]: 0,
    [Column.Usb1Current_mA]: 0,
    [Column.Usb2Current_mA]: 0,
    [Column.RadioCurrent_mA]: 0,
    [Column.Off]: 0,
  };
}

/** A change to what is measured; the time counts hours since the start. */
export type Change = (row: Row, hour: number) => Partial<FoldedReading> | undefined;

/** What the families find on a kit that is changed, among so many sound neighbours, in the order in which it was raised. */
export function foundOn(families: readonly AnyFamily[], days: number, change: Change, neighbours = 5): Episode[] {
  const engine = new FaultEngine(families);
  for (let kit = 0; kit <= neighbours; kit++) {
    const readings: FoldedReading[] = [];
    for (let step = 0; step < days * DAY_h * 2; step++) {
      const row = sound((step / 2) % DAY_h, [0, 1, -1, 1, 0][(step + kit) % 5]);
      const extra = kit === 0 ? change(row, step / 2) : {};
      if (!extra) continue;
      const one = { ...reading(START_h + step / 2, row), sequence: step, boot: NOT_MEASURED, ...extra };
      readings.push({ ...one, kit: `kit${kit}` });
    }
    engine.fold({ kit: `kit${kit}`, site: "Mopti", battery: "lifepo4-4s" }, { facts: reportOn(days), readings });
  }
  engine.judge();
  return engine.historyOf("kit0");
}

export function reportOn(day: number, more: Partial<ReportFacts> = {}): ReportFacts {
  return { ...facts, sent_ms: (START_h + day * DAY_h) * 3600_000 - 1, ...more };
}
