import { mean, sum } from "../report/kitDays";
import { type Climate, climateOf } from "../sky/climate";
import { regions } from "../sky/regions";
import { markdownTable } from "./markdown";

const MONTHS = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"];

const MEASURES: { name: string; of: keyof Climate; year: (months: readonly number[]) => number; digits: number }[] = [
  { name: "light, kWh/m² a day", of: "irradiation_kWh_per_m2", year: mean, digits: 1 },
  { name: "warmest of the day, °C", of: "warmest_degC", year: mean, digits: 0 },
  { name: "coolest of the day, °C", of: "coolest_degC", year: mean, digits: 0 },
  { name: "rain, mm", of: "rain_mm", year: sum, digits: 0 },
  { name: "rain days", of: "rainDays", year: sum, digits: 0 },
];

/** The average year of every region. */
export function climateMarkdown(): string {
  const rows = MEASURES.flatMap(({ name, of, year, digits }) =>
    regions.map((region) => {
      const months = climateOf(region)[of];
      return [name, region, ...[...months, year(months)].map((value) => value.toFixed(digits))];
    }),
  );
  return markdownTable(["", "region", ...MONTHS, "year"], rows);
}
