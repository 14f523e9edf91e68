import { judgeHotDay, judgeHotNight } from "../controller/controllerHot";
import type { Family, KitOnDay } from "../engine/family";
import { onHalf, type SensorMemory, type SensorReference, startOfSensors } from "./memory";
import { addToSensorDay, clearSensorDay, countsOf, Half, halfAt, SENSOR_SLOTS } from "./sensorDay";
import { judgeCurrents, judgeNightVoltage, judgeVoltage } from "./sensorImplausible";
import { judgeStuck } from "./sensorStuck";
import { afterNight, judgeBatteryTemperature, partedOn } from "./temperatures";

/** The median of fewer says little of the weather. */
const FEWEST_NEIGHBOURS = 4;
const FEWEST_READINGS = 3;

/** Faults of what a kit measures with, and of the controller's temperature, which is found from the same sums. */
export const sensorFamily: Family<SensorMemory, SensorReference> = {
  name: "sensors",
  slots: SENSOR_SLOTS,
  start: startOfSensors,
  clear: clearSensorDay,
  add(sums, at, reading, kit) {
    addToSensorDay(sums, at, reading, kit.battery === "lead-acid-6s");
  },
  refer(kits) {
    return { nights: [nightOf(kits, 0), nightOf(kits, 1)] };
  },
  step(memory, on) {
    if (!on.hasReadings) return memory;
    let now = memory;
    for (const half of [0, 1] as const) {
      const part = onHalf(on, half, halfAt(on.at, half));
      now = judgeStuck(now, part);
      judgeCurrents(part);
      judgeNightVoltage(part);
      const parted = partedOn(now, part);
      if (!parted) continue;
      judgeBatteryTemperature(parted, part);
      judgeHotNight(parted, part);
      now = afterNight(now, parted, half);
    }
    judgeHotDay(on);
    return judgeVoltage(now, on, memory);
  },
};

function nightOf(kits: readonly KitOnDay<SensorMemory>[], half: number): SensorReference["nights"][number] {
  const battery: number[] = [];
  const controller: number[] = [];
  for (const { sums, at: day } of kits) {
    const at = halfAt(day, half);
    const { quiet } = countsOf(sums, at);
    if (quiet < FEWEST_READINGS) continue;
    battery.push((sums[at + Half.QuietBatterySum_degC] as number) / quiet);
    controller.push((sums[at + Half.QuietControllerSum_degC] as number) / quiet);
  }
  if (battery.length < FEWEST_NEIGHBOURS) return undefined;
  return { battery: medianOf(battery), controller: medianOf(controller) };
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
