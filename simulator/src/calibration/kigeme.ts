import { numberIn, type Row, rowsOf } from "./csv";
import { byLocalHour, type CalibrationTables } from "./tables";

const LAMP_COLUMN = / LED[123]_P$/;

/** A lamp works while it draws more, as in docs/faults.md. */
export const WORKING_W = 0.5;

/** A lamp is used if it works for an hour a night or more, as in docs/faults.md. */
export const USED_h = 1;

/**
 * The lamps' columns are in UTC, two hours behind Rwanda: all lamps go on in the hour from 15:00 to 16:00 and off from
 * 3:00 to 4:00, and the sun sets there at 18:05 and rises at 6:05. The panels' columns are in local time:
 * what they could give peaks at 12:00.
 */
const LAMPS_ARE_BEHIND_BY_h = 2;

/** Reads the microgrid table of `simulator/data/heed-kigeme` (HEED project, Kigeme, Rwanda, August 2019, hourly). */
export function readKigeme(
  file: string,
): Pick<CalibrationTables, "lampHours" | "lampsOn" | "panelPower" | "panelPotential"> {
  const rows = rowsOf(file, ["timestamp", "PV_power_W", "Pot_PV_power_W"]);
  const nights = rows.length / 24;
  const lamps = Object.keys(rows[0] ?? {}).filter((column) => LAMP_COLUMN.test(column));
  const hoursOf = (lamp: string) => rows.filter((row) => (numberIn(row, lamp) ?? 0) > WORKING_W).length / nights;
  const lampHours = lamps.map(hoursOf);
  const used = lamps.filter((_, lamp) => (lampHours[lamp] as number) >= USED_h);
  return {
    lampHours,
    lampsOn: byLocalHour(
      rows.flatMap((row) =>
        used.flatMap((lamp) => {
          const power_W = numberIn(row, lamp);
          return power_W === undefined ? [] : [{ hour: hourOf(row), value: power_W > WORKING_W ? 1 : 0 }];
        }),
      ),
      LAMPS_ARE_BEHIND_BY_h,
    ),
    // a full battery takes no more: the power falls below what the panels could give before noon
    panelPower: shapeOf(rows, "PV_power_W"),
    panelPotential: shapeOf(rows, "Pot_PV_power_W"),
  };
}

function shapeOf(rows: Row[], column: string): number[] {
  const hours = byLocalHour(
    rows.flatMap((row) => {
      const value = numberIn(row, column);
      return value === undefined ? [] : [{ hour: hourOf(row), value }];
    }),
    0,
  );
  const largest = Math.max(...hours);
  return hours.map((value) => value / largest);
}

/** The hour in "2019-08-01 13:00:00". */
function hourOf(row: Row): number {
  return Number((row.timestamp as string).slice(11, 13));
}
