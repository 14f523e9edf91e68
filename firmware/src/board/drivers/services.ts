import { Ina226 } from "./ina226";
import { Ina3221 } from "./ina3221";
import { Lamp, startOutput } from "./outputServers";
import type { Bus, PowerMonitor } from "./powerMonitor";
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
 * @param battery_degC measures, NaN where there is nothing to measure
 * @param monitor is told and not looked for: a channel that is not wired would measure nothing, as 0 A
 */
export async function startSensors(
  bus: Bus,
  battery_degC: () => number,
  controller_degC: () => number,
  monitor: BatteryMonitor = "ina3221",
): Promise<void> {
  const main = new Ina3221(MAIN, [20, 20, 100], bus);
  const lamps = new Ina3221(LAMPS, [100, 100, 100], bus);
  const usb = new Ina3221(USB, [50, 50, 50], bus);
  const battery = monitor === "ina226" ? new Ina226(PRECISE, PRECISE_SHUNT_mOhm, bus) : main;
  const monitors: PowerMonitor[] = [main, lamps, usb];
  if (battery !== main) monitors.push(battery);
  for (const chip of monitors) {
    if (!(await chip.isThere())) console.log("no power monitor at " + chip.address);
  }
  const volts = (chip: PowerMonitor, channel: number) => startVoltage(async () => await chip.readVoltage_V(channel));
  const amperes = (chip: PowerMonitor, channel: number) => startCurrent(async () => await chip.readCurrent_A(channel));
  volts(battery, 1);
  volts(main, 2);
  amperes(battery, 1);
  amperes(main, 2);
  amperes(lamps, 1);
  amperes(lamps, 2);
  amperes(lamps, 3);
  amperes(usb, 1);
  amperes(usb, 2);
  amperes(main, 3);
  startTemperature(battery_degC);
  startTemperature(controller_degC);
}

/**
 * The order is that of roles.ts for the lamps and of outputs.ts for the switches, where a lamp is
 * switched by its own dimmer.
 *
 * @param dims drive lamps 1 to 3, 0 to 1
 * @param switches drive USB 1, USB 2 and the radio
 */
export function startOutputs(dims: ((intensity: number) => void)[], switches: ((isOn: boolean) => void)[]): Lamp[] {
  const lamps = dims.map((dim) => new Lamp(dim));
  // no loops: the compiler refuses closures over their variable
  lamps.forEach((lamp) => startOutput((isOn) => lamp.allow(isOn)));
  switches.forEach((turn) => startOutput(turn));
  return lamps;
}
