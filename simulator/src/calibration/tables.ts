/** A measure by hour of the local day, 0 to 23. */
export interface HourBands {
  mean: number[];
  p25: number[];
  p75: number[];
  p99: number[];
}

/** Batteries that are used alike. */
export interface BatteryGroup {
  name: string;
  chemistry: "LiFePO4" | "lead-acid";
  stateOfCharge_pct: HourBands;
  /** Voltage of the battery by its cells in series: so batteries of other sizes compare. */
  cellVoltage_V: HourBands;
  /** False where only the means are to be trusted. */
  percentilesAreSound: boolean;
}

/** Mean battery temperatures of a calendar month, over batteries. */
export interface MonthTemperature {
  /** 1 = January. */
  month: number;
  batteries: number;
  mean_degC: number;
  p10_degC: number;
  p90_degC: number;
}

/** What the field shows, and what a simulation can be put beside it. */
export interface CalibrationTables {
  /** Where the figures come from, as a plot names it. */
  source: string;
  groups: BatteryGroup[];
  /** State of charge of single batteries by hour of the local day. */
  singles: { name: string; stateOfCharge_pct: number[] }[];
  temperatures: MonthTemperature[];
  /** Hours of light a night of each lamp, on average. */
  lampHours: number[];
  /** Share of the used lamps that are on, by hour of the local day, 0 to 1. */
  lampsOn: number[];
  /** What the panels give and what they could give, by hour of the local day; 1 = the largest hour. */
  panelPower: number[];
  panelPotential: number[];
}

export const HOURS = 24;

/** By hour of the local day: from values that each belong to an hour of another clock. */
export function byLocalHour(values: readonly { hour: number; value: number }[], localIsAheadBy_h: number): number[] {
  const sums = new Array<number>(HOURS).fill(0);
  const counts = new Array<number>(HOURS).fill(0);
  for (const { hour, value } of values) {
    const local = (hour + localIsAheadBy_h) % HOURS;
    sums[local] = (sums[local] as number) + value;
    counts[local] = (counts[local] as number) + 1;
  }
  return sums.map((sum, hour) => sum / (counts[hour] as number));
}
