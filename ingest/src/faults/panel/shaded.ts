import type { OnDay } from "../engine/family";
import { DAY_ms } from "../engine/kitDays";
import { lost_pct } from "./numbers";
import type { PanelOnDay } from "./panelDay";
import type { PanelDay, PanelMemory } from "./panelMemory";
import { FIRST_h, HOURS } from "./panelSums";
import { deepestShadow, lastingShadow, type Shadow, shadowIn } from "./shadow";
import type { SunDay } from "./siteSun";

/** Three tenths of the light gone in some hours and not in the others, on several days: no dirt does so. */
const DEPTH = 0.35;
const SURE = 5;
/** The same from one day alone. */
const DEPTH_AT_ONCE = 0.5;
const SURE_AT_ONCE = 7;
/** Hours that are dark for themselves, over all days. */
const LEAST_HOURS = 3;
const LEAST_HOURS_AT_ONCE = 2;
/** Days that are looked at together. */
const TOGETHER_days = 7;
/** A panel is as ever when it has lost no more than this. */
const AS_EVER = 0.12;
/** What has to be known of the hours in the shadow, and of the others, to say whether it is gone. */
const KNOWN_INSIDE = 60;
const KNOWN_OUTSIDE = 60;
const UNSEEN_days = 10;

/**
 * `panel-shaded`: at the same hours every day less light falls on the panel than on its neighbours, and at the other hours as
 * much as ever.
 */
export function judgeShade(memory: PanelMemory, on: OnDay<SunDay>, today: PanelOnDay): PanelMemory["shade"] {
  const before = memory.shade;
  if (memory.recent.at(-1)?.day !== on.day || memory.crack) return before;
  if (before?.isRaised) return goOn(before, on, today);
  const shadow = lastingOf(memory) ?? atOnceOf(memory, today);
  if (!shadow) return undefined;
  on.set("panel-shaded", "panel", finding(on.day, shadow));
  const { from, until, depth } = shadow;
  return { since: on.day, days: 0, depth, isRaised: true, better: 0, from, until };
}

type Shade = NonNullable<PanelMemory["shade"]>;

function goOn(before: Shade, on: OnDay<SunDay>, today: PanelOnDay): Shade | undefined {
  const now = shadowIn(today, before.from, before.until);
  if (!now || now.insideWeight < KNOWN_INSIDE || now.outsideWeight < KNOWN_OUTSIDE) {
    // what is not seen for so long keeps no battery from getting full
    if (before.days < UNSEEN_days) return { ...before, days: before.days + 1 };
    on.clear("panel-shaded", "panel");
    return undefined;
  }
  if (now.depth > before.depth / 2) {
    on.set("panel-shaded", "panel", finding(before.since, now));
    return { ...before, better: 0, days: 0 };
  }
  if (before.better === 0) return { ...before, better: 1, days: 0 };
  on.clear("panel-shaded", "panel");
  return undefined;
}

function lastingOf(memory: PanelMemory): Shadow | undefined {
  const shadow = lastingShadow(memory.recent.slice(-TOGETHER_days));
  if (!shadow) return undefined;
  return shadow.depth > DEPTH && shadow.sureness > SURE && isDark(shadow, LEAST_HOURS) ? shadow : undefined;
}

/** A shadow that is new today: the panel was as ever yesterday, and is so today in the hours before and after. */
function atOnceOf(memory: PanelMemory, today: PanelOnDay): Shadow | undefined {
  const yesterday = memory.recent.at(-2) as PanelDay | undefined;
  const { clean } = memory;
  if (!yesterday || clean === undefined || yesterday.light - clean < -AS_EVER) return undefined;
  const shadow = deepestShadow(today);
  if (!shadow || shadow.outside - clean < -AS_EVER) return undefined;
  // from now on to the evening: it may as well be the panel that has changed, were it not for its voltage
  const isOver = today.weights.some((weight, hour) => hour > shadow.until && hour < HOURS && weight > 0);
  const isVoltageAsEver = today.voltage !== undefined && memory.voltageDays >= 3;
  if (!isOver && !isVoltageAsEver) return undefined;
  return shadow.depth > DEPTH_AT_ONCE && shadow.sureness > SURE_AT_ONCE && isDark(shadow, LEAST_HOURS_AT_ONCE)
    ? shadow
    : undefined;
}

function isDark({ darkHours, lightHours }: Shadow, least: number): boolean {
  return darkHours >= least && lightHours * 3 <= darkHours;
}

function finding(since: number, shadow: Shadow) {
  return {
    severity: "minor" as const,
    since_ms: since * DAY_ms,
    evidence: {
      from_h: shadow.from + FIRST_h,
      until_h: shadow.until + FIRST_h,
      lightLostInThese_pct: lost_pct(shadow.inside - shadow.outside),
      hoursSeen: shadow.darkHours,
    },
  };
}
