import { Column } from "@yeelen/shared/wire/columns";
import type { Outcome, Taken } from "./driver";
import { STEP_s, stampOf } from "./timeline";

/** What a power cut may cost. */
const LOST_steps = 3600 / STEP_s;
/** After flash did not keep something the kit asks it again within the hour, and is done within the next. */
const RETRY_steps = (2 * 3600) / STEP_s;
/** What a kit fills in by itself. */
const OWN_COLUMNS: number[] = [
  Column.Sequence,
  Column.Time,
  Column.BatteryStateOfCharge_pct,
  Column.ChargeState,
  Column.Off,
  Column.Lamp1Condition,
  Column.Lamp2Condition,
  Column.Lamp3Condition,
];

/** What is wrong with the outcome of a timeline; nothing where every reading is stored once or accounted for. */
export function judge({ timeline, taken, cuts, badFlash, server, held, untold }: Outcome): string[] {
  const problems = server.conflicts.map((key) => `${key} came with two contents`);
  // what comes after the last mark waits for the next one
  const waiting = Math.max(1, timeline.upload_s / STEP_s);
  if (held > waiting) problems.push(`${held} readings are held at the end, when all has been well for a day`);
  const byStamp = new Map<number, Taken["row"][]>();
  for (const { row } of server.stored.values()) {
    const stamp = row[Column.PanelVoltage_mV] as number;
    byStamp.set(stamp, [...(byStamp.get(stamp) ?? []), row]);
  }
  const accounted = [...server.dropped, ...untold];
  for (const { step, incarnation, sequence, row } of taken) {
    const name = `the reading of step ${step} (${incarnation} ${sequence})`;
    const stored = byStamp.get(stampOf(step)) ?? [];
    byStamp.delete(stampOf(step));
    if (stored.length > 1) problems.push(`${name} is stored ${stored.length} times`);
    const differs = stored.some((other) => other.some((value, c) => !OWN_COLUMNS.includes(c) && value !== row[c]));
    if (differs) problems.push(`${name} is stored with another content`);
    if (stored.length > 0 || (held > 0 && step >= timeline.steps - waiting)) continue;
    if (accounted.some(([life, first, last]) => life === incarnation && first <= sequence && sequence <= last))
      continue;
    if (cuts.some((cut) => step < cut && (cut - step <= LOST_steps || flashFailed(badFlash, step, cut)))) continue;
    problems.push(`${name} is missing`);
  }
  for (const stamp of byStamp.keys()) problems.push(`a reading with the stamp ${stamp} was never taken`);
  return problems;
}

/** Whether flash was not sound at a time between a reading and a cut, or so shortly before that it was not asked again yet. */
function flashFailed(badFlash: Set<number>, step: number, cut: number): boolean {
  for (let at = step - RETRY_steps; at <= cut; at++) if (badFlash.has(at)) return true;
  return false;
}
