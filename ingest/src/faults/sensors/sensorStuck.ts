import type { Evidence } from "@yeelen/shared/faults";
import { type OnHalf, replaced, type SensorMemory, type Still, stuckParts } from "./memory";
import { highestOf, lowestOf, NO_RANGE, united, widthOf } from "./range";
import { countsOf, Half } from "./sensorDay";

/**
 * A sensor shows one value for ever: its wire is broken, or its converter hangs.
 *
 * Set when it shows one and the same value through whole halves of days in which what it measures must have moved, as
 * others tell:
 * - battery voltage: the battery went from resting to charging with 200 mA or more, or its current moved by 600 mA.
 *   That lifts any battery of 12 V by a tenth of a volt (LiFePO4: 3.30 to 3.35 V a cell, IEC 61427-1's rest to charge);
 * - battery current: what panel and outputs say of it moved by 150 mA;
 * - panel current: what came onto the bus moved by 150 mA while the battery's current was alive;
 * - battery temperature: for two halves, while the controller, at night without load as warm as the dwelling, moved
 *   by 4 K. A battery of 7 Ah follows its dwelling within two hours or so.
 * A resting battery, a panel at night and a stable dwelling move nothing, and are not judged.
 *
 * Cleared by the first half in which it moves.
 */
const FEWEST_READINGS = 4;
const CHARGED_mA = 200;
const RESTED_mA = -10;
const VOLTAGE_MOVES_mA = 600;
const CURRENT_MOVES_mA = 150;
const DWELLING_MOVES_K = 4;

/** For each sensor its range, what should have moved it, and what has to be alive beside it. */
const sensors = [
  { shown: Half.BatteryVoltage_mV, mover: Half.BatteryCurrent_mA, beside: Half.BatteryCurrent_mA, unit: "V" },
  { shown: Half.BatteryCurrent_mA, mover: Half.ExpectedBattery_mA, beside: Half.PanelCurrent_mA, unit: "A" },
  { shown: Half.PanelCurrent_mA, mover: Half.Supplied_mA, beside: Half.BatteryCurrent_mA, unit: "A" },
  {
    shown: Half.BatteryTemperature_degC,
    mover: Half.QuietController_degC,
    beside: Half.QuietController_degC,
    unit: "",
  },
] as const;

export function judgeStuck(memory: SensorMemory, onHalf: OnHalf): SensorMemory {
  const { on, sums, at, start_ms, seen_ms } = onHalf;
  let { still } = memory;
  stuckParts.forEach((part, i) => {
    const { shown, mover, beside } = sensors[i] as (typeof sensors)[number];
    const range = sums[at + shown] as number;
    if (widthOf(range) < 0) return;
    if (widthOf(range) > 0) {
      still = replaced(still, i, undefined);
      on.clear("sensor-stuck", part, seen_ms);
      return;
    }
    if (countsOf(sums, at).all < FEWEST_READINGS) return;
    const value = lowestOf(range);
    const before = still[i]?.value === value ? still[i] : undefined;
    const now: Still = {
      value,
      since_ms: before?.since_ms ?? start_ms,
      halves: (before?.halves ?? 0) + 1,
      moved: united(before?.moved ?? NO_RANGE, sums[at + mover] as number),
      beside: united(before?.beside ?? NO_RANGE, sums[at + beside] as number),
    };
    still = replaced(still, i, now);
    if (!shouldHaveMoved(i, now)) return;
    on.clear("sensor-implausible", part, seen_ms);
    on.set(
      "sensor-stuck",
      part,
      { severity: "major", since_ms: now.since_ms, evidence: evidenceOf(i, now, (seen_ms - now.since_ms) / 3600_000) },
      seen_ms,
    );
  });
  return { ...memory, still };
}

function shouldHaveMoved(sensor: number, { moved, beside, halves }: Still): boolean {
  if (sensor === 0) {
    return (highestOf(moved) >= CHARGED_mA && lowestOf(moved) <= RESTED_mA) || widthOf(moved) >= VOLTAGE_MOVES_mA;
  }
  if (sensor === 3) return halves >= 2 && widthOf(moved) >= DWELLING_MOVES_K;
  return widthOf(moved) >= CURRENT_MOVES_mA && widthOf(beside) > 0;
}

function evidenceOf(sensor: number, { value, moved }: Still, hours: number): Evidence {
  const still_h = Math.round(hours);
  const [lowest, highest] = [lowestOf(moved), highestOf(moved)];
  if (sensor === 0) {
    return { shown_V: value / 1000, still_h, lowestCurrent_A: lowest / 1000, highestCurrent_A: highest / 1000 };
  }
  if (sensor === 3)
    return { shown_degC: value, still_h, coolestController_degC: lowest, warmestController_degC: highest };
  return { shown_A: value / 1000, still_h, lowestExpected_A: lowest / 1000, highestExpected_A: highest / 1000 };
}
