// by its namespace, as in busServer.ts
import * as ds from "@devicescript/core";
import { READING, serve } from "./busServer";

/** The order of calls gives the `[app:N]` of the role. */
export function startVoltage(measure_V: () => ds.AsyncValue<number>): void {
  serve(ds.DcVoltageMeasurement.spec, READING, measure_V);
}

export function startCurrent(measure_A: () => ds.AsyncValue<number>): void {
  serve(ds.DcCurrentMeasurement.spec, READING, measure_A);
}

export function startTemperature(measure_degC: () => ds.AsyncValue<number>): void {
  serve(ds.Temperature.spec, READING, measure_degC);
}
