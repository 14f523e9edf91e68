import type { FaultPart } from "@yeelen/shared/faults";
import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";

/** What a kit usually shows: a mean that learns fast at first and slowly later, and not at all from what is out of bounds. */
export interface Usual {
  value: number;
  count: number;
}

/** A month of days: nothing that grows within two weeks is taken for usual. */
const SLOWLY = 30;

/** @param prior what is taken for usual before anything is known; counts as one day */
export function learned(usual: Usual | undefined, prior: number, value: number, low: number, high: number): Usual {
  const { value: before, count } = usual ?? { value: prior, count: 0 };
  const next = before + (value - before) / Math.min(count + 2, SLOWLY);
  return { value: Math.max(low, Math.min(high, next)), count: count + 1 };
}

/** A sensor that has shown one value alone for some halves of days. */
export interface Still {
  value: number;
  since_ms: number;
  halves: number;
  /** What should have moved it, and what moved beside it: ranges over all these halves. */
  moved: number;
  beside: number;
}

export const stuckParts = [
  "battery-voltage-sensor",
  "battery-current-sensor",
  "panel-current-sensor",
  "battery-temperature-sensor",
] as const satisfies readonly FaultPart[];

/** What is remembered of a kit's sensors from half to half of its days. */
export interface SensorMemory {
  /** In the order of `stuckParts`. */
  still: readonly (Still | undefined)[];
  /** Voltage of the full battery, in mV, as at 25 °C, and as it is shown. */
  full: Usual | undefined;
  fullShown: Usual | undefined;
  /** The lowest voltage of the battery between midnight and dawn, in mV. */
  dawn: Usual | undefined;
  /** For each half: the controller's temperature above the battery's, and how much warmer both are than the neighbours'. */
  warmer: readonly (Usual | undefined)[];
  battery: readonly (Usual | undefined)[];
  controller: readonly (Usual | undefined)[];
  /** What battery and controller showed in the last night in which all was well, where there are no neighbours. */
  last: readonly ({ battery: number; controller: number } | undefined)[];
}

export const startOfSensors: SensorMemory = {
  still: [undefined, undefined, undefined, undefined],
  full: undefined,
  fullShown: undefined,
  dawn: undefined,
  warmer: [undefined, undefined],
  battery: [undefined, undefined],
  controller: [undefined, undefined],
  last: [undefined, undefined],
};

/** What the neighbours' nights show, half by half; undefined where there are too few. */
export interface SensorReference {
  nights: readonly ({ battery: number; controller: number } | undefined)[];
}

/** A half of a day of a kit. */
export interface OnHalf {
  on: OnDay<SensorReference>;
  /** 0 = before noon, 1 = after it. */
  half: 0 | 1;
  sums: Int32Array;
  /** Where the half's sums begin. */
  at: number;
  start_ms: number;
  /** When what the half shows was known, Unix time in ms. */
  seen_ms: number;
}

export function onHalf(on: OnDay<SensorReference>, half: 0 | 1, at: number): OnHalf {
  const start_ms = on.day * DAY_ms + (half * DAY_ms) / 2;
  return { on, half, sums: on.sums, at, start_ms, seen_ms: Math.min(on.newest_ms, start_ms + DAY_ms / 2) };
}

export function replaced<T>(list: readonly T[], index: number, value: T): readonly T[] {
  return list.map((one, i) => (i === index ? value : one));
}
