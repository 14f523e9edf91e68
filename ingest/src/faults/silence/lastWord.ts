import { offReasons } from "@yeelen/shared/vocabulary";
import { Column, NOT_MEASURED } from "@yeelen/shared/wire/columns";
import type { LastWord } from "./whileSilent";

const HOUR_ms = 3600_000;
const DAY_ms = 24 * HOUR_ms;

/** A reading, and when it came in. */
export interface RecentReading {
  time_ms: number;
  row: readonly number[];
  received_ms: number;
}

const OFF_FOR_CHARGE = 1 + offReasons.indexOf("low-battery");
/** In UTC, which is Mali's: full daylight all year. */
const NOON_h: readonly [from: number, until: number] = [10, 15];
/** A panel that is there stands above this share of the battery's voltage at noon, under any cloud. */
const SUN_share = 0.5;
/** In UTC, which is Mali's: dark all year. */
const NIGHT_h: readonly [from: number, until: number] = [20, 5];

/** What the readings say that had come in when a kit fell silent. */
export function lastWordOf(readings: Iterable<RecentReading>, from_ms: number): LastWord {
  const known = [...readings].filter(
    ({ received_ms, time_ms }) => received_ms <= from_ms && time_ms > from_ms - 2 * DAY_ms && time_ms <= from_ms,
  );
  const newest = known.reduce<(typeof known)[number] | undefined>(
    (best, one) => (best === undefined || one.time_ms > best.time_ms ? one : best),
    undefined,
  );
  const at = (column: Column) => {
    const value = newest?.row[column];
    return value === undefined || value === NOT_MEASURED ? undefined : value;
  };
  const noon = known.filter(({ time_ms, row }) => {
    const hour = (time_ms % DAY_ms) / HOUR_ms;
    return hour >= NOON_h[0] && hour < NOON_h[1] && row[Column.PanelVoltage_mV] !== NOT_MEASURED;
  });
  const lastDay = known.filter(({ time_ms }) => time_ms > from_ms - DAY_ms);
  const voltage_mV = at(Column.BatteryVoltage_mV);
  const off = at(Column.Off) ?? 0;
  const outputs = [0, 1, 2, 3, 4, 5];
  return {
    battery_V: voltage_mV === undefined ? undefined : voltage_mV / 1000,
    stateOfCharge_pct: at(Column.BatteryStateOfCharge_pct),
    isOffForCharge: outputs.some((output) => ((off >> (4 * output)) & 15) === OFF_FOR_CHARGE),
    noonReadings: noon.length,
    noonReadingsWithSun: noon.filter(
      ({ row }) =>
        (row[Column.PanelVoltage_mV] as number) > SUN_share * Math.max(0, row[Column.BatteryVoltage_mV] as number),
    ).length,
    nightHours: lastDay.filter(({ time_ms }) => isNight(Math.floor(time_ms / HOUR_ms))).length,
    dayHours: lastDay.filter(({ time_ms }) => !isNight(Math.floor(time_ms / HOUR_ms))).length,
  };
}

/** @param hour counted from 1970 */
export function isNight(hour: number): boolean {
  const ofDay = hour % 24;
  return ofDay >= NIGHT_h[0] || ofDay < NIGHT_h[1];
}
