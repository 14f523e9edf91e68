import { readFileSync, writeFileSync } from "node:fs";
import { heedFile } from "./yeelen";

/** A cell of the table: its hour, counted from 0, its heading, and what stands there. */
export interface Cell {
  hour: number;
  column: string;
  text: string;
}

/**
 * Writes the month of Kigeme with some cells changed.
 *
 * @param change gives what is to stand in a cell
 */
export function writeAlteredKigeme(file: string, change: (cell: Cell) => string): string {
  const [head = "", ...lines] = readFileSync(heedFile, "utf8").trim().split("\n");
  const columns = head.split(",").map((quoted) => quoted.trim().replaceAll('"', ""));
  const altered = lines.map((line, hour) =>
    line
      .split(",")
      .map((text, i) => (i === 0 ? text : change({ hour, column: columns[i] as string, text })))
      .join(","),
  );
  writeFileSync(file, [head, ...altered, ""].join("\n"));
  return file;
}

/** The hour with which a day of the month begins; the first is 1. */
export function hourOfDay(day: number): number {
  return (day - 1) * 24;
}
