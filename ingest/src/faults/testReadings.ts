import { Column, emptyRow } from "@yeelen/shared/wire/columns";
import type { PlacedReading } from "../journal/readings";

export const HOUR_ms = 3600_000;

/** A reading for a test: what is measured at an hour counted from 1970. */
export function reading(hour: number, measured: Partial<Record<Column, number>>): PlacedReading {
  const row = emptyRow();
  for (const [column, value] of Object.entries(measured)) row[Number(column)] = value;
  row[Column.Sequence] = Math.round(hour * 4);
  return {
    kit: "kit1",
    site: "Mopti",
    incarnation: 1,
    sequence: Math.round(hour * 4),
    time_ms: hour * HOUR_ms,
    estimated: false,
    late: false,
    row,
  };
}
