import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { lost_pct } from "./numbers";
import { chartOfDays } from "./panelChart";
import type { PanelOnDay } from "./panelDay";
import type { Lasting, PanelDay, PanelMemory } from "./panelMemory";
import { HOURS } from "./panelSums";
import { meanShadow } from "./shadow";
import type { SunDay } from "./siteSun";

/** A sixth of the light, over what the neighbours lose: natural dust takes a quarter of a percent a day. */
const LOST = 0.16;
const LOST_DAILY = 0.11;
const LOW_days = 3;
/** Where a battery is full by noon a shadow of the morning looks like dirt: it grows, and then more of the day is seen. */
const LOW_days_NARROW = 7;
const SHADOW_h = 6;
const WELL = 0.08;
const LEAST_USUAL_days = 4;
/** Hours that differ so much are no dirt. */
const SHADOW = 0.12;
const SHADOW_SURE = 2;
/** The weight (1 / variance) from which an hour is known for itself: a third. */
const HOUR_KNOWN = 10;

/** A loss that came within a day and stays the same since is no dirt: a fifth of the light or more. */
const SUDDEN = 0.2;
/** Days of before that are compared, and by which share of the step they and the first day since may differ from the others: dirt of six days differs by more. */
const STEADY_days = 6;
const STEADY_share = 0.2;
/** The weight (1 / variance) of a day that counts: one tenth. */
const DAY_KNOWN = 100;
const AS_EVER = -0.12;
const STEP_days = 4;
const STEP_LOOKED_days = 14;

/**
 * `panel-soiled`: this panel alone loses light, at all hours alike, more than dust takes from its neighbours, and its
 * voltage stays. Set: on three days in a row, and by 15 % on their mean, below the better days of its own last 45, over what the
 * neighbours that fell most have lost (rain that washes the others lowers nobody); seven days where so few hours are seen
 * that it may be a shadow. Cleared: on two days less than half of the deepest loss, or than 8 %. A PWM charger hides the
 * voltage: there a loss of a fifth or more that came within a day and stays the same is a crack (`panel-degraded`).
 * Source: natural dust takes about a quarter of a percent a day in the dry season (Kita, doi 10.4236/oalib.1114260; Dakar, doi
 * 10.4236/sgre.2020.117007); a sixth is worth a trip to whoever needs the energy.
 */
export function judgeDirt(memory: PanelMemory, on: OnDay<SunDay>, today: PanelOnDay): void {
  const { clean } = memory;
  if (memory.recent.at(-1)?.day !== on.day || clean === undefined || memory.usual.length < LEAST_USUAL_days) return;
  if (memory.crack && !memory.crack.byLight) return;
  const open = memory.dirt ?? memory.crack;
  if (open?.isRaised) goOn(memory, on, open, today.light - clean);
  // dirt is slow: the hours of a day that has not ended may be those of a shadow
  else if (on.isOver && !memory.shade?.isRaised) begin(memory, on, clean);
}

function begin(memory: PanelMemory, on: OnDay<SunDay>, clean: number): void {
  const least = seesMoreThanAShadow(memory.recent.slice(-LOW_days)) ? LOW_days : LOW_days_NARROW;
  const days = memory.recent.slice(-least);
  const { lowest } = on.reference;
  const depth = levelOf(days.slice(-LOW_days)) - clean;
  const isLow =
    days.length === least &&
    depth - lowest < -LOST &&
    days.every(({ light }) => light - clean - lowest < -LOST_DAILY) &&
    !isShadowed(memory.recent, clean + lowest) &&
    !isAsEverAtAnHour(days, clean, depth);
  if (!isLow) return;
  const since = (days[0] as PanelDay).day;
  const lasting = { since, days: least, depth, isRaised: true, better: 0 };
  const isSudden =
    memory.pwmDays > 0 && isStep([...memory.usual.slice(-STEP_LOOKED_days), memory.recent.at(-1) as PanelDay], clean);
  if (isSudden) memory.crack = { ...lasting, byLight: true };
  else memory.dirt = lasting;
  on.set(isSudden ? "panel-degraded" : "panel-soiled", "panel", finding(lasting, memory));
}

/** Whether the loss is one of some hours only, as far as is seen yet. */
function isShadowed(recent: readonly PanelDay[], clean: number): boolean {
  const { depth, sureness } = meanShadow(recent.filter(({ light }) => light - clean < -LOST_DAILY));
  return depth > SHADOW && sureness > SHADOW_SURE;
}

/** Whether more of the day is seen than one shadow could cover. */
function seesMoreThanAShadow(days: readonly PanelDay[]): boolean {
  let first = HOURS;
  let last = -1;
  for (const { weights } of days) {
    for (let hour = 0; hour < HOURS; hour++) {
      if ((weights[hour] as number) <= HOUR_KNOWN) continue;
      first = Math.min(first, hour);
      last = Math.max(last, hour);
    }
  }
  return last - first >= SHADOW_h;
}

/** Whether at some hour of the day the panel is as ever, day after day: then a shadow grows over the others. */
function isAsEverAtAnHour(days: readonly PanelDay[], clean: number, depth: number): boolean {
  for (let hour = 0; hour < HOURS; hour++) {
    const known = days.filter(({ weights }) => (weights[hour] as number) > HOUR_KNOWN);
    if (known.length >= 2 && known.every(({ hours }) => (hours[hour] as number) - clean > depth / 3)) return true;
  }
  return false;
}

function goOn(memory: PanelMemory, on: OnDay<SunDay>, open: Lasting, now: number): void {
  const isCrack = memory.dirt === undefined;
  const kind = isCrack ? "panel-degraded" : "panel-soiled";
  let lasting: Lasting | undefined = open;
  if (now > Math.min(-WELL, open.depth / 2)) {
    if (open.better === 0) lasting = { ...open, better: 1 };
    else {
      lasting = undefined;
      on.clear(kind, "panel");
    }
  } else {
    const level = levelOf(memory.recent.slice(-LOW_days)) - (memory.clean as number);
    lasting = { ...open, better: 0, depth: Math.min(open.depth, level) };
    on.set(kind, "panel", finding(lasting, memory));
  }
  if (isCrack) memory.crack = lasting && { ...lasting, byLight: true };
  else memory.dirt = lasting;
}

/** Whether the light fell from one day to the next, with the day itself between, was steady before and is since. */
function isStep(days: PanelMemory["usual"], clean: number): boolean {
  const known = days.filter(({ weight }) => weight > DAY_KNOWN);
  for (let last = 1; last < known.length - 2; last++) {
    const before = known.slice(Math.max(0, last - STEADY_days + 1), last + 1);
    const since = known.slice(last + 1);
    const step = levelOf(before) - levelOf(since);
    const wasSteady = Math.abs(levelOf(before.slice(-2)) - levelOf(before)) < STEADY_share * step;
    // the first of the days since may be the one on which it happened
    const isSteady = since.slice(0, 2).some((day) => {
      const took_days = day.day - (known[last] as { day: number }).day;
      return took_days <= STEP_days && Math.abs(day.light - levelOf(since)) < STEADY_share * step;
    });
    if (step > SUDDEN && levelOf(before) - clean > AS_EVER && wasSteady && isSteady) return true;
  }
  return false;
}

function levelOf(days: readonly { light: number; weight: number }[]): number {
  let sum = 0;
  let weights = 0;
  for (const { light, weight } of days) {
    // a day of the best readings says no more than a good one
    const counted = Math.min(weight, 1500);
    sum += counted * light;
    weights += counted;
  }
  return sum / weights;
}

function finding(of: Lasting, memory: PanelMemory) {
  return {
    severity: "minor" as const,
    since_ms: of.since * DAY_ms,
    evidence: { lightLost_pct: lost_pct(of.depth), daysLooked: memory.recent.length },
    chart: chartOfDays(memory),
  };
}
