import { Fiber, type Register, suspend } from "@devicescript/core";
import { emptyRow, NOT_MEASURED } from "../../../shared/src/wire/columns";
import { batteryProbes, type Probe, probes, wifiRssi } from "./roles";

/** A service that has not answered by then is not measured this time. */
const ANSWER_LIMIT_ms = 2000;

/** Measures everything there is to measure, all at once. What does not answer in time is not measured. */
export async function sampleRow(): Promise<number[]> {
  return await sample(probes);
}

/** Measures what load control needs, at a fraction of the cost. */
export async function sampleBattery(): Promise<number[]> {
  return await sample(batteryProbes);
}

async function sample(probes: Probe[]): Promise<number[]> {
  const values = await readAll(probes.map((probe) => probe.register));
  const row = emptyRow();
  for (let i = 0; i < probes.length; i++) {
    const value = values[i];
    if (!isNaN(value)) row[probes[i].column] = Math.round(value * probes[i].scale);
  }
  return row;
}

/** Signal strength in dBm, or `NOT_MEASURED` where there is no network hardware that tells. */
export async function sampleWifiRssi_dBm(): Promise<number> {
  const value = (await readAll([wifiRssi]))[0];
  return isNaN(value) ? NOT_MEASURED : value;
}

/** Reads registers side by side, NaN for those that do not answer: a read of its own would wait for ever. */
async function readAll(registers: Register<number>[]): Promise<number[]> {
  const self = Fiber.self();
  const values: number[] = registers.map(() => NaN);
  const readers: Fiber[] = registers.map(() => undefined);
  let open = 0;
  registers.forEach((register, i) => {
    if (!register.role.isBound) return;
    const read = async () => {
      values[i] = await register.read();
      readers[i] = undefined;
      open = open - 1;
      if (open === 0 && self.suspended) self.resume(true);
    };
    open = open + 1;
    readers[i] = read.start();
  });
  if (open > 0) await suspend(ANSWER_LIMIT_ms);
  // `terminate` throws on a fiber that has ended by itself
  for (const reader of readers) if (reader) reader.terminate();
  return values;
}
