import { controllerEnergy, type Energy, stockRuntimeEnergy_Wh } from "@yeelen/simulator/bench/energy";
import { measureHeap } from "@yeelen/simulator/bench/heap";
import { measureFlashUse, measureKeeping } from "@yeelen/simulator/bench/keeping";
import { measureMonth } from "@yeelen/simulator/bench/month";
import { measureRadio } from "@yeelen/simulator/bench/radioUse";
import type { Figure } from "./targets";

const MONTH_days = 30;
const FORTNIGHT_days = 14;
/** As the programme has it. */
const UPLOAD_s = 21_600;
const HOUSEHOLDS = 12;

/** What no virtual machine can show. */
const NOT_TESTED_ON_HARDWARE = [
  "memory that TLS and Wi-Fi take beside the program",
  "joining a phone's hotspot, and how long it takes",
  "currents, and the light sleep that a runtime has to be built for",
  "drivers on a real I2C bus",
] as const;

/** What the kit's program needs and keeps. */
export interface FirmwareBench {
  bytecode_bytes: number;
  /** The most of the heap that is in use with a full ring and a report under way. */
  peakHeap_bytes: number;
  usableHeap_bytes: number;
  /** Why the program does not get through even with all of the heap; absent where it does. */
  heapProblem?: string;
  failsWhenRingIsTooBig: boolean;
  /** For 30 days of one kit with all its roles. */
  simulatedMonthCpu_s: number;
  /** Complete history in memory, and in flash after a power cut; the least of several households. */
  ringDays: number;
  flashDays: number;
  /** The most that a power cut took. */
  lostByPowerCut_h: number;
  flashWritesPerYear: number;
  flashErasesInFiveYears: number;
  /** Of the households' average, and of the one whose phone comes least; what it is made of. */
  controllerEnergy_Wh_per_day: number;
  controllerEnergyLeastConnected_Wh_per_day: number;
  controllerEnergyStockRuntime_Wh_per_day: number;
  controllerEnergyParts: Energy;
  lookingForHotspot_s_per_day: number;
  connected_s_per_day: number;
  notTestedOnHardware: readonly string[];
}

export const firmwareFigures: readonly Figure<FirmwareBench>[] = [
  { name: "bytecode_bytes", meaning: "program, bytes", most: 49_152 },
  { name: "peakHeap_bytes", meaning: "heap at its peak, bytes", most: 40_960 },
  { name: "failsWhenRingIsTooBig", meaning: "1: fails with a ring that is too big", least: 1 },
  { name: "simulatedMonthCpu_s", meaning: "30 simulated days, CPU seconds", most: 60 },
  { name: "ringDays", meaning: "complete history in memory, days", least: 14 },
  { name: "flashDays", meaning: "complete history in flash, days", least: 4 },
  { name: "lostByPowerCut_h", meaning: "lost by a power cut, hours", most: 1 },
  { name: "flashWritesPerYear", meaning: "writes to flash in a year" },
  { name: "flashErasesInFiveYears", meaning: "erases of a sector in five years", most: 100_000 },
  { name: "controllerEnergy_Wh_per_day", meaning: "controller's energy, Wh a day (computed)", most: 0.5 },
  { name: "controllerEnergyLeastConnected_Wh_per_day", meaning: "where the phone comes least" },
  { name: "controllerEnergyStockRuntime_Wh_per_day", meaning: "with the runtime as published" },
];

/** Called as the work goes on, with a part of 1. */
type OnProgress = (done: number) => void;

/** Measures the kit's program in the virtual machine and natively, and computes its energy. */
export async function benchFirmware(onProgress: OnProgress, signal: AbortSignal): Promise<FirmwareBench> {
  let done = 0;
  const step = (share: number) => {
    signal.throwIfAborted();
    done += share;
    onProgress(Math.min(1, done));
  };
  // first of all: nothing else may be at work while its time is taken
  const month = await measureMonth(MONTH_days, UPLOAD_s, () => step(0.6 / MONTH_days));
  const heap = await measureHeap(() => step(0.018));
  const kept = measureKeeping(HOUSEHOLDS, UPLOAD_s);
  const flash = measureFlashUse({ kits: HOUSEHOLDS, days: FORTNIGHT_days }, UPLOAD_s);
  const radios = measureRadio({ kits: HOUSEHOLDS, days: FORTNIGHT_days }, UPLOAD_s);
  const computing_s = month.cpu_s / month.days;
  const looking_s = mean(radios.map((radio) => radio.looking_s));
  const connected_s = mean(radios.map((radio) => radio.connected_s));
  const energy = controllerEnergy({ looking_s, connected_s, computing_s });
  const energies = radios.map((radio) => controllerEnergy({ ...radio, computing_s }).total_Wh);
  return {
    bytecode_bytes: month.bytecode_bytes,
    peakHeap_bytes: heap.peak_bytes,
    usableHeap_bytes: heap.usable_bytes,
    ...(heap.problem !== undefined && { heapProblem: heap.problem }),
    failsWhenRingIsTooBig: heap.failsWhenRingIsTooBig,
    simulatedMonthCpu_s: rounded(month.cpu_s),
    ringDays: rounded(kept.ring_days),
    flashDays: rounded(kept.flash_days),
    lostByPowerCut_h: kept.lost_h,
    flashWritesPerYear: Math.round(flash.writesPerYear),
    flashErasesInFiveYears: Math.round(flash.erasesInFiveYears),
    controllerEnergy_Wh_per_day: rounded(energy.total_Wh),
    controllerEnergyLeastConnected_Wh_per_day: rounded(Math.max(...energies)),
    controllerEnergyStockRuntime_Wh_per_day: rounded(stockRuntimeEnergy_Wh({ looking_s, connected_s, computing_s })),
    controllerEnergyParts: energy,
    lookingForHotspot_s_per_day: Math.round(looking_s),
    connected_s_per_day: Math.round(connected_s),
    notTestedOnHardware: NOT_TESTED_ON_HARDWARE,
  };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** To three digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
