import { join } from "node:path";
import { mean } from "../report/kitDays";
import { quantile } from "../report/numbers";
import { numberIn, type Row, rowsOf } from "./csv";
import {
  type BatteryGroup,
  byLocalHour,
  type CalibrationTables,
  type HourBands,
  type MonthTemperature,
} from "./tables";

const STEPS_IN_DAY = 144;
const STEPS_IN_HOUR = 6;

/**
 * The tables are in UTC, and local time is two hours ahead: seen from when charging sets in and when
 * consumption peaks, as the README beside the data explains.
 */
const LOCAL_IS_AHEAD_BY_h = 2;

/** Two LiFePO4 cells in series, seen from the voltages, as the README explains. */
const CELLS = 2;

const STATISTICS = { mean: "mean", p25: "percentile_25", p75: "percentile_75", p99: "percentile_99" } as const;
const VOLTAGE = "battery_voltage";
const CHARGE = "state_of_charge_percent";

/** Reads `simulator/data/bboxx-derived`: 200 solar home systems in sub-Saharan Africa, 2021. */
export function readBboxx(directory: string): Pick<CalibrationTables, "groups" | "singles" | "temperatures"> {
  return {
    groups: groupsIn(join(directory, "bboxx_weekly_features_200dev.csv")),
    singles: singlesIn(join(directory, "weekly_profile.csv")),
    temperatures: temperaturesIn(join(directory, "battery_monthly_mean_temperature.csv")),
  };
}

/** The four clusters, in the order of their numbers. */
function groupsIn(file: string): BatteryGroup[] {
  const columns = [VOLTAGE, CHARGE].flatMap((measure) => Object.values(STATISTICS).map((one) => `${measure}_${one}`));
  const rows = rowsOf(file, ["", "cluster_id", ...columns]);
  const clusters = [...new Set(rows.map((row) => row.cluster_id as string))].toSorted();
  return clusters.map((cluster) => {
    const own = rows.filter((row) => row.cluster_id === cluster);
    const stateOfCharge_pct = bandsOf(own, CHARGE, 1);
    const cellVoltage_V = bandsOf(own, VOLTAGE, 1 / CELLS);
    return {
      name: `cluster ${cluster}`,
      chemistry: "LiFePO4",
      stateOfCharge_pct,
      cellVoltage_V,
      percentilesAreSound: holdTheMean(stateOfCharge_pct) && holdTheMean(cellVoltage_V),
    };
  });
}

/** Each hour of the day: the mean, over the seven days and the six steps, of what the table says. */
function bandsOf(rows: Row[], measure: string, factor: number): HourBands {
  const hours = (statistic: string) =>
    byLocalHour(
      rows.map((row) => {
        const step = numberIn(row, "");
        const value = numberIn(row, `${measure}_${statistic}`);
        if (step === undefined || value === undefined) throw new Error(`${measure}_${statistic} is missing in a step`);
        return { hour: Math.floor((step % STEPS_IN_DAY) / STEPS_IN_HOUR), value: value * factor };
      }),
      LOCAL_IS_AHEAD_BY_h,
    );
  return {
    mean: hours(STATISTICS.mean),
    p25: hours(STATISTICS.p25),
    p75: hours(STATISTICS.p75),
    p99: hours(STATISTICS.p99),
  };
}

/** Percentiles between which the mean does not lie at some hour are of other batteries or weeks than the mean. */
function holdTheMean({ mean, p25, p75 }: HourBands): boolean {
  return mean.every((value, hour) => value >= (p25[hour] as number) && value <= (p75[hour] as number));
}

/** Five batteries; the first column is the time of day, such as `13H50`. */
function singlesIn(file: string): CalibrationTables["singles"] {
  const rows = rowsOf(file, [""]);
  const batteries = Object.keys(rows[0] ?? {}).filter((column) => column !== "");
  return batteries.map((battery) => ({
    name: `battery ${battery}`,
    stateOfCharge_pct: byLocalHour(
      rows.flatMap((row) => {
        const value = numberIn(row, battery);
        return value === undefined ? [] : [{ hour: Number.parseInt(row[""] ?? "", 10), value }];
      }),
      LOCAL_IS_AHEAD_BY_h,
    ),
  }));
}

/** By calendar month, each battery once a month. */
function temperaturesIn(file: string): MonthTemperature[] {
  const months = new Map<number, number[]>();
  for (const row of rowsOf(file, ["timestamp", "temperature"])) {
    const temperature_degC = numberIn(row, "temperature");
    const month = Number((row.timestamp as string).slice(5, 7));
    if (temperature_degC !== undefined) months.set(month, [...(months.get(month) ?? []), temperature_degC]);
  }
  return [...months]
    .toSorted(([a], [b]) => a - b)
    .map(([month, values]) => ({
      month,
      batteries: values.length,
      mean_degC: mean(values),
      p10_degC: quantile(values, 0.1),
      p90_degC: quantile(values, 0.9),
    }));
}
