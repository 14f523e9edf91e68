import type { Condition } from "../life/condition";
import type { Happening, HappeningKind } from "./kinds";
import { kindProfiles } from "./profiles";

const HOUR_ms = 3_600_000;

/**
 * How far a happening has got: 0 before its onset and from its end on, its severity once its course
 * is run. The sky takes this of a `cloudy-fortnight`, which leaves every kit's condition alone.
 */
export function amountOf(happening: Happening, now_ms: number): number {
  const { onset_ms } = happening;
  if (now_ms < onset_ms) return 0;
  const { end_ms, course_h, severity } = happening;
  if (end_ms !== undefined && now_ms >= end_ms) return 0;
  const gone_h = (now_ms - onset_ms) / HOUR_ms;
  return gone_h >= course_h ? severity : (severity * gone_h) / course_h;
}

/**
 * Writes into `condition` what the happenings that are on at `now_ms` do, over a sound condition.
 * Happenings of one part add up: shares that are lost multiply, heat and resets add.
 *
 * @param happenings those of one kit and of its site
 */
export function applyHappenings(happenings: readonly Happening[], now_ms: number, condition: Condition): void {
  makeSound(condition);
  for (const happening of happenings) {
    const amount = amountOf(happening, now_ms);
    if (amount > 0) kindProfiles[happening.kind].apply(condition, amount, happening, now_ms);
  }
}

/** What is done to the board once, at the onset: `undefined` for kinds that go on. */
export function boardActOf(kind: HappeningKind): "erase-flash" | "swap-board" | undefined {
  return kindProfiles[kind].boardAct;
}

/** As `soundCondition`, into what is there: this runs every minute of every kit. */
function makeSound(condition: Condition): void {
  condition.panelContact = 1;
  condition.panelOutput = 1;
  condition.panelVoltage = 1;
  condition.panelDirt = 0;
  condition.shade = 0;
  condition.shadeFrom_min = 0;
  condition.shadeUntil_min = 0;
  condition.batteryContact = true;
  condition.batteryCapacityLost = 0;
  condition.batteryResistance = 1;
  condition.batteryDeadCells = 0;
  condition.lampOpen = 0;
  condition.lampShort = 0;
  condition.lampDim[0] = 0;
  condition.lampDim[1] = 0;
  condition.lampDim[2] = 0;
  condition.usbShort = 0;
  condition.controllerHeat_K = 0;
  condition.controllerResetsPerDay = 0;
  condition.flashWorn = false;
  // to set a length is dear, and hardly ever needed
  if (condition.stuckColumns.length > 0) condition.stuckColumns.length = 0;
  if (condition.offsets.length > 0) condition.offsets.length = 0;
  condition.phoneAway = false;
  condition.creditOut = false;
  condition.siteOffline = false;
  condition.loss = 0;
  condition.halfOpen = false;
  condition.familyAway = false;
  condition.marketDay = false;
  condition.lampUnused = 0;
  condition.radioAlwaysOn = false;
  condition.overuse = 0;
}
