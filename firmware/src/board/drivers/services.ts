import type { I2C } from "@devicescript/i2c";
import { Ina226 } from "./ina226";
import { Ina3221 } from "./ina3221";
import { type Lamp, startLamp, startOutput } from "./outputServers";
import { startCurrent, startTemperature, startVoltage } from "./sensorServer";

/**
 * All services of the board, in the order in which the roles count them.
 *
 * Eight currents take three monitors of three channels; the ninth is free. The shunts (mΩ) are sized
 * in docs/wiring.md.
 */

const MAIN = 0x40;
const LAMPS = 0x41;
const USB = 0x42;

/** What measures the battery: channel 1 at 0x40, or an INA226 at 0x44 with 5 mΩ, eight times as fine. */
export type BatteryMonitor = "ina3221" | "ina226";
const PRECISE = 0x44;
const PRECISE_SHUNT_mOhm = 5;

/**
 * The order is that of `probes` in roles.ts.
 *
 * @param client the I²C bus
 * @param battery_degC measures, NaN where there is nothing to measure
 * @param monitor is told and not looked for: a channel that is not wired would measure nothing, as 0 A
 */
export async function startSensors(
  client: I2C,
  battery_degC: () => number,
  controller_degC: () => number,
  monitor: BatteryMonitor = "ina3221",
): Promise<void> {
  const main = new Ina3221(MAIN, [10, 10, 100], client);
  const lamps = new Ina3221(LAMPS, [100, 100, 100], client);
  const usb = new Ina3221(USB, [50, 50, 50], client);
  for (const chip of [main, lamps, usb]) {
    if (!(await chip.init())) console.log("no power monitor at " + chip.address);
  }
  const isPrecise = monitor === "ina226";
  const precise = new Ina226(PRECISE, PRECISE_SHUNT_mOhm, client);
  if (isPrecise && !(await precise.init())) console.log("no power monitor at " + PRECISE);
  startVoltage(async () => (isPrecise ? await precise.readVoltage_V() : await main.readVoltage_V(1)));
  startVoltage(async () => await main.readVoltage_V(2));
  startCurrent(async () => (isPrecise ? await precise.readCurrent_A() : await main.readCurrent_A(1)));
  startCurrent(async () => await main.readCurrent_A(2));
  startCurrent(async () => await lamps.readCurrent_A(1));
  startCurrent(async () => await lamps.readCurrent_A(2));
  startCurrent(async () => await lamps.readCurrent_A(3));
  startCurrent(async () => await usb.readCurrent_A(1));
  startCurrent(async () => await usb.readCurrent_A(2));
  startCurrent(async () => await main.readCurrent_A(3));
  startTemperature(async () => battery_degC());
  startTemperature(async () => controller_degC());
}

/**
 * The order is that of roles.ts for the lamps and of outputs.ts for the switches, where a lamp is
 * switched by its own dimmer.
 *
 * @param dims drive lamps 1 to 3, 0 to 1
 * @param switches drive USB 1, USB 2 and the radio
 */
export function startOutputs(dims: ((intensity: number) => void)[], switches: ((isOn: boolean) => void)[]): Lamp[] {
  const lamps = dims.map((dim) => startLamp(dim));
  // no loops: the compiler refuses closures over their variable
  lamps.forEach((lamp) => startOutput((isOn) => lamp.allow(isOn)));
  switches.forEach((show) => startOutput(show));
  return lamps;
}
