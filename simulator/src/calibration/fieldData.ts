import { fileURLToPath } from "node:url";
import { readBboxx } from "./bboxx";
import { readKigeme } from "./kigeme";
import type { CalibrationTables } from "./tables";

const DATA = fileURLToPath(new URL("../../data", import.meta.url));

/**
 * What the field shows: batteries of 200 solar home systems (Bboxx, 2021) and lamps and panels of a
 * microgrid in a refugee camp (HEED, Kigeme, August 2019). All hours are local.
 *
 * @throws Error where a table cannot be read or lacks a column
 */
export function readFieldData(directory = DATA): CalibrationTables {
  return {
    source: "field",
    ...readBboxx(`${directory}/bboxx-derived`),
    ...readKigeme(`${directory}/heed-kigeme/microgrid_processed_august.csv`),
  };
}
