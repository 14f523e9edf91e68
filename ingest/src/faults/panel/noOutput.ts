import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import type { PanelOnDay } from "./panelDay";
import { FIRST_h } from "./panelSums";

/** A cloth over the panel or a plug that was pulled for a moment is one reading or two. */
const DARK_READINGS = 3;
const DARK_HOURS = 2;
const DARK_SHARE = 0.15;
/** A bad contact that fails in four minutes of ten would show so many good readings in a row once in 3,500 times. */
const LIT_READINGS = 16;

/**
 * `panel-no-output`: the panel gives neither voltage nor current in daylight: disconnected, stolen, or in bad contact.
 * Set: three readings or more by daylight, in two hours of a day and in 15 % of its readings, show less than 5 V; an open
 * panel of 36 cells has 15 V even under thick cloud. Daylight is when the neighbours have it. Cleared: 16 readings by daylight
 * with voltage in all.
 * Source: IEC 62257-9-5 (a panel's open voltage); physics (the voltage falls with the logarithm of the light).
 *
 * @param litSince readings since the last without voltage
 * @returns the same behind the day
 */
export function judgeOutput(litSince: number | undefined, on: OnDay<unknown>, today: PanelOnDay): number | undefined {
  const { darkReadings, darkHours, dayReadings, firstDark } = today;
  if (darkReadings === 0) {
    if (litSince === undefined) return undefined;
    const lit = litSince + dayReadings;
    if (lit < LIT_READINGS) return lit;
    on.clear("panel-no-output", "panel");
    return undefined;
  }
  const finding = {
    severity: "major" as const,
    since_ms: on.day * DAY_ms + (firstDark + FIRST_h) * 3600_000,
    evidence: { readingsByDay: dayReadings, readingsWithoutVoltage: darkReadings },
  };
  const isOut = darkReadings >= DARK_READINGS && darkHours >= DARK_HOURS && darkReadings >= DARK_SHARE * dayReadings;
  if (isOut) on.set("panel-no-output", "panel", finding);
  else on.suspect("panel-no-output", "panel", finding);
  return 0;
}
